// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.records.IsoWriter;
import io.millrace.records.Kind;
import io.millrace.records.TemporalReader;
import java.time.Duration;

/** Dates, times and durations of any encoding as ISO-8601 text with every digit: for JSON, and for text columns. */
final class TemporalText {
    private TemporalText() {}

    /** {@code kind} is the meaning of the values that {@code reader} reads. */
    static String of(Kind kind, TemporalReader reader, Object value) {
        return switch (reader.special(value)) {
            case INFINITY -> "infinity";
            case MINUS_INFINITY -> "-infinity";
            case ZERO_DATE -> throw TimeEncoders.zeroDate();
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
}
