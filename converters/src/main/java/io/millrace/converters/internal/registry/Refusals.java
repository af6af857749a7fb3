// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Answers of the registry that were a refusal, kept for a while: a record that comes again and again with the same
 * unknown schema must not cost a request each, and what the operator has mended must be noticed.
 *
 * @param <K> what was asked for
 */
public final class Refusals<K> {
    private static final long KEEP_NANOS = 30_000_000_000L;

    private record Refusal(String message, long untilNanos) {}

    private final LongSupplier nanoClock;
    private final int most;
    private final Map<K, Refusal> kept = new ConcurrentHashMap<>();

    /** Keeps up to {@code most} of them. */
    public Refusals(LongSupplier nanoClock, int most) {
        this.nanoClock = nanoClock;
        this.most = most;
    }

    /** Throws the refusal that was kept for {@code key}, if there is one. */
    public void rethrow(K key) {
        @Nullable Refusal refusal = kept.get(key);
        if (refusal == null) {
            return;
        }
        if (nanoClock.getAsLong() - refusal.untilNanos >= 0) {
            kept.remove(key);
            return;
        }
        throw new DataException(refusal.message);
    }

    public DataException keep(K key, DataException refusal) {
        if (kept.size() >= most) {
            kept.clear();
        }
        kept.put(key, new Refusal(String.valueOf(refusal.getMessage()), nanoClock.getAsLong() + KEEP_NANOS));
        return refusal;
    }
}
