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
    PLAIN("", null, null, 0),
    /** {@link java.util.Date} at midnight UTC (int32 days when serialized). */
    CONNECT_DATE("org.apache.kafka.connect.data.Date", Schema.Type.INT32, Kind.DATE, 0),
    /** {@link java.util.Date} on 1970-01-01 (int32 milliseconds when serialized). */
    CONNECT_TIME("org.apache.kafka.connect.data.Time", Schema.Type.INT32, Kind.TIME, 1_000),
    /** {@link java.util.Date} (int64 milliseconds when serialized), an instant. */
    CONNECT_TIMESTAMP("org.apache.kafka.connect.data.Timestamp", Schema.Type.INT64, Kind.INSTANT, 1_000),
    /** {@link java.math.BigDecimal} with the scale in the schema parameter {@code scale}. */
    CONNECT_DECIMAL("org.apache.kafka.connect.data.Decimal", Schema.Type.BYTES, Kind.DECIMAL, 0),
    /** int32 days since the epoch. */
    DATE("io.debezium.time.Date", Schema.Type.INT32, Kind.DATE, 0),
    /** int32 milliseconds past midnight. */
    TIME("io.debezium.time.Time", Schema.Type.INT32, Kind.TIME, 1_000),
    /** int64 microseconds past midnight; MySQL allows negative values and more than a day. */
    MICRO_TIME("io.debezium.time.MicroTime", Schema.Type.INT64, Kind.TIME, 1_000_000),
    /** int64 nanoseconds past midnight. */
    NANO_TIME("io.debezium.time.NanoTime", Schema.Type.INT64, Kind.TIME, 1_000_000_000),
    /** int64 milliseconds of a local date-time, written as if it were UTC. */
    TIMESTAMP("io.debezium.time.Timestamp", Schema.Type.INT64, Kind.LOCAL_TIMESTAMP, 1_000),
    /** int64 microseconds of a local date-time, written as if it were UTC; an instant if it has {@link #ZONE}=UTC. */
    MICRO_TIMESTAMP("io.debezium.time.MicroTimestamp", Schema.Type.INT64, Kind.LOCAL_TIMESTAMP, 1_000_000),
    /** int64 nanoseconds of a local date-time, written as if it were UTC. */
    NANO_TIMESTAMP("io.debezium.time.NanoTimestamp", Schema.Type.INT64, Kind.LOCAL_TIMESTAMP, 1_000_000_000),
    /** ISO-8601 text with an offset, or {@code infinity}, {@code -infinity}. */
    ZONED_TIMESTAMP("io.debezium.time.ZonedTimestamp", Schema.Type.STRING, Kind.ZONED_TIMESTAMP, 0),
    /** ISO-8601 time of day with an offset. */
    ZONED_TIME("io.debezium.time.ZonedTime", Schema.Type.STRING, Kind.ZONED_TIME, 0),
    /** ISO-8601 date text, {@code 2024-02-29}; Debezium adds a {@code Z} that means nothing. */
    ISO_DATE("io.debezium.time.IsoDate", Schema.Type.STRING, Kind.TEXT, Kind.DATE),
    /** ISO-8601 time of day; Debezium adds a {@code Z} that means nothing. */
    ISO_TIME("io.debezium.time.IsoTime", Schema.Type.STRING, Kind.TEXT, Kind.TIME),
    /** ISO-8601 text of a local date-time; Debezium adds a {@code Z} that means nothing. */
    ISO_TIMESTAMP("io.debezium.time.IsoTimestamp", Schema.Type.STRING, Kind.TEXT, Kind.LOCAL_TIMESTAMP),
    /** Struct {@code year, month, day, specialValue}. Structured types come with Debezium 3.7. */
    STRUCTURED_DATE("io.debezium.time.StructuredDate", Schema.Type.STRUCT, Kind.STRUCT, Kind.DATE),
    /** Struct {@code hour, minute, second, nanos, precision}. */
    STRUCTURED_TIME("io.debezium.time.StructuredTime", Schema.Type.STRUCT, Kind.STRUCT, Kind.TIME),
    /** Struct of date and time: a local date-time. */
    STRUCTURED_TIMESTAMP("io.debezium.time.StructuredTimestamp", Schema.Type.STRUCT, Kind.STRUCT, Kind.LOCAL_TIMESTAMP),
    /** Struct of time and {@code offsetSeconds}. */
    STRUCTURED_ZONED_TIME("io.debezium.time.StructuredZonedTime", Schema.Type.STRUCT, Kind.STRUCT, Kind.ZONED_TIME),
    /** Struct of date, time, {@code offsetSeconds} and {@code zoneId}. */
    STRUCTURED_ZONED_TIMESTAMP(
            "io.debezium.time.StructuredZonedTimestamp", Schema.Type.STRUCT, Kind.STRUCT, Kind.ZONED_TIMESTAMP),
    /** Struct {@code years, months, days, hours, minutes, seconds, nanos}, each with its own sign. */
    STRUCTURED_DURATION("io.debezium.time.StructuredDuration", Schema.Type.STRUCT, Kind.STRUCT, Kind.PERIOD),
    /** int32 calendar year. */
    YEAR("io.debezium.time.Year", Schema.Type.INT32, Kind.INT32, 0),
    /** int64 microseconds; months were averaged by Debezium. */
    MICRO_DURATION("io.debezium.time.MicroDuration", Schema.Type.INT64, Kind.DURATION, 1_000_000),
    /** int64 nanoseconds; months were averaged by Debezium. */
    NANO_DURATION("io.debezium.time.NanoDuration", Schema.Type.INT64, Kind.DURATION, 1_000_000_000),
    /** ISO-8601 period text, {@code P1Y2M3DT4H5M6.7S}. */
    INTERVAL("io.debezium.time.Interval", Schema.Type.STRING, Kind.PERIOD, 0),
    /** Struct {@code scale: int32, value: bytes} (two's complement, big-endian). */
    VARIABLE_SCALE_DECIMAL("io.debezium.data.VariableScaleDecimal", Schema.Type.STRUCT, Kind.DECIMAL, 0),
    /** Bytes, least significant byte first; parameter {@code length} is the number of bits. */
    BITS("io.debezium.data.Bits", Schema.Type.BYTES, Kind.BITS, 0),
    /** String, one of the parameter {@code allowed}. */
    ENUM("io.debezium.data.Enum", Schema.Type.STRING, Kind.TEXT, 0),
    /** Comma-separated string of values of the parameter {@code allowed}. */
    ENUM_SET("io.debezium.data.EnumSet", Schema.Type.STRING, Kind.TEXT, 0),
    JSON("io.debezium.data.Json", Schema.Type.STRING, Kind.JSON, 0),
    XML("io.debezium.data.Xml", Schema.Type.STRING, Kind.TEXT, 0),
    UUID("io.debezium.data.Uuid", Schema.Type.STRING, Kind.UUID, 0),
    LTREE("io.debezium.data.Ltree", Schema.Type.STRING, Kind.TEXT, 0),
    TSVECTOR("io.debezium.data.Tsvector", Schema.Type.STRING, Kind.TEXT, 0),
    DOUBLE_VECTOR("io.debezium.data.DoubleVector", Schema.Type.ARRAY, Kind.ARRAY, 0),
    FLOAT_VECTOR("io.debezium.data.FloatVector", Schema.Type.ARRAY, Kind.ARRAY, 0),
    /** Struct {@code dimensions: int16, vector: map of int16 to float64}. */
    SPARSE_DOUBLE_VECTOR("io.debezium.data.SparseDoubleVector", Schema.Type.STRUCT, Kind.STRUCT, 0),
    /** Struct {@code wkb: bytes, srid: int32}, since Debezium 3.7 also {@code extensions}, a map of strings. */
    GEOMETRY("io.debezium.data.geometry.Geometry", Schema.Type.STRUCT, Kind.STRUCT, 0),
    GEOGRAPHY("io.debezium.data.geometry.Geography", Schema.Type.STRUCT, Kind.STRUCT, 0),
    /** Struct {@code x, y: float64, wkb: bytes, srid: int32}. */
    POINT("io.debezium.data.geometry.Point", Schema.Type.STRUCT, Kind.STRUCT, 0),
    /** Struct {@code center} (a {@link #POINT}) and {@code radius: float64}. */
    CIRCLE("io.debezium.data.geometry.Circle", Schema.Type.STRUCT, Kind.STRUCT, 0),
    /** Struct {@code a, b, c: float64} of the line {@code ax + by + c = 0}. */
    LINE("io.debezium.data.geometry.Line", Schema.Type.STRUCT, Kind.STRUCT, 0);

    /** Schema parameter that makes an instant of a count that is otherwise a local date-time. */
    public static final String ZONE = "zone";

    /** The only value of {@link #ZONE}. */
    public static final String UTC = "UTC";

    private static final long MILLIS_PER_DAY = 86_400_000L;
    private static final Map<String, SemanticType> BY_NAME = new HashMap<>();

    static {
        for (SemanticType type : values()) {
            BY_NAME.put(type.schemaName, type);
        }
    }

    private final String schemaName;
    private final Schema.@Nullable Type physical;
    private final @Nullable Kind kind;
    private final @Nullable Kind meaning;
    private final long unitsPerSecond;

    SemanticType(String schemaName, Schema.@Nullable Type physical, @Nullable Kind kind, long unitsPerSecond) {
        this.schemaName = schemaName;
        this.physical = physical;
        this.kind = kind;
        this.meaning = kind;
        this.unitsPerSecond = unitsPerSecond;
    }

    SemanticType(String schemaName, Schema.Type physical, Kind kind, Kind meaning) {
        this.schemaName = schemaName;
        this.physical = physical;
        this.kind = kind;
        this.meaning = meaning;
        this.unitsPerSecond = 0;
    }

    /** The logical type that {@code schema}'s name stands for. */
    public static SemanticType of(@Nullable Schema schema) {
        if (schema == null || schema.name() == null) {
            return PLAIN;
        }
        return BY_NAME.getOrDefault(schema.name(), PLAIN);
    }

    /** The logical type of {@code schema} if its values have the Connect type that belongs to it; else PLAIN. */
    public static SemanticType trusted(Schema schema) {
        SemanticType type = of(schema);
        return type.physical == schema.type() ? type : PLAIN;
    }

    /** The schema name that marks this type; empty for {@link #PLAIN}. */
    public String schemaName() {
        return schemaName;
    }

    /** What values of {@code schema}, which has this type, mean. A name on an unexpected Connect type means nothing. */
    Kind kindOf(Schema schema) {
        return checked(kind, schema);
    }

    /** The same, but texts and structs that stand for a date, a time or a period are that too. */
    Kind meaningOf(Schema schema) {
        return checked(meaning, schema);
    }

    private Kind checked(@Nullable Kind own, Schema schema) {
        if (own == null || schema.type() != physical) {
            return Kind.plain(schema.type());
        }
        return own == Kind.LOCAL_TIMESTAMP && isUtc(schema) ? Kind.INSTANT : own;
    }

    private static boolean isUtc(Schema schema) {
        return schema.parameters() != null && UTC.equals(schema.parameters().get(ZONE));
    }

    /** How many units of {@link #count} make a second: 1,000 for milliseconds; 0 where values are no such count. */
    public long unitsPerSecond() {
        return unitsPerSecond;
    }

    /** A date, time, timestamp or duration as the number it stands for: days for dates, else units of a second. */
    @SuppressWarnings("JavaUtilDate") // what Connect's own logical types hand out
    public long count(Object value) {
        if (value instanceof java.util.Date date) {
            return this == CONNECT_DATE ? Math.floorDiv(date.getTime(), MILLIS_PER_DAY) : date.getTime();
        }
        return ((Number) value).longValue();
    }
}
