// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.shape;

import io.millrace.connect.device.internal.Instants;
import io.millrace.records.ConfigChecks;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** How an API writes points in time. */
public enum InstantFormat implements ConfigChecks.Dashed {
    /** RFC 3339 text, or a number: of seconds, or of milliseconds where seconds would be beyond the year 5000. */
    AUTO("such as 2026-03-01T12:00:00.123Z or 1772366400") {
        @Override
        public long millis(String text) {
            long iso = ISO.millis(text);
            if (iso != Instants.INVALID) {
                return iso;
            }
            long millis = EPOCH_MS.millis(text);
            return millis != Instants.INVALID && Math.abs(millis) < LEAST_MILLIS ? EPOCH_S.millis(text) : millis;
        }
    },
    ISO("such as 2026-03-01T12:00:00.123Z") {
        @Override
        public long millis(String text) {
            return Instants.parseMillis(text.toCharArray(), 0, text.length());
        }
    },
    EPOCH_S("in seconds since 1970") {
        @Override
        public long millis(String text) {
            return scaled(text, 3);
        }
    },
    EPOCH_MS("in milliseconds since 1970") {
        @Override
        public long millis(String text) {
            return scaled(text, 0);
        }
    };

    private static final long LEAST_MILLIS = 100_000_000_000L;
    private static final int MAX_LENGTH = 40;

    private final String example;

    InstantFormat(String example) {
        this.example = example;
    }

    String example() {
        return example;
    }

    /** Milliseconds since 1970, what is finer cut off; {@link Instants#INVALID} if the text is no such time. */
    public abstract long millis(String text);

    private static long scaled(String text, int places) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return Instants.INVALID;
        }
        try {
            BigDecimal number = new BigDecimal(text);
            return Math.abs(number.scale()) > MAX_LENGTH
                    ? Instants.INVALID
                    : number.movePointRight(places)
                            .setScale(0, RoundingMode.FLOOR)
                            .longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            return Instants.INVALID;
        }
    }
}
