// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.fallback;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Says that records cannot be read: the first of each topic, then how many there were, at most once a minute. */
public final class UndecodableLog {
    private static final long INTERVAL_NANOS = 60_000_000_000L;
    private static final int MAX_TOPICS = 1_000;

    private record Count(long total, long saidNanos) {}

    private final LongSupplier nanoClock;
    private final Consumer<String> warnings;
    private final Map<String, Count> counts = new ConcurrentHashMap<>();

    public UndecodableLog(LongSupplier nanoClock, Consumer<String> warnings) {
        this.nanoClock = nanoClock;
        this.warnings = warnings;
    }

    void count(String topic, String reason) {
        long now = nanoClock.getAsLong();
        if (counts.size() >= MAX_TOPICS && !counts.containsKey(topic)) {
            counts.clear();
        }
        counts.compute(topic, (name, before) -> counted(name, before, reason, now));
    }

    private Count counted(String topic, @Nullable Count before, String reason, long now) {
        if (before == null) {
            warnings.accept("Passing on a record of " + topic + " as undecodable bytes: " + reason);
            return new Count(1, now);
        }
        long total = before.total + 1;
        if (now - before.saidNanos < INTERVAL_NANOS) {
            return new Count(total, before.saidNanos);
        }
        warnings.accept("Passed on " + total + " records of " + topic + " as undecodable bytes so far, the last one: "
                + reason);
        return new Count(total, now);
    }
}
