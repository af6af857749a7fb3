// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.DrivenTask;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
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
        return Stream.of(
                        plain(),
                        decimals(),
                        connectTimes(),
                        debeziumTimes(),
                        semantic(),
                        structured(),
                        shapes(),
                        propagated(),
                        nested())
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
                debezium(SchemaBuilder.string(), "time.IsoDate", "2026-02-03Z", "date", "2026-02-03"),
                debezium(SchemaBuilder.string(), "time.IsoDate", "-0043-03-15Z", "date", "0044-03-15 BC"),
                debezium(SchemaBuilder.string(), "time.IsoTime", "23:59:59.999999Z", time, "23:59:59.999999"),
                debezium(
                        SchemaBuilder.string(),
                        "time.IsoTimestamp",
                        "2026-02-03T04:05:06.7Z",
                        local,
                        "2026-02-03 04:05:06.7"),
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
                debezium(SchemaBuilder.string(), "data.Ltree", "Top.Science", "text", "Top.Science"),
                debezium(SchemaBuilder.string(), "data.Tsvector", "'cat':2 'fat':1A", "tsvector", "'cat':2 'fat':1A"),
                debezium(
                        SchemaBuilder.array(Schema.FLOAT32_SCHEMA),
                        "data.FloatVector",
                        List.of(0.1f),
                        "real[]",
                        "{0.1}"),
                debezium(
                        SchemaBuilder.array(Schema.FLOAT64_SCHEMA),
                        "data.DoubleVector",
                        List.of(0.1, -2.0),
                        "double precision[]",
                        "{0.1,-2}"),
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
                        "110"));
    }

    private static Schema ints(String name, String... fields) {
        SchemaBuilder builder = SchemaBuilder.struct();
        for (String field : fields) {
            builder.field(field, Schema.OPTIONAL_INT32_SCHEMA);
        }
        return named(builder, "io.debezium.time." + name);
    }

    private static Arguments structured(Schema schema, String column, String text, int... numbers) {
        Struct struct = new Struct(schema);
        for (int i = 0; i < numbers.length; i++) {
            struct.put(schema.fields().get(i), numbers[i]);
        }
        return type(schema, struct, column, text);
    }

    private static Stream<Arguments> structured() {
        String[] date = {"year", "month", "day"};
        String[] time = {"hour", "minute", "second", "nanos"};
        String[] timestamp = {"year", "month", "day", "hour", "minute", "second", "nanos", "offsetSeconds"};
        String[] period = {"years", "months", "days", "hours", "minutes", "seconds", "nanos"};
        return Stream.of(
                structured(ints("StructuredDate", date), "date", "2024-02-29", 2024, 2, 29),
                structured(
                        ints("StructuredTime", time), "time without time zone", "23:59:59.000001", 23, 59, 59, 1_000),
                structured(
                        ints("StructuredTimestamp", Arrays.copyOf(timestamp, 7)),
                        "timestamp without time zone",
                        "1969-12-31 23:59:59.9",
                        1969,
                        12,
                        31,
                        23,
                        59,
                        59,
                        900_000_000),
                structured(
                        ints("StructuredZonedTimestamp", timestamp),
                        "timestamp with time zone",
                        "2026-02-03 02:05:06+00",
                        2026,
                        2,
                        3,
                        4,
                        5,
                        6,
                        0,
                        7_200),
                structured(
                        ints("StructuredZonedTime", "hour", "minute", "second", "nanos", "offsetSeconds"),
                        "time with time zone",
                        "01:02:03.5+05:30",
                        1,
                        2,
                        3,
                        500_000_000,
                        19_800),
                structured(
                        ints("StructuredDuration", period),
                        "interval",
                        "10 mons 3 days -04:00:00.5",
                        1,
                        -2,
                        3,
                        -4,
                        0,
                        0,
                        -500_000_000));
    }

    private static Stream<Arguments> shapes() {
        Schema geometry = named(
                SchemaBuilder.struct().field("wkb", Schema.BYTES_SCHEMA).field("srid", Schema.OPTIONAL_INT32_SCHEMA),
                "io.debezium.data.geometry.Geometry");
        Schema point = named(
                SchemaBuilder.struct()
                        .field("x", Schema.FLOAT64_SCHEMA)
                        .field("y", Schema.FLOAT64_SCHEMA)
                        .field("wkb", Schema.OPTIONAL_BYTES_SCHEMA)
                        .field("srid", Schema.OPTIONAL_INT32_SCHEMA),
                "io.debezium.data.geometry.Point");
        Schema circle = named(
                SchemaBuilder.struct().field("center", point).field("radius", Schema.FLOAT64_SCHEMA),
                "io.debezium.data.geometry.Circle");
        Schema line = named(
                SchemaBuilder.struct()
                        .field("a", Schema.FLOAT64_SCHEMA)
                        .field("b", Schema.FLOAT64_SCHEMA)
                        .field("c", Schema.FLOAT64_SCHEMA),
                "io.debezium.data.geometry.Line");
        Struct at = new Struct(point).put("x", 1.0).put("y", -2.0);
        String coordinates = "000000000000f03f00000000000000c0";
        byte[] wkb = HexFormat.of().parseHex("0101000000" + coordinates);
        return Stream.of(
                type(
                        geometry,
                        new Struct(geometry).put("wkb", wkb).put("srid", 4326),
                        "bytea",
                        "\\x0101000020e6100000" + coordinates),
                type(geometry, new Struct(geometry).put("wkb", wkb), "bytea", "\\x0101000000" + coordinates),
                type(point, at, "bytea", "\\x0101000000" + coordinates),
                type(circle, new Struct(circle).put("center", at).put("radius", 0.5), "circle", "<(1,-2),0.5>"),
                type(line, new Struct(line).put("a", 1.0).put("b", -1.5).put("c", 0.0), "line", "{1,-1.5,0}"),
                type(
                        SchemaBuilder.array(geometry).optional().build(),
                        List.of(new Struct(geometry).put("wkb", wkb)),
                        "bytea[]",
                        "{\"\\\\x0101000000" + coordinates + "\"}"));
    }

    private static Arguments propagated(String sourceType, String value, String column) {
        SchemaBuilder builder = SchemaBuilder.string().parameter("__debezium.source.column.type", sourceType);
        return type(builder.optional().build(), value, column, value);
    }

    private static Stream<Arguments> propagated() {
        return Stream.of(
                propagated("INET", "192.168.1.7/24", "inet"),
                propagated("CIDR", "2001:db8::/32", "cidr"),
                propagated("MACADDR", "08:00:2b:01:02:03", "macaddr"),
                propagated("MACADDR8", "08:00:2b:01:02:03:04:05", "macaddr8"),
                propagated("TSTZRANGE", "[\"2024-01-01 00:00:00+00\",\"2024-02-01 00:00:00+00\")", "tstzrange"),
                propagated("VARCHAR", "x", "text"));
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
        DrivenTask task = sandbox.task("t", sandbox.config());
        long offset = 0;
        for (Struct value : values) {
            task.put(List.of(Sandbox.record("t", offset, Sandbox.key(offset), value)));
            offset++;
        }
        task.stop();
    }
}
