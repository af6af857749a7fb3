// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What time it is, by our clock and by the API's, as far as it has told: by its last {@code Date} and what has passed since.
 * That is measured by a clock that is never set, so that setting ours moves nothing. Thread-safe.
 */
final class ApiClock {
    /** Dates are cut to seconds, and take a while to arrive. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private final Clock ours;
    private final LongSupplier nanoClock;
    private volatile @Nullable Told told;

    private record Told(Instant date, long atNanos) {}

    ApiClock(Clock ours, LongSupplier nanoClock) {
        this.ours = ours;
        this.nanoClock = nanoClock;
    }

    Clock ours() {
        return ours;
    }

    /** The API has just said that it is {@code date}. */
    void note(Instant date) {
        told = new Told(date, nanoClock.getAsLong());
    }

    /** The earlier of our time and the API's: what is over by one of them only may still change. */
    Instant now() {
        Instant our = ours.instant();
        Told last = told;
        if (last == null) {
            return our;
        }
        Instant their = last.date.plusNanos(nanoClock.getAsLong() - last.atNanos);
        return isAfter(our, their) ? their : our;
    }

    /** Whether {@code instant} is after {@code date}, as exactly as an API tells it. */
    static boolean isAfter(Instant instant, Instant date) {
        return instant.isAfter(date.plus(TOLERANCE));
    }
}
