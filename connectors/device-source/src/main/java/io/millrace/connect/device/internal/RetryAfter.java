// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The {@code Retry-After} header (RFC 9110 section 10.2.3): seconds, or the date after which to come back. */
public final class RetryAfter {
    private static final int MAX_DIGITS = 12;

    private RetryAfter() {}

    /** How long to wait from {@code now} on; null if the header is absent or says nothing that can be understood. */
    public static @Nullable Duration parse(@Nullable String header, Instant now) {
        if (header == null) {
            return null;
        }
        String text = header.trim();
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Duration.ofSeconds(text.length() > MAX_DIGITS ? Integer.MAX_VALUE : Long.parseLong(text));
        }
        Instant at = HttpDate.parse(text);
        if (at == null) {
            return null;
        }
        return at.isBefore(now) ? Duration.ZERO : Duration.between(now, at);
    }
}
