// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every type: written through COPY, read back as SQL text. */
class TypesIT {
    private Sandbox sandbox;

    @BeforeEach
    void open() throws SQLException {
        sandbox = new Sandbox();
    }

    @AfterEach
    void close() throws SQLException {
        sandbox.close();
    }

    private static Schema named(SchemaBuilder builder, String name) {
        return builder.name(name).optional().build();
    }

    private static Arguments type(Schema schema, Object value, String column, String text) {
        return Arguments.of(schema, value, column, text);
    }

    private static java.util.Date instant(String text) {
        return java.util.Date.from(Instant.parse(text));
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static Arguments debezium(SchemaBuilder builder, String name, Object value, String column, String text) {
        return type(named(builder, "io.debezium." + name), value, column, text);
    }

    private static Schema decimal(int scale) {
        return Decimal.builder(scale).optional().build();
    }

    static Stream<Arguments> types() {
        return Stream.of(plain(), decimals(), connectTimes(), debeziumTimes(), semantic(), nested())
                .flatMap(each -> each);
    }

    private static Stream<Arguments> plain() {
        return Stream.of(
                type(Schema.OPTIONAL_BOOLEAN_SCHEMA, true, "boolean", "true"),
                type(Schema.OPTIONAL_INT8_SCHEMA, (byte) -128, "smallint", "-128"),
                type(Schema.OPTIONAL_INT16_SCHEMA, Short.MAX_VALUE, "smallint", "32767"),
                type(Schema.OPTIONAL_INT32_SCHEMA, Integer.MIN_VALUE, "integer", "-2147483648"),
                type(Schema.OPTIONAL_INT64_SCHEMA, Long.MIN_VALUE, "bigint", "-9223372036854775808"),
                type(Schema.OPTIONAL_FLOAT32_SCHEMA, 1.5e-3f, "real", "0.0015"),
                type(Schema.OPTIONAL_FLOAT32_SCHEMA, Float.NaN, "real", "NaN"),
                type(Schema.OPTIONAL_FLOAT64_SCHEMA, 0.1 + 0.2, "double precision", "0.30000000000000004"),
                type(Schema.OPTIONAL_FLOAT64_SCHEMA, Double.NEGATIVE_INFINITY, "double precision", "-Infinity"),
                type(Schema.OPTIONAL_STRING_SCHEMA, "", "text", ""),
                type(Schema.OPTIONAL_STRING_SCHEMA, "naïve ☃ 🌊 \n'\"\\", "text", "naïve ☃ 🌊 \n'\"\\"),
                type(Schema.OPTIONAL_BYTES_SCHEMA, bytes(0, 1, 255), "bytea", "\\x0001ff"),
                type(Schema.OPTIONAL_BYTES_SCHEMA, ByteBuffer.wrap(bytes(7, 8)), "bytea", "\\x0708"));
    }

    private static Stream<Arguments> decimals() {
        Stream<Arguments> texts = Stream.of(
                        "0",
                        "0.00",
                        "1",
                        "-1",
                        "9999",
                        "10000",
                        "-10000.0001",
                        "12345.678",
                        "0.00000001",
                        "123456789012.3456",
                        "99999999999999.9999",
                        "-0.5",
                        "123456789012345678901234567890.123456789",
                        "0.0000000000000000000000000001",
                        "1000000000000000000000000000000",
                        "999999999999999999",
                        "9223372036854775807.5")
                .map(text -> type(decimal(new BigDecimal(text).scale()), new BigDecimal(text), "numeric", text));
        SchemaBuilder variable =
                SchemaBuilder.struct().field("scale", Schema.INT32_SCHEMA).field("value", Schema.BYTES_SCHEMA);
        Schema schema = named(variable, "io.debezium.data.VariableScaleDecimal");
        return Stream.concat(
                texts,
                Stream.of(
                        type(decimal(-3), new BigDecimal("12e3"), "numeric", "12000"),
                        type(
                                schema,
                                new Struct(schema).put("scale", 2).put("value", bytes(0x04, 0xD2)),
                                "numeric",
                                "12.34"),
                        type(
                                schema,
                                new Struct(schema).put("scale", -2).put("value", bytes(0xFB)),
                                "numeric",
                                "-500")));
    }

    private static Stream<Arguments> connectTimes() {
        Schema timestamp = Timestamp.builder().optional().build();
        return Stream.of(
                type(Date.builder().optional().build(), instant("2026-02-03T00:00:00Z"), "date", "2026-02-03"),
                type(Date.builder().optional().build(), instant("1969-12-31T00:00:00Z"), "date", "1969-12-31"),
                type(
                        Time.builder().optional().build(),
                        instant("1970-01-01T23:59:59.999Z"),
                        "time without time zone",
                        "23:59:59.999"),
                type(
                        timestamp,
                        instant("2026-02-03T04:05:06.789Z"),
                        "timestamp with time zone",
                        "2026-02-03 04:05:06.789+00"),
                type(
                        timestamp,
                        instant("1900-01-01T00:00:00.001Z"),
                        "timestamp with time zone",
                        "1900-01-01 00:00:00.001+00"));
    }

    private static Stream<Arguments> debeziumTimes() {
        String local = "timestamp without time zone";
        String zoned = "timestamp with time zone";
        String time = "time without time zone";
        return Stream.of(
                debezium(SchemaBuilder.int32(), "time.Date", 20487, "date", "2026-02-03"),
                debezium(SchemaBuilder.int32(), "time.Time", 1_001, time, "00:00:01.001"),
                debezium(SchemaBuilder.int64(), "time.MicroTime", 86_399_999_999L, time, "23:59:59.999999"),
                debezium(SchemaBuilder.int64(), "time.NanoTime", 1_000L, time, "00:00:00.000001"),
                debezium(SchemaBuilder.int64(), "time.Timestamp", -1L, local, "1969-12-31 23:59:59.999"),
                debezium(SchemaBuilder.int64(), "time.MicroTimestamp", 1L, local, "1970-01-01 00:00:00.000001"),
                debezium(
                        SchemaBuilder.int64(),
                        "time.NanoTimestamp",
                        1_000_001_000L,
                        local,
                        "1970-01-01 00:00:01.000001"),
                debezium(
                        SchemaBuilder.string(),
                        "time.ZonedTimestamp",
                        "2026-02-03T04:05:06.7+02:00",
                        zoned,
                        "2026-02-03 02:05:06.7+00"),
                debezium(
                        SchemaBuilder.string(),
                        "time.ZonedTimestamp",
                        "2024-02-29T23:59:59.123456Z",
                        zoned,
                        "2024-02-29 23:59:59.123456+00"),
                debezium(
                        SchemaBuilder.string(),
                        "time.ZonedTimestamp",
                        "2026-12-31T00:00:00Z",
                        zoned,
                        "2026-12-31 00:00:00+00"),
                debezium(SchemaBuilder.string(), "time.ZonedTimestamp", "infinity", zoned, "infinity"),
                debezium(SchemaBuilder.string(), "time.ZonedTimestamp", "-infinity", zoned, "-infinity"),
                debezium(
                        SchemaBuilder.string(),
                        "time.ZonedTime",
                        "10:11:12.5+02:00",
                        "time with time zone",
                        "10:11:12.5+02"),
                debezium(SchemaBuilder.string(), "time.IsoDate", "2026-02-03Z", "text", "2026-02-03Z"),
                debezium(SchemaBuilder.int32(), "time.Year", 1901, "integer", "1901"),
                debezium(SchemaBuilder.int64(), "time.MicroDuration", 3_600_000_001L, "interval", "01:00:00.000001"),
                debezium(SchemaBuilder.int64(), "time.NanoDuration", -1_000L, "interval", "-00:00:00.000001"),
                debezium(
                        SchemaBuilder.string(),
                        "time.Interval",
                        "P1Y2M3DT4H5M6.7S",
                        "interval",
                        "1 year 2 mons 3 days 04:05:06.7"),
                debezium(
                        SchemaBuilder.string(),
                        "time.Interval",
                        "P0Y-1M0DT0H0M-0.5S",
                        "interval",
                        "-1 mons -00:00:00.5"));
    }

    private static Stream<Arguments> semantic() {
        SchemaBuilder point =
                SchemaBuilder.struct().field("wkb", Schema.BYTES_SCHEMA).field("srid", Schema.OPTIONAL_INT32_SCHEMA);
        Schema geometry = named(point, "io.debezium.data.geometry.Geometry");
        return Stream.of(
                debezium(
                        SchemaBuilder.string(),
                        "data.Json",
                        "{\"b\": 1, \"a\": [null]}",
                        "jsonb",
                        "{\"a\": [null], \"b\": 1}"),
                debezium(
                        SchemaBuilder.string(),
                        "data.Uuid",
                        "00112233-4455-6677-8899-aabbccddeeff",
                        "uuid",
                        "00112233-4455-6677-8899-aabbccddeeff"),
                debezium(SchemaBuilder.string(), "data.Xml", "<a/>", "text", "<a/>"),
                debezium(SchemaBuilder.string().parameter("allowed", "x,y"), "data.Enum", "x", "text", "x"),
                debezium(SchemaBuilder.string().parameter("allowed", "x,y"), "data.EnumSet", "x,y", "text", "x,y"),
                debezium(
                        SchemaBuilder.bytes().parameter("length", "10"),
                        "data.Bits",
                        bytes(0b0000_0101, 0b10),
                        "bit varying",
                        "1000000101"),
                debezium(
                        SchemaBuilder.bytes().parameter("length", "3"),
                        "data.Bits",
                        bytes(0b110),
                        "bit varying",
                        "110"),
                type(
                        geometry,
                        new Struct(geometry).put("wkb", bytes(1, 2, 3)).put("srid", 4326),
                        "jsonb",
                        "{\"wkb\": \"AQID\", \"srid\": 4326}"));
    }

    private static Stream<Arguments> nested() {
        Schema strings =
                SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).optional().build();
        Schema timestamps =
                SchemaBuilder.array(Timestamp.builder().build()).optional().build();
        Schema map = SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA)
                .optional()
                .build();
        Schema struct = SchemaBuilder.struct()
                .field("s", Schema.OPTIONAL_STRING_SCHEMA)
                .field("d", Decimal.schema(2))
                .field("t", Timestamp.SCHEMA)
                .field("f", Schema.FLOAT64_SCHEMA)
                .optional()
                .build();
        Struct value = new Struct(struct)
                .put("s", "a\"\\\n☃")
                .put("d", new BigDecimal("1.50"))
                .put("t", instant("2026-02-03T04:05:06Z"))
                .put("f", Double.NaN);
        return Stream.of(
                type(strings, Arrays.asList("a", null, "c,\"d"), "text[]", "{a,NULL,\"c,\\\"d\"}"),
                type(strings, List.of(), "text[]", "{}"),
                type(
                        SchemaBuilder.array(decimal(1)).optional().build(),
                        List.of(new BigDecimal("1.5")),
                        "numeric[]",
                        "{1.5}"),
                type(
                        timestamps,
                        List.of(instant("2026-02-03T04:05:06Z")),
                        "timestamp with time zone[]",
                        "{\"2026-02-03 04:05:06+00\"}"),
                type(map, Map.of("k", 7), "jsonb", "{\"k\": 7}"),
                type(map, Map.of(), "jsonb", "{}"),
                type(
                        struct,
                        value,
                        "jsonb",
                        "{\"d\": 1.50, \"f\": \"NaN\", \"s\": \"a\\\"\\\\\\n☃\", \"t\": \"2026-02-03T04:05:06Z\"}"),
                type(
                        SchemaBuilder.array(struct).optional().build(),
                        Arrays.asList(value, null),
                        "jsonb",
                        "[{\"d\": 1.50, \"f\": \"NaN\", \"s\": \"a\\\"\\\\\\n☃\", \"t\": \"2026-02-03T04:05:06Z\"}, null]"),
                type(
                        SchemaBuilder.array(
                                        SchemaBuilder.array(Schema.INT32_SCHEMA).build())
                                .optional()
                                .build(),
                        List.of(List.of(1, 2), List.of()),
                        "jsonb",
                        "[[1, 2], []]"));
    }

    @ParameterizedTest
    @MethodSource("types")
    void comesBackFromSql(Schema schema, Object value, String column, String text) throws SQLException {
        Schema row = SchemaBuilder.struct().field("v", schema).build();

        write(row, new Struct(row).put("v", value), new Struct(row));

        assertThat(sandbox.reported).isEmpty();
        assertThat(sandbox.query("SELECT format_type(atttypid, atttypmod) FROM pg_attribute"
                        + " WHERE attrelid = '$.t'::regclass AND attname = 'v'"))
                .containsExactly(column);
        assertThat(sandbox.query("SELECT v::text FROM $.t ORDER BY id")).containsExactly(text, "~");
    }

    private void write(Schema row, Struct... values) {
        PostgresSinkTask task = sandbox.task("t", sandbox.config());
        long offset = 0;
        for (Struct value : values) {
            task.put(List.of(Sandbox.record("t", offset, Sandbox.key(offset), value)));
            offset++;
        }
        task.stop();
    }

    static Stream<Arguments> misfits() {
        String atV = " at t-0@0 value.v. ";
        return Stream.of(
                Arguments.of(
                        Schema.STRING_SCHEMA,
                        "text",
                        "a\0b",
                        "text with a NUL character" + atV + "PostgreSQL cannot store U+0000: remove it at the source."),
                Arguments.of(
                        Schema.STRING_SCHEMA,
                        "text",
                        "a\ud800",
                        "text with an unpaired surrogate" + atV + "It is no valid Unicode: correct it at the source."),
                Arguments.of(
                        Schema.INT64_SCHEMA,
                        "integer",
                        1L << 31,
                        "a number beyond the column's range" + atV + "Alter the column to a wider type."),
                Arguments.of(
                        Schema.INT64_SCHEMA,
                        "double precision",
                        (1L << 53) + 1,
                        "a number that the column would round" + atV + "Use a numeric or bigint column."),
                Arguments.of(
                        Schema.INT64_SCHEMA,
                        "double precision",
                        Long.MAX_VALUE,
                        "a number that the column would round" + atV + "Use a numeric or bigint column."),
                Arguments.of(
                        Decimal.schema(3),
                        "numeric(10,2)",
                        new BigDecimal("1.005"),
                        "a decimal with more than the column's 2 digits after the point" + atV
                                + "Alter the column to numeric without a scale."),
                Arguments.of(
                        debeziumSchema(SchemaBuilder.int64(), "time.MicroTime"),
                        "time",
                        -1L,
                        "a time that is negative or longer than a day" + atV
                                + "Alter the column to interval to keep such values."),
                Arguments.of(
                        debeziumSchema(SchemaBuilder.int64(), "time.NanoTimestamp"),
                        "timestamp",
                        1L,
                        "digits below a microsecond" + atV + "Use a text column."),
                Arguments.of(
                        debeziumSchema(SchemaBuilder.int64(), "time.MicroTimestamp"),
                        "timestamp(3)",
                        1L,
                        "more digits of a second than the column keeps" + atV
                                + "Alter the column to its full precision."),
                Arguments.of(
                        debeziumSchema(SchemaBuilder.int64(), "time.Timestamp"),
                        "timestamp",
                        Long.MIN_VALUE / 1000,
                        "a timestamp beyond PostgreSQL's range (4713 BC to 294276)" + atV
                                + "Alter the column to text to keep such values."),
                Arguments.of(
                        debeziumSchema(SchemaBuilder.int32(), "time.Date"),
                        "date",
                        Integer.MAX_VALUE,
                        "a date beyond PostgreSQL's range (4713 BC to 5874897)" + atV
                                + "Alter the column to text to keep such values."),
                Arguments.of(
                        debeziumSchema(SchemaBuilder.string(), "time.ZonedTimestamp"),
                        "timestamptz",
                        "yesterday",
                        "text of 9 characters that is no ISO-8601 timestamp" + atV + "Use a text column."),
                Arguments.of(
                        debeziumSchema(SchemaBuilder.string(), "data.Uuid"),
                        "uuid",
                        "1-2-3-4-5",
                        "text of 9 characters that is no UUID" + atV + "Correct the value, or use a text column."));
    }

    private static Schema debeziumSchema(SchemaBuilder builder, String name) {
        return builder.name("io.debezium." + name).build();
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void refusesWhatTheColumnCannotHold(Schema schema, String column, Object value, String found) throws SQLException {
        sandbox.execute("CREATE TABLE $.t (id bigint PRIMARY KEY, v " + column + ")");
        Schema row = SchemaBuilder.struct().field("v", schema).build();

        write(row, new Struct(row).put("v", value));

        assertThat(sandbox.reported).containsExactly("Cannot write column " + sandbox.schema + ".t.v: " + found);
        assertThat(sandbox.query("SELECT * FROM $.t")).isEmpty();
    }

    static Stream<Arguments> existing() {
        return Stream.of(
                Arguments.of(Schema.INT16_SCHEMA, "numeric(10,2)", (short) 7, "7.00"),
                Arguments.of(Schema.INT32_SCHEMA, "bigint", 7, "7"),
                Arguments.of(Schema.INT64_SCHEMA, "double precision", 1L << 53, "9.007199254740992e+15"),
                Arguments.of(Schema.INT64_SCHEMA, "double precision", Long.MIN_VALUE, "-9.223372036854776e+18"),
                Arguments.of(Schema.FLOAT32_SCHEMA, "double precision", 1.5f, "1.5"),
                Arguments.of(Schema.STRING_SCHEMA, "character varying(10)", "abc", "abc"),
                Arguments.of(
                        Schema.STRING_SCHEMA,
                        "uuid",
                        "00112233-4455-6677-8899-aabbccddeeff",
                        "00112233-4455-6677-8899-aabbccddeeff"),
                Arguments.of(Schema.STRING_SCHEMA, "json", "{\"b\": 1,  \"a\":2}", "{\"b\": 1,  \"a\":2}"),
                Arguments.of(
                        debeziumSchema(SchemaBuilder.int64(), "time.MicroTime"),
                        "interval",
                        -3_600_000_000L,
                        "-01:00:00"),
                Arguments.of(
                        debeziumSchema(SchemaBuilder.int64(), "time.NanoTimestamp"),
                        "text",
                        1L,
                        "1970-01-01T00:00:00.000000001"),
                Arguments.of(debeziumSchema(SchemaBuilder.int64(), "time.MicroTime"), "text", -1L, "PT-0.000001S"),
                Arguments.of(
                        Timestamp.SCHEMA,
                        "timestamptz(3)",
                        instant("2026-02-03T04:05:06.789Z"),
                        "2026-02-03 04:05:06.789+00"),
                Arguments.of(Decimal.schema(2), "numeric(10,2)", new BigDecimal("1.50"), "1.50"),
                Arguments.of(Decimal.schema(3), "numeric(10,2)", new BigDecimal("1.500"), "1.50"),
                Arguments.of(SchemaBuilder.array(Schema.INT16_SCHEMA).build(), "bigint[]", List.of((short) 1), "{1}"));
    }

    @ParameterizedTest
    @MethodSource("existing")
    void fitsColumnsThatAreThereAlready(Schema schema, String column, Object value, String text) throws SQLException {
        sandbox.execute("CREATE TABLE $.t (id bigint PRIMARY KEY, v " + column + ")");
        Schema row = SchemaBuilder.struct().field("v", schema).build();

        write(row, new Struct(row).put("v", value));

        assertThat(sandbox.reported).isEmpty();
        assertThat(sandbox.query("SELECT v::text FROM $.t")).containsExactly(text);
    }

    @Test
    void fitsEnumsAndDomains() throws SQLException {
        sandbox.execute("CREATE TYPE $.mood AS ENUM ('sad', 'ok'); CREATE DOMAIN $.age AS integer CHECK (value >= 0);"
                + " CREATE TABLE $.t (id bigint PRIMARY KEY, m $.mood, a $.age)");
        Schema row = SchemaBuilder.struct()
                .field("m", Schema.STRING_SCHEMA)
                .field("a", Schema.INT32_SCHEMA)
                .build();

        write(
                row,
                new Struct(row).put("m", "ok").put("a", 3),
                new Struct(row).put("m", "ok").put("a", -3));

        assertThat(sandbox.query("SELECT m, a FROM $.t")).containsExactly("ok|3");
        assertThat(sandbox.reported)
                .containsExactly("Cannot write the record: refused by table " + sandbox.schema
                        + ".t by constraint age_check (SQLSTATE 23514) at t-0@1. Correct the record or the table, or let"
                        + " 'errors.tolerance' send it to a dead letter queue.");
    }
}
