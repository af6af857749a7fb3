// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
    private long nowNanos = Long.MAX_VALUE - 5; // nanoTime may wrap
    private double random;

    @Test
    void isDueAtOnceUntilSomethingFails() {
        assertThat(schedule(null).nanosUntilDue()).isZero();
    }

    @Test
    void doublesThePauseUpToItsLimit() {
        RetrySchedule schedule = schedule(null);

        for (long expectedMs : new long[] {200, 400, 800, 1000, 1000}) {
            assertThat(schedule.failed(null)).isTrue();
            assertThat(schedule.nanosUntilDue())
                    .isEqualTo(Duration.ofMillis(expectedMs).toNanos());
        }
        nowNanos += Duration.ofMillis(1000).toNanos();
        assertThat(schedule.nanosUntilDue()).isZero();
    }

    @Test
    void choosesEachPauseAtRandomUpToTheLongest() {
        RetrySchedule schedule = schedule(null);
        random = 0.5;

        schedule.failed(null);

        assertThat(schedule.nanosUntilDue()).isEqualTo(Duration.ofMillis(100).toNanos());
    }

    @Test
    void startsAfreshAfterASuccess() {
        RetrySchedule schedule = schedule(null);
        schedule.failed(null);
        schedule.failed(null);

        schedule.succeeded();

        assertThat(schedule.nanosUntilDue()).isZero();
        schedule.failed(null);
        assertThat(schedule.nanosUntilDue()).isEqualTo(Duration.ofMillis(200).toNanos());
        assertThat(schedule.failures()).isEqualTo(1);
    }

    @Test
    void keepsToRetryAfterUpToItsCeiling() {
        for (long[] askedAndKeptSeconds : new long[][] {{0, 0}, {1, 1}, {59, 59}, {315_360_000, 60}}) {
            RetrySchedule schedule = schedule(null);
            schedule.failed(Duration.ofSeconds(askedAndKeptSeconds[0]));
            assertThat(schedule.nanosUntilDue())
                    .isEqualTo(Duration.ofSeconds(askedAndKeptSeconds[1]).toNanos());
        }
    }

    @Test
    void doesNotLetRetryAfterHurryRepeatedFailures() {
        RetrySchedule schedule = schedule(null);

        schedule.failed(Duration.ZERO);
        schedule.failed(Duration.ZERO);

        assertThat(schedule.nanosUntilDue()).isEqualTo(Duration.ofMillis(400).toNanos());
    }

    @Test
    void givesUpOnceTheTimeoutHasPassedAndTriesOnceAtTheDeadline() {
        RetrySchedule schedule = schedule(Duration.ofMillis(500));
        assertThat(schedule.failed(null)).isTrue();
        nowNanos += Duration.ofMillis(200).toNanos();
        assertThat(schedule.failed(null)).isTrue();
        assertThat(schedule.nanosUntilDue()).isEqualTo(Duration.ofMillis(300).toNanos());
        nowNanos += Duration.ofMillis(300).toNanos();

        assertThat(schedule.failed(null)).isFalse();
    }

    @Test
    void doesNotRetryAtAllWithATimeoutOfZero() {
        assertThat(schedule(Duration.ZERO).failed(null)).isFalse();
    }

    private RetrySchedule schedule(@Nullable Duration timeout) {
        RetryLimits limits =
                new RetryLimits(Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofMinutes(1), timeout);
        return new RetrySchedule(limits, () -> nowNanos, () -> random);
    }
}
