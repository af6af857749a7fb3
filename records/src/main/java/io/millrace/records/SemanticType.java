// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue of logical types: what a schema's name says about its values, for Connect's own and Debezium's types.
 *
 * <p>Types are recognised by schema name; no Debezium class is needed. A schema without a name, or with one that is not
 * listed, is {@link #PLAIN}. Sources: {@code org.apache.kafka.connect.data}, Debezium's {@code io.debezium.time} and
 * {@code io.debezium.data} packages.
 */
public enum SemanticType {
    /** No logical type: the Connect type says all. */
    PLAIN(""),
    /** {@link java.util.Date} at midnight UTC (int32 days when serialized). */
    CONNECT_DATE("org.apache.kafka.connect.data.Date"),
    /** {@link java.util.Date} on 1970-01-01 (int32 milliseconds when serialized). */
    CONNECT_TIME("org.apache.kafka.connect.data.Time"),
    /** {@link java.util.Date} (int64 milliseconds when serialized), an instant. */
    CONNECT_TIMESTAMP("org.apache.kafka.connect.data.Timestamp"),
    /** {@link java.math.BigDecimal} with the scale in the schema parameter {@code scale}. */
    CONNECT_DECIMAL("org.apache.kafka.connect.data.Decimal"),
    /** int32 days since the epoch. */
    DATE("io.debezium.time.Date"),
    /** int32 milliseconds past midnight. */
    TIME("io.debezium.time.Time"),
    /** int64 microseconds past midnight; MySQL allows negative values and more than a day. */
    MICRO_TIME("io.debezium.time.MicroTime"),
    /** int64 nanoseconds past midnight. */
    NANO_TIME("io.debezium.time.NanoTime"),
    /** int64 milliseconds of a local date-time, written as if it were UTC. */
    TIMESTAMP("io.debezium.time.Timestamp"),
    /** int64 microseconds of a local date-time, written as if it were UTC. */
    MICRO_TIMESTAMP("io.debezium.time.MicroTimestamp"),
    /** int64 nanoseconds of a local date-time, written as if it were UTC. */
    NANO_TIMESTAMP("io.debezium.time.NanoTimestamp"),
    /** ISO-8601 text with an offset, or {@code infinity}, {@code -infinity}. */
    ZONED_TIMESTAMP("io.debezium.time.ZonedTimestamp"),
    /** ISO-8601 time of day with an offset. */
    ZONED_TIME("io.debezium.time.ZonedTime"),
    ISO_DATE("io.debezium.time.IsoDate"),
    ISO_TIME("io.debezium.time.IsoTime"),
    ISO_TIMESTAMP("io.debezium.time.IsoTimestamp"),
    /** int32 calendar year. */
    YEAR("io.debezium.time.Year"),
    /** int64 microseconds; months were averaged by Debezium. */
    MICRO_DURATION("io.debezium.time.MicroDuration"),
    /** int64 nanoseconds; months were averaged by Debezium. */
    NANO_DURATION("io.debezium.time.NanoDuration"),
    /** ISO-8601 period text, {@code P1Y2M3DT4H5M6.7S}. */
    INTERVAL("io.debezium.time.Interval"),
    /** Struct {@code scale: int32, value: bytes} (two's complement, big-endian). */
    VARIABLE_SCALE_DECIMAL("io.debezium.data.VariableScaleDecimal"),
    /** Bytes, least significant byte first; parameter {@code length} is the number of bits. */
    BITS("io.debezium.data.Bits"),
    /** String, one of the parameter {@code allowed}. */
    ENUM("io.debezium.data.Enum"),
    /** Comma-separated string of values of the parameter {@code allowed}. */
    ENUM_SET("io.debezium.data.EnumSet"),
    JSON("io.debezium.data.Json"),
    XML("io.debezium.data.Xml"),
    UUID("io.debezium.data.Uuid"),
    LTREE("io.debezium.data.Ltree"),
    TSVECTOR("io.debezium.data.Tsvector"),
    DOUBLE_VECTOR("io.debezium.data.DoubleVector"),
    FLOAT_VECTOR("io.debezium.data.FloatVector"),
    SPARSE_DOUBLE_VECTOR("io.debezium.data.SparseDoubleVector"),
    /** Struct {@code wkb: bytes, srid: int32}. */
    GEOMETRY("io.debezium.data.geometry.Geometry"),
    GEOGRAPHY("io.debezium.data.geometry.Geography"),
    /** Struct {@code x, y: float64, wkb: bytes, srid: int32}. */
    POINT("io.debezium.data.geometry.Point");

    private static final Map<String, SemanticType> BY_NAME = new HashMap<>();

    static {
        for (SemanticType type : values()) {
            BY_NAME.put(type.schemaName, type);
        }
    }

    private final String schemaName;

    SemanticType(String schemaName) {
        this.schemaName = schemaName;
    }

    /** The logical type that {@code schema}'s name stands for. */
    public static SemanticType of(@Nullable Schema schema) {
        if (schema == null || schema.name() == null) {
            return PLAIN;
        }
        return BY_NAME.getOrDefault(schema.name(), PLAIN);
    }

    /** The schema name that marks this type; empty for {@link #PLAIN}. */
    public String schemaName() {
        return schemaName;
    }
}
