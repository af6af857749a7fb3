// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import io.millrace.connect.device.internal.Instants;
import io.millrace.records.ConfigChecks;

/** How a time is written. */
enum TimestampFormat implements ConfigChecks.Dashed {
    SECONDS,
    MILLIS,
    ISO;

    /** Returned for what is no time. */
    static final long INVALID = Instants.INVALID;

    private static final int MAX_DIGITS = 15;

    /** Milliseconds since 1970, or {@link #INVALID}. */
    long millis(String text) {
        if (this == ISO) {
            return Instants.parseMillis(text.toCharArray(), 0, text.length());
        }
        long number = digits(text);
        return number == INVALID || this == MILLIS ? number : number * 1_000;
    }

    /** In words. */
    String described() {
        return switch (this) {
            case SECONDS -> "seconds since 1970";
            case MILLIS -> "milliseconds since 1970";
            case ISO -> "a time such as 2026-03-01T12:00:00Z";
        };
    }

    private static long digits(String text) {
        if (text.isEmpty() || text.length() > MAX_DIGITS) {
            return INVALID;
        }
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return INVALID;
            }
            number = number * 10 + c - '0';
        }
        return number;
    }
}
