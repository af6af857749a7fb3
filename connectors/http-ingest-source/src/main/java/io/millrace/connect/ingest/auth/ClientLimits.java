// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.common.config.AbstractConfig;

/**
 * How many requests each client may send: so many a second, and as many at once (a token bucket, kept as the time when it is
 * full again: the generic cell rate algorithm of ITU-T I.371). Remembers a bounded number of clients, those who asked last;
 * whoever is forgotten begins anew. Never waits. Thread-safe.
 */
public final class ClientLimits {
    private static final int MAX_CLIENTS = 100_000;
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final int perSecond;
    private final LongSupplier nanoClock;
    private final Map<String, Bucket> buckets;

    private static final class Bucket {
        private long fullNanos;

        private Bucket(long nowNanos) {
            this.fullNanos = nowNanos;
        }
    }

    ClientLimits(int perSecond, int maxClients, LongSupplier nanoClock) {
        this.perSecond = perSecond;
        this.nanoClock = nanoClock;
        this.buckets = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                return size() > maxClients;
            }
        };
    }

    public static ClientLimits of(AbstractConfig config, LongSupplier nanoClock) {
        return new ClientLimits(config.getInt(IngestAuthOptions.REQUESTS_PER_SECOND), MAX_CLIENTS, nanoClock);
    }

    /**
     * Counts a request, unless it is one too many.
     *
     * @param client the name of its API key, or its address
     * @return 0 if it may come; otherwise after how many seconds, for {@code Retry-After}
     */
    public int retryAfterSeconds(String client) {
        return perSecond == 0 ? 0 : counted(client);
    }

    private synchronized int counted(String client) {
        long nowNanos = nanoClock.getAsLong();
        Bucket bucket = buckets.get(client);
        if (bucket == null) {
            bucket = new Bucket(nowNanos);
            buckets.put(client, bucket);
        }
        long intervalNanos = SECOND_NANOS / perSecond;
        long usedNanos = Math.max(0, bucket.fullNanos - nowNanos);
        long excessNanos = usedNanos - intervalNanos * (perSecond - 1);
        if (excessNanos > 0) {
            return (int) ((excessNanos + SECOND_NANOS - 1) / SECOND_NANOS);
        }
        bucket.fullNanos = nowNanos + usedNanos + intervalNanos;
        return 0;
    }

    /** How many clients are remembered. */
    synchronized int clients() {
        return buckets.size();
    }
}
