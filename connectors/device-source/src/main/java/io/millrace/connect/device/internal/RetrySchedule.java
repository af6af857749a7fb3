// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When to try again: told of failures and successes, it says when the next attempt is due. It never waits itself.
 *
 * <p>The longest pause doubles from {@code initial} to {@code max}; each pause is chosen at random up to it (full jitter), so
 * that many clients do not return together. A server's {@code Retry-After} is kept to, up to its own ceiling; from the second failure in a
 * row on it only ever lengthens the pause. Not thread-safe.
 */
public final class RetrySchedule {
    private final RetryLimits limits;
    private final LongSupplier nanoClock;
    private final DoubleSupplier random;
    private int failures;
    private long firstFailureNanos;
    private long dueNanos;

    /** @param random numbers from 0 to 1 */
    public RetrySchedule(RetryLimits limits, LongSupplier nanoClock, DoubleSupplier random) {
        this.limits = limits;
        this.nanoClock = nanoClock;
        this.random = random;
    }

    /** How long until the next attempt is due, in nanoseconds; 0 if it is due now. */
    public long nanosUntilDue() {
        return failures == 0 ? 0 : Math.max(0, dueNanos - nanoClock.getAsLong());
    }

    /** How many attempts have failed since the last success. */
    public int failures() {
        return failures;
    }

    /** The last attempt worked. */
    public void succeeded() {
        failures = 0;
    }

    /**
     * The last attempt failed.
     *
     * @param retryAfter what the server asked for, if it did
     * @return whether to try again when due; false once the timeout has passed
     */
    public boolean failed(@Nullable Duration retryAfter) {
        long now = nanoClock.getAsLong();
        if (failures++ == 0) {
            firstFailureNanos = now;
        }
        long pause = backoffNanos();
        Duration timeout = limits.timeout();
        if (timeout != null) {
            long left = timeout.toNanos() - (now - firstFailureNanos);
            if (left <= 0) {
                return false;
            }
            pause = Math.min(pause, left); // one last attempt at the deadline
        }
        dueNanos = now + (retryAfter == null ? pause : asked(retryAfter, pause));
        return true;
    }

    private long asked(Duration retryAfter, long pause) {
        Duration allowed = retryAfter.compareTo(limits.retryAfterMax()) > 0 ? limits.retryAfterMax() : retryAfter;
        return failures == 1 ? allowed.toNanos() : Math.max(allowed.toNanos(), pause);
    }

    private long backoffNanos() {
        long initial = limits.initial().toNanos();
        long max = limits.max().toNanos();
        int doublings = Math.min(failures - 1, 30);
        long full = initial > (max >> doublings) ? max : initial << doublings;
        return (long) (full * (1 - random.getAsDouble()));
    }
}
