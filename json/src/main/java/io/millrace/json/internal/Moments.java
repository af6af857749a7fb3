// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import io.millrace.records.Decode;
import java.time.DateTimeException;

/** Text that is a point in time: RFC 3339, as {@code 2026-03-01T12:00:00.123Z} or with an offset. */
final class Moments {
    /** No point in time has this many milliseconds. */
    static final long NONE = Long.MIN_VALUE;

    private static final int SHORTEST = "2026-03-01T12:00:00Z".length();

    private Moments() {}

    static boolean isMoment(Inference.Timestamps wanted, String text) {
        return switch (wanted) {
            case NONE -> false;
            case TIMESTAMP -> millis(text) != NONE;
            case ZONED_TIMESTAMP -> isZoned(text);
        };
    }

    /** Milliseconds since 1970, or {@link #NONE} if the text is no point in time or has digits below a millisecond. */
    static long millis(String text) {
        if (!looksZoned(text)) {
            return NONE;
        }
        try {
            long micros = Decode.zonedMicros(text);
            return micros % 1_000 == 0 ? micros / 1_000 : NONE;
        } catch (DateTimeException | ArithmeticException e) {
            return NONE;
        }
    }

    /** Whether the text is a point in time, however fine. */
    static boolean isZoned(String text) {
        if (!looksZoned(text)) {
            return false;
        }
        try {
            Decode.zonedMicros(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        } catch (ArithmeticException e) {
            return true; // digits below a microsecond
        }
    }

    private static boolean looksZoned(String text) {
        return text.length() >= SHORTEST
                && text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(10) == 'T'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':';
    }
}
