// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Reads dates, times, timestamps and durations of every encoding (counts, ISO-8601 text, structs of year, month and so
 * on) as seconds and nanoseconds: the same numbers whatever the encoding, and no object on the way.
 *
 * <p>Dates are read as their midnight, local date-times as if they were UTC. Text and structs that are no date or time
 * are a {@link java.time.DateTimeException}, which does not hold the value. Thread-safe.
 */
public abstract class TemporalReader {
    /** What a value is if it is no point in time. */
    public enum Special {
        /** It is one. */
        NONE,
        /** PostgreSQL's {@code infinity}. */
        INFINITY,
        /** PostgreSQL's {@code -infinity}. */
        MINUS_INFINITY,
        /** MySQL's date with a month or day of 00. */
        ZERO_DATE
    }

    TemporalReader() {}

    /** How to read values of {@code schema}; null if it describes no date, time, timestamp or duration. */
    public static @Nullable TemporalReader of(Schema schema) {
        SemanticType type = SemanticType.trusted(schema);
        return switch (Kind.meaningOf(schema)) {
            case DATE, TIME, LOCAL_TIMESTAMP, INSTANT, ZONED_TIMESTAMP, ZONED_TIME ->
                switch (schema.type()) {
                    case STRING -> new TemporalText(type);
                    case STRUCT -> new TemporalStruct(schema);
                    default -> new TemporalCount(type);
                };
            case DURATION -> new TemporalCount(type);
            default -> null;
        };
    }

    /** Whether {@code value} is a point in time; where it is not, the other methods mean nothing. */
    public abstract Special special(Object value);

    /**
     * Whole seconds, rounded down: since the epoch, since midnight (MySQL's times may be negative or longer than a day),
     * or of a duration. Times with an offset are moved to UTC: timestamps in date and time, times within their day.
     */
    public abstract long seconds(Object value);

    /** What is left of a second: 0 to 999,999,999. */
    public abstract int nanos(Object value);
}
