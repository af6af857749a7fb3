// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long a registry may take to connect and to answer, and how an outage of it is waited out. */
public record Patience(Duration connectTimeout, Duration readTimeout, Waits waits, Limit limit) {
    /** The waits between attempts: each is twice the one before it, up to the longest, less up to half at random. */
    public record Waits(Duration first, Duration longest) {
        private static final int MAX_DOUBLINGS = 20;

        /**
         * @param failures attempts that failed so far, at least 1
         * @param jitter from 0 to 1
         * @param asked what the registry asked for; heard up to the longest wait
         */
        Duration after(int failures, double jitter, @Nullable Duration asked) {
            long longestMs = longest.toMillis();
            long doubledMs = first.toMillis() << Math.min(failures - 1, MAX_DOUBLINGS);
            double jitteredMs = Math.min(doubledMs, longestMs) * (0.5 + jitter / 2);
            long askedMs = asked == null ? 0 : Math.min(asked.toMillis(), longestMs);
            return Duration.ofMillis(Math.max((long) jitteredMs, askedMs));
        }
    }

    /** When waiting ends: after this time, null for never, or after this many repetitions, {@link #ANY} for no limit. */
    public record Limit(@Nullable Duration time, int retries) {
        public static final int ANY = -1;

        boolean allows(int attemptsMade, long elapsedNanos) {
            return (retries == ANY || attemptsMade <= retries) && leftNanos(elapsedNanos) > 0;
        }

        long leftNanos(long elapsedNanos) {
            return time == null ? Long.MAX_VALUE : time.toNanos() - elapsedNanos;
        }

        /** As in "waiting for it …". */
        String inWords() {
            String longest = time == null ? "without end" : "for up to " + time.toSeconds() + " s";
            return retries == ANY ? longest : longest + " and " + retries + " retries";
        }
    }
}
