// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

import org.apache.kafka.connect.data.Schema;

/**
 * What a value means once its logical type is taken into account: the thing a store chooses a column type for.
 *
 * <p>{@link Decode} turns a Connect value of a kind into numbers or text; how many units a temporal count has in a
 * second is the {@link SemanticType}'s to say.
 */
public enum Kind {
    BOOLEAN,
    INT8,
    INT16,
    INT32,
    INT64,
    FLOAT32,
    FLOAT64,
    TEXT,
    BYTES,
    /** A {@link java.math.BigDecimal}, or Debezium's struct of scale and unscaled value. */
    DECIMAL,
    /** Days since 1970-01-01. */
    DATE,
    /** Time of day; MySQL's {@code TIME} may be negative or longer than a day. */
    TIME,
    /** Time of day with an offset, ISO-8601 text. */
    ZONED_TIME,
    /** Date and time without a zone, counted as if it were UTC. */
    LOCAL_TIMESTAMP,
    /** A point in time, counted from the epoch. */
    INSTANT,
    /** A point in time as ISO-8601 text with an offset, or {@code infinity}, {@code -infinity}. */
    ZONED_TIMESTAMP,
    /** An exact length of time. */
    DURATION,
    /** A calendar period: months, days and a rest, ISO-8601 text. */
    PERIOD,
    JSON,
    UUID,
    /** Bits, least significant byte first. */
    BITS,
    ARRAY,
    MAP,
    STRUCT;

    /** The kind of the values that {@code schema} describes. */
    public static Kind of(Schema schema) {
        return SemanticType.of(schema).kindOf(schema);
    }

    /**
     * The kind whatever the encoding: {@link #DATE} also for date text (isostring) and for structs of year, month and
     * day (structured), where {@link #of} says {@link #TEXT} and {@link #STRUCT}.
     */
    public static Kind meaningOf(Schema schema) {
        return SemanticType.of(schema).meaningOf(schema);
    }

    static Kind plain(Schema.Type type) {
        return switch (type) {
            case BOOLEAN -> BOOLEAN;
            case INT8 -> INT8;
            case INT16 -> INT16;
            case INT32 -> INT32;
            case INT64 -> INT64;
            case FLOAT32 -> FLOAT32;
            case FLOAT64 -> FLOAT64;
            case STRING -> TEXT;
            case BYTES -> BYTES;
            case ARRAY -> ARRAY;
            case MAP -> MAP;
            case STRUCT -> STRUCT;
        };
    }
}
