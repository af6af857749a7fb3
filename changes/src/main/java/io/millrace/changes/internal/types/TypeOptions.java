// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.types;

import static io.millrace.records.ConfigChecks.between;
import static io.millrace.records.ConfigChecks.described;
import static io.millrace.records.ConfigChecks.refusal;

import io.millrace.changes.internal.types.TypePolicy.Digits;
import io.millrace.changes.internal.types.TypePolicy.Misfit;
import io.millrace.changes.internal.types.TypePolicy.Temporal;
import io.millrace.records.ConfigChecks;
import io.millrace.records.OptionGroup;
import java.time.DateTimeException;
import java.time.ZoneId;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** The settings {@code types.*}: what becomes of values of each logical type. Left alone, they keep every value. */
public final class TypeOptions {
    public static final String DECIMAL = "types.decimal";
    public static final String DECIMAL_SCALE = "types.decimal.scale";
    public static final String DECIMAL_DIGITS = "types.decimal.digits";
    public static final String TEMPORAL = "types.temporal";
    public static final String TEMPORAL_ZONE = "types.temporal.zone";
    public static final String TEMPORAL_DIGITS = "types.temporal.digits";
    public static final String TEMPORAL_YEARS = "types.temporal.years";
    public static final String OUT_OF_RANGE = "types.out.of.range";
    public static final String INFINITY = "types.infinity";
    public static final String ZERO_DATE = "types.zero.date";
    public static final String INTERVAL = "types.interval";
    public static final String JSON = "types.json";
    public static final String TEXT = "types.text";
    public static final String ENUM = "types.enum";
    public static final String SET = "types.set";
    public static final String BITS = "types.bits";
    public static final String BINARY = "types.binary";
    public static final String UUID = "types.uuid";
    public static final String GEOMETRY = "types.geometry";
    public static final String VECTOR = "types.vector";
    public static final String MAP = "types.map";
    public static final String INT8 = "types.int8";

    private static final String GROUP = "Types";
    private static final int DEFAULT_SCALE = 18;
    private static final int MAX_SCALE = 1_000;

    private final OptionGroup group;

    private TypeOptions(OptionGroup group) {
        this.group = group;
    }

    public static ConfigDef define(ConfigDef def) {
        TypeOptions options = new TypeOptions(new OptionGroup(def, GROUP));
        options.numbers();
        options.temporals();
        options.misfits();
        options.texts();
        options.structures();
        return def;
    }

    private void numbers() {
        group.choice(
                DECIMAL,
                TypePolicy.Decimal.KEEP,
                "Decimals",
                "What decimals become. keep: as the connector's decimal.handling.mode wrote them. decimal: Connect's "
                        + "Decimal, exact; also of numeric without a scale, with types.decimal.scale. string: digits as "
                        + "text, exact. double: 64-bit floating point, which loses digits beyond about 15. Decimals that "
                        + "the connector wrote as text are told from other text by the column types that "
                        + "column.propagate.source.type or datatype.propagate.source.type adds; so is bigint unsigned "
                        + "that was written as a negative int64.");
        group.number(
                DECIMAL_SCALE,
                DEFAULT_SCALE,
                between(0, MAX_SCALE, DEFAULT_SCALE),
                "Scale of decimals without one",
                "Digits after the point that types.decimal=decimal gives to decimals whose column has no fixed scale "
                        + "(PostgreSQL numeric, Oracle NUMBER). More than 18 do not fit every target.");
        group.choice(
                DECIMAL_DIGITS,
                Digits.FAIL,
                "Too many decimal digits",
                "A decimal with more digits after the point than types.decimal.scale. fail: an error. round: to the nearest, "
                        + "a half away from zero. truncate: the digits are cut off. Both lose digits.");
        group.choice(
                INT8,
                TypePolicy.Int8.INT16,
                "8-bit integers",
                "What int8 becomes. int16: the same type for MySQL's TINYINT whichever Debezium wrote it, int16 up to 3.6 "
                        + "and int8 from 3.7. keep: int8.");
    }

    private void temporals() {
        group.choice(
                TEMPORAL,
                Temporal.KEEP,
                "Dates and times",
                "What dates, times and timestamps become, whatever the connector's time.precision.mode. keep: as they are. "
                        + "connect: Connect's Date, Time and Timestamp, to the millisecond, which do not tell local "
                        + "date-times from instants. micros: days, and microseconds; instants have the schema parameter "
                        + "zone=UTC. iso: ISO-8601 text with every digit. Times with an offset are text in UTC.");
        group.text(
                TEMPORAL_ZONE,
                "",
                described(TypeOptions::requireZone, "a time zone, or nothing"),
                "Zone of local date-times",
                "Zone in which local date-times (MySQL DATETIME, PostgreSQL timestamp) are to be understood, to make "
                        + "instants of them, for example Europe/Zurich. Empty leaves them local. A time that the clock "
                        + "skips in spring is moved forward by what it skips; of one that it shows twice in autumn "
                        + "the first is taken.");
        group.choice(
                TEMPORAL_DIGITS,
                Digits.FAIL,
                "Too many digits of a second",
                "Digits of a second that the target has no room for: microseconds with types.temporal=connect, nanoseconds "
                        + "with micros. fail: an error. truncate: they are cut off. round: to the nearest.");
        group.choice(
                TEMPORAL_YEARS,
                TypePolicy.Years.ALL,
                "Years in range",
                "Which years are in range. all: those that the target's numbers can count. common: 1 to 9999, which every "
                        + "warehouse takes.");
        group.choice(
                INTERVAL,
                TypePolicy.Interval.KEEP,
                "Intervals",
                "What intervals become. keep: as interval.handling.mode wrote them. iso: ISO-8601 text, each part with "
                        + "its own sign; of microseconds no months come back. micros: microseconds, a month counted as "
                        + "30.4375 days, as Debezium does.");
    }

    private void misfits() {
        group.choice(
                OUT_OF_RANGE,
                Misfit.FAIL,
                "Out of range",
                "A number, date, time or interval that the target cannot hold, such as a TIME of 25 hours with connect, "
                        + "or NaN and infinity in a decimal. fail: an error. clamp: the nearest that it can hold; NaN and "
                        + "infinity of a decimal have none and fail. null: null. string: the columns of such types "
                        + "become text, all of their values.");
        group.choice(
                INFINITY,
                Misfit.FAIL,
                "Infinity",
                "PostgreSQL's infinity and -infinity in dates and timestamps. fail: an error. clamp: the end of year 9999 "
                        + "and the beginning of year 1. null: null. string: dates and timestamps become text, all of "
                        + "their values. Does not apply with types.temporal=keep.");
        group.choice(
                ZERO_DATE,
                Misfit.FAIL,
                "Zero dates",
                "MySQL's dates with a month or day of 00, where the connector sends them: most versions send null, or "
                        + "1970-01-01 in a required column, in their place. fail: an error. clamp: the beginning of "
                        + "year 1. null: null. string: dates and timestamps become text, all of their values.");
    }

    private void texts() {
        group.choice(
                JSON,
                TypePolicy.Text.KEEP,
                "JSON",
                "What JSON text becomes. keep: text marked as JSON. string: plain text, as MariaDB's is anyway.");
        group.choice(
                TEXT,
                TypePolicy.Text.KEEP,
                "Other text types",
                "What XML, ltree and tsvector text becomes. keep: text with the type's name. string: plain text.");
        group.choice(
                ENUM,
                TypePolicy.Text.KEEP,
                "Enums",
                "What enums become. keep: text whose schema lists the allowed values, so that a new value is a new schema. "
                        + "string: plain text.");
        group.choice(
                SET,
                TypePolicy.Sets.KEEP,
                "Sets",
                "What MySQL's sets become. keep: text with commas whose schema lists the allowed values. string: plain "
                        + "text with commas. array: an array of text.");
        group.choice(
                UUID,
                TypePolicy.Uuid.KEEP,
                "UUIDs",
                "What UUIDs become. keep: text marked as UUID. string: plain text. bytes: 16 bytes.");
    }

    private void structures() {
        group.choice(
                BITS,
                TypePolicy.Bits.KEEP,
                "Bits",
                "What bit strings of more than one bit become. keep: bytes, the least significant first. bytes: the most "
                        + "significant first. int64: a number; with 64 bits or more, types.out.of.range applies. string: "
                        + "0 and 1, as many as the column declares.");
        group.choice(
                BINARY,
                TypePolicy.Binary.KEEP,
                "Bytes",
                "What bytes become. keep: bytes. base64, base64.url.safe, hex: text, the same as the connector's "
                        + "binary.handling.mode of that name writes. Text that the connector made cannot be told from "
                        + "other text and stays.");
        group.choice(
                GEOMETRY,
                TypePolicy.Geometry.KEEP,
                "Geometries",
                "What geometries become. keep: a struct. wkb: bytes, which do not hold the reference system. ewkb: bytes "
                        + "that do. wkt: text such as POINT (8.55 47.37). geojson: JSON text, coordinates as they are, "
                        + "without measures. PostgreSQL's circle and line have no such form and stay structs.");
        group.choice(
                VECTOR,
                TypePolicy.Vector.KEEP,
                "Vectors",
                "What vectors become. keep: an array with the type's name, sparse ones a struct. array: a plain array, "
                        + "sparse ones with their zeros. json: JSON text.");
        group.choice(
                MAP,
                TypePolicy.Maps.KEEP,
                "Maps",
                "What maps (hstore) become. keep: as hstore.handling.mode wrote them. json: JSON text. map: a map; of JSON "
                        + "text too where the connector's column types say that it is hstore.");
    }

    public static TypePolicy policy(AbstractConfig config) {
        Temporal temporal = of(config, TEMPORAL, Temporal.class);
        ZoneId zone = zone(config.getString(TEMPORAL_ZONE));
        if (zone != null && temporal == Temporal.KEEP) {
            throw new ConfigException(
                    TEMPORAL_ZONE,
                    config.getString(TEMPORAL_ZONE),
                    "expected nothing, since types.temporal=keep changes no date-time. Set types.temporal to connect, "
                            + "micros or iso.");
        }
        return new TypePolicy(
                of(config, DECIMAL, TypePolicy.Decimal.class),
                config.getInt(DECIMAL_SCALE),
                of(config, DECIMAL_DIGITS, Digits.class),
                temporal,
                zone,
                of(config, TEMPORAL_DIGITS, Digits.class),
                of(config, TEMPORAL_YEARS, TypePolicy.Years.class),
                of(config, OUT_OF_RANGE, Misfit.class),
                of(config, INFINITY, Misfit.class),
                of(config, ZERO_DATE, Misfit.class),
                others(config));
    }

    private static TypePolicy.Others others(AbstractConfig config) {
        return new TypePolicy.Others(
                of(config, JSON, TypePolicy.Text.class),
                of(config, TEXT, TypePolicy.Text.class),
                of(config, ENUM, TypePolicy.Text.class),
                of(config, SET, TypePolicy.Sets.class),
                of(config, BITS, TypePolicy.Bits.class),
                of(config, INTERVAL, TypePolicy.Interval.class),
                of(config, GEOMETRY, TypePolicy.Geometry.class),
                of(config, UUID, TypePolicy.Uuid.class),
                of(config, BINARY, TypePolicy.Binary.class),
                of(config, VECTOR, TypePolicy.Vector.class),
                of(config, MAP, TypePolicy.Maps.class),
                of(config, INT8, TypePolicy.Int8.class));
    }

    private static <E extends Enum<E>> E of(AbstractConfig config, String key, Class<E> type) {
        return ConfigChecks.choice(type, config.getString(key));
    }

    private static @Nullable ZoneId zone(String id) {
        return id.isBlank() ? null : ZoneId.of(id.trim());
    }

    private static void requireZone(String name, Object value) {
        try {
            zone((String) value);
        } catch (DateTimeException e) {
            throw refusal(name, value, "expected a time zone such as Europe/Zurich, UTC or +02:00", "none");
        }
    }
}
