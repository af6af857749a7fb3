// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How patiently a request is repeated.
 *
 * @param initial the pause after the first failure; doubled after each further one
 * @param max the longest pause of our own choosing
 * @param retryAfterMax the longest pause that a server may ask for
 * @param timeout how long after the first failure to give up; null for never
 */
public record RetryLimits(
        Duration initial,
        Duration max,
        Duration retryAfterMax,
        @Nullable Duration timeout) {
    public RetryLimits {
        if (initial.isNegative() || max.compareTo(initial) < 0 || retryAfterMax.isNegative()) {
            throw new IllegalArgumentException("Invalid retry limits: " + initial + ", " + max + ", " + retryAfterMax);
        }
    }
}
