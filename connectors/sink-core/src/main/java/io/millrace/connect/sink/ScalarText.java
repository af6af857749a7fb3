// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import io.millrace.records.IsoWriter;
import io.millrace.records.Kind;
import io.millrace.records.TemporalReader;
import java.math.BigDecimal;
import java.time.Duration;

/** Dates, times and durations of any encoding as ISO-8601 text, and decimals, with every digit: for JSON, and for columns of text. */
public final class ScalarText {
    private static final int LONGEST_PLAIN = 1_000;

    private ScalarText() {}

    /** {@code kind} is the meaning of the values that {@code reader} reads. */
    public static String of(Kind kind, TemporalReader reader, Object value) {
        return switch (reader.special(value)) {
            case INFINITY -> "infinity";
            case MINUS_INFINITY -> "-infinity";
            case ZERO_DATE -> throw zeroDate();
            case NONE -> text(kind, reader.seconds(value), reader.nanos(value));
        };
    }

    private static String text(Kind kind, long seconds, int nanos) {
        return switch (kind) {
            case DURATION -> Duration.ofSeconds(seconds, nanos).toString();
            case ZONED_TIMESTAMP -> IsoWriter.write(Kind.INSTANT, seconds, nanos);
            default -> IsoWriter.write(kind, seconds, nanos);
        };
    }

    /** MySQL's dates without a month or day are no points in time. */
    public static Unfit zeroDate() {
        return new Unfit("a date with a month or day of 00", "Correct the value at the source.");
    }

    /** A decimal's digits, with an exponent only where it would become thousands of zeros. */
    public static String plain(BigDecimal decimal) {
        return Math.abs((long) decimal.scale()) < LONGEST_PLAIN ? decimal.toPlainString() : decimal.toString();
    }
}
