// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.DrivenTask;
import io.millrace.testkit.servers.NeedsClickHouse;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of value: the column that the sink makes for it, and the value that SQL reads from it. */
@NeedsClickHouse
@Timeout(120)
class TypesIT {
    private Sandbox sandbox;

    @BeforeEach
    void open() {
        sandbox = new Sandbox();
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private static Arguments type(Schema schema, Object value, String column, String text) {
        return Arguments.of(schema, value, column, text);
    }

    private static Arguments debezium(SchemaBuilder builder, String name, Object value, String column, String text) {
        return type(builder.name("io.debezium." + name).optional().build(), value, column, text);
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

    static Stream<Arguments> types() {
        return Stream.of(plain(), decimals(), connectTimes(), debeziumTimes(), semantic(), structured(), nested())
                .flatMap(each -> each);
    }

    private static Stream<Arguments> plain() {
        String text = "Nullable(String)";
        return Stream.of(
                type(Schema.OPTIONAL_BOOLEAN_SCHEMA, true, "Nullable(Bool)", "true"),
                type(Schema.OPTIONAL_INT8_SCHEMA, (byte) -128, "Nullable(Int8)", "-128"),
                type(Schema.OPTIONAL_INT16_SCHEMA, Short.MAX_VALUE, "Nullable(Int16)", "32767"),
                type(Schema.OPTIONAL_INT32_SCHEMA, Integer.MIN_VALUE, "Nullable(Int32)", "-2147483648"),
                type(Schema.OPTIONAL_INT64_SCHEMA, Long.MIN_VALUE, "Nullable(Int64)", "-9223372036854775808"),
                type(Schema.OPTIONAL_FLOAT32_SCHEMA, 1.5e-3f, "Nullable(Float32)", "0.0015"),
                type(Schema.OPTIONAL_FLOAT32_SCHEMA, Float.NaN, "Nullable(Float32)", "nan"),
                type(Schema.OPTIONAL_FLOAT64_SCHEMA, 0.1 + 0.2, "Nullable(Float64)", "0.30000000000000004"),
                type(Schema.OPTIONAL_FLOAT64_SCHEMA, Double.NEGATIVE_INFINITY, "Nullable(Float64)", "-inf"),
                type(Schema.OPTIONAL_STRING_SCHEMA, "", text, ""),
                type(Schema.OPTIONAL_STRING_SCHEMA, "naïve ☃ 🌊 \n'\"\\\0", text, "naïve ☃ 🌊 ¶'\"\\\0"),
                type(Schema.OPTIONAL_BYTES_SCHEMA, bytes('a', 0, 'b'), text, "a\0b"),
                type(Schema.OPTIONAL_BYTES_SCHEMA, ByteBuffer.wrap(bytes('x', 'y')), text, "xy"));
    }

    private static Arguments decimal(int precision, String value) {
        BigDecimal decimal = new BigDecimal(value);
        int scale = decimal.scale();
        Schema schema = Decimal.builder(scale)
                .parameter("connect.decimal.precision", String.valueOf(precision))
                .optional()
                .build();
        String column = scale < 0 ? (precision - scale) + ", 0" : precision + ", " + scale;
        return type(schema, decimal, "Nullable(Decimal(" + column + "))", decimal.toPlainString());
    }

    private static Stream<Arguments> decimals() {
        Schema variable = SchemaBuilder.struct()
                .field("scale", Schema.INT32_SCHEMA)
                .field("value", Schema.BYTES_SCHEMA)
                .name("io.debezium.data.VariableScaleDecimal")
                .optional()
                .build();
        return Stream.of(
                decimal(9, "0"),
                decimal(9, "-0.000000001"),
                decimal(9, "999999999"),
                decimal(18, "-12345.6789"),
                decimal(18, "999999999999999999"),
                decimal(38, "-99999999999999999999999999999999999999"),
                decimal(38, "9223372036854775807.5"),
                decimal(76, "9".repeat(76)),
                decimal(76, "-" + "9".repeat(38) + "." + "1".repeat(38)),
                decimal(76, "0." + "0".repeat(75) + "1"),
                decimal(3, "12e3"),
                type(
                        Decimal.builder(2).optional().build(),
                        new BigDecimal("9".repeat(80) + ".50"),
                        "Nullable(String)",
                        "9".repeat(80) + ".50"),
                type(
                        variable,
                        new Struct(variable).put("scale", 2).put("value", bytes(0x04, 0xD2)),
                        "Nullable(String)",
                        "12.34"));
    }

    private static Stream<Arguments> connectTimes() {
        Schema timestamp = Timestamp.builder().optional().build();
        String column = "Nullable(DateTime64(3, 'UTC'))";
        return Stream.of(
                type(
                        Date.builder().optional().build(),
                        instant("1969-12-31T00:00:00Z"),
                        "Nullable(Date32)",
                        "1969-12-31"),
                type(
                        Date.builder().optional().build(),
                        instant("2299-12-31T00:00:00Z"),
                        "Nullable(Date32)",
                        "2299-12-31"),
                type(
                        Time.builder().optional().build(),
                        instant("1970-01-01T23:59:59.999Z"),
                        "Nullable(String)",
                        "23:59:59.999"),
                type(timestamp, instant("2026-02-03T04:05:06.789Z"), column, "2026-02-03 04:05:06.789"),
                type(timestamp, instant("1900-01-01T00:00:00.001Z"), column, "1900-01-01 00:00:00.001"),
                type(timestamp, instant("2299-12-31T23:59:59.999Z"), column, "2299-12-31 23:59:59.999"));
    }

    private static Stream<Arguments> debeziumTimes() {
        String millis = "Nullable(DateTime64(3, LOCAL))";
        String micros = "Nullable(DateTime64(6, 'UTC'))";
        String localMicros = "Nullable(DateTime64(6, LOCAL))";
        String nanos = "Nullable(DateTime64(9, LOCAL))";
        String text = "Nullable(String)";
        SchemaBuilder string = SchemaBuilder.string();
        return Stream.of(
                debezium(SchemaBuilder.int32(), "time.Date", 20487, "Nullable(Date32)", "2026-02-03"),
                debezium(SchemaBuilder.int32(), "time.Time", 1_001, text, "00:00:01.001"),
                debezium(SchemaBuilder.int64(), "time.MicroTime", 86_399_999_999L, text, "23:59:59.999999"),
                debezium(SchemaBuilder.int64(), "time.NanoTime", 1L, text, "00:00:00.000000001"),
                debezium(SchemaBuilder.int64(), "time.Timestamp", -1L, millis, "1969-12-31 23:59:59.999"),
                debezium(SchemaBuilder.int64(), "time.MicroTimestamp", 1L, localMicros, "1970-01-01 00:00:00.000001"),
                debezium(SchemaBuilder.int64(), "time.NanoTimestamp", 1L, nanos, "1970-01-01 00:00:00.000000001"),
                debezium(
                        SchemaBuilder.string(),
                        "time.ZonedTimestamp",
                        "2026-02-03T04:05:06.7+02:00",
                        micros,
                        "2026-02-03 02:05:06.700000"),
                debezium(
                        SchemaBuilder.string(),
                        "time.ZonedTimestamp",
                        "2024-02-29T23:59:59.123456Z",
                        micros,
                        "2024-02-29 23:59:59.123456"),
                debezium(string, "time.ZonedTime", "10:11:12.5+02:00", text, "10:11:12.5+02:00"),
                debezium(SchemaBuilder.string(), "time.IsoDate", "2026-02-03Z", "Nullable(Date32)", "2026-02-03"),
                debezium(SchemaBuilder.string(), "time.IsoTime", "23:59:59.999999Z", text, "23:59:59.999999Z"),
                debezium(
                        SchemaBuilder.string(),
                        "time.IsoTimestamp",
                        "2026-02-03T04:05:06.7Z",
                        localMicros,
                        "2026-02-03 04:05:06.700000"),
                debezium(SchemaBuilder.int32(), "time.Year", 1901, "Nullable(Int32)", "1901"),
                debezium(SchemaBuilder.int64(), "time.MicroDuration", 3_600_000_001L, text, "PT1H0.000001S"),
                debezium(SchemaBuilder.int64(), "time.NanoDuration", -1_000L, text, "PT-0.000001S"),
                debezium(SchemaBuilder.string(), "time.Interval", "P1Y2M3DT4H5M6.7S", text, "P1Y2M3DT4H5M6.7S"));
    }

    private static Stream<Arguments> semantic() {
        String text = "Nullable(String)";
        String uuid = "00112233-4455-6677-8899-aabbccddeeff";
        return Stream.of(
                debezium(
                        SchemaBuilder.string(),
                        "data.Json",
                        "{\"b\": 1.10, \"a\": [null]}",
                        text,
                        "{\"b\": 1.10, \"a\": [null]}"),
                debezium(SchemaBuilder.string(), "data.Uuid", uuid, "Nullable(UUID)", uuid),
                debezium(SchemaBuilder.string(), "data.Xml", "<a/>", text, "<a/>"),
                debezium(SchemaBuilder.string(), "data.Ltree", "Top.Science", text, "Top.Science"),
                debezium(SchemaBuilder.string(), "data.Tsvector", "'cat':2 'fat':1A", text, "'cat':2 'fat':1A"),
                debezium(SchemaBuilder.string().parameter("allowed", "x,y"), "data.Enum", "x", text, "x"),
                debezium(SchemaBuilder.string().parameter("allowed", "x,y"), "data.EnumSet", "x,y", text, "x,y"),
                debezium(
                        SchemaBuilder.array(Schema.FLOAT32_SCHEMA),
                        "data.FloatVector",
                        List.of(0.1f),
                        "Array(Float32)",
                        "[0.1]"),
                debezium(
                        SchemaBuilder.array(Schema.FLOAT64_SCHEMA),
                        "data.DoubleVector",
                        List.of(0.1, -2.0),
                        "Array(Float64)",
                        "[0.1,-2]"),
                debezium(
                        SchemaBuilder.bytes().parameter("length", "10"),
                        "data.Bits",
                        bytes(0b0000_0101, 0b10),
                        "Nullable(UInt64)",
                        "517"),
                debezium(
                        SchemaBuilder.bytes().parameter("length", "65"),
                        "data.Bits",
                        bytes(0b101),
                        text,
                        "0".repeat(62) + "101"));
    }

    private static Arguments structured(String name, String fields, String column, String text, int... numbers) {
        SchemaBuilder builder = SchemaBuilder.struct().name("io.debezium.time.Structured" + name);
        String[] names = fields.split(" ");
        for (String field : names) {
            builder.field(field, Schema.OPTIONAL_INT32_SCHEMA);
        }
        Schema schema = builder.optional().build();
        Struct struct = new Struct(schema);
        for (int i = 0; i < numbers.length; i++) {
            struct.put(names[i], numbers[i]);
        }
        return type(schema, struct, column, text);
    }

    private static Stream<Arguments> structured() {
        String date = "year month day";
        String time = "hour minute second nanos";
        String text = "Nullable(String)";
        String timestamp = "Nullable(DateTime64(6, 'UTC'))";
        return Stream.of(
                structured("Date", date, "Nullable(Date32)", "2024-02-29", 2024, 2, 29),
                structured("Time", time, text, "23:59:59.000001", 23, 59, 59, 1_000),
                structured(
                        "Timestamp",
                        date + " " + time,
                        "Nullable(DateTime64(6, LOCAL))",
                        "1969-12-31 23:59:59.900000",
                        1969,
                        12,
                        31,
                        23,
                        59,
                        59,
                        900_000_000),
                structured(
                        "ZonedTimestamp",
                        date + " " + time + " offsetSeconds",
                        timestamp,
                        "2026-02-03 02:05:06.000000",
                        2026,
                        2,
                        3,
                        4,
                        5,
                        6,
                        0,
                        7_200),
                structured("ZonedTime", time + " offsetSeconds", text, "19:32:03.5Z", 1, 2, 3, 500_000_000, 19_800),
                structured(
                        "Duration",
                        "years months days hours minutes seconds nanos",
                        text,
                        "{\"years\":1,\"months\":-2,\"days\":3,\"hours\":-4,\"minutes\":0,\"seconds\":0,\"nanos\":-500000000}",
                        1,
                        -2,
                        3,
                        -4,
                        0,
                        0,
                        -500_000_000));
    }

    private static Stream<Arguments> nested() {
        Schema strings =
                SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).optional().build();
        Schema map = SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_INT32_SCHEMA)
                .optional()
                .build();
        Schema struct = SchemaBuilder.struct()
                .field("s", Schema.OPTIONAL_STRING_SCHEMA)
                .field("d", Decimal.schema(2))
                .field("t", Timestamp.SCHEMA)
                .optional()
                .build();
        Struct value = new Struct(struct)
                .put("s", "a\"☃")
                .put("d", new BigDecimal("1.50"))
                .put("t", instant("2026-02-03T04:05:06Z"));
        String json = "{\"s\":\"a\\\"☃\",\"d\":1.50,\"t\":\"2026-02-03T04:05:06Z\"}";
        Schema matrix = SchemaBuilder.array(
                        SchemaBuilder.array(Schema.INT32_SCHEMA).build())
                .optional()
                .build();
        return Stream.of(
                type(strings, Arrays.asList("a", null, "c,\"d"), "Array(Nullable(String))", "['a',NULL,'c,\"d']"),
                type(strings, List.of(), "Array(Nullable(String))", "[]"),
                type(
                        SchemaBuilder.array(Timestamp.SCHEMA).optional().build(),
                        List.of(instant("2026-02-03T04:05:06Z")),
                        "Array(DateTime64(3, 'UTC'))",
                        "['2026-02-03 04:05:06.000']"),
                type(map, Map.of("k", 7), "Map(String, Nullable(Int32))", "{'k':7}"),
                type(map, Map.of(), "Map(String, Nullable(Int32))", "{}"),
                type(struct, value, "Nullable(String)", json),
                type(matrix, List.of(List.of(1, 2), List.of()), "Array(Array(Int32))", "[[1,2],[]]"));
    }

    @ParameterizedTest
    @MethodSource("types")
    void comesBackFromSql(Schema schema, Object value, String column, String text) {
        Schema row = SchemaBuilder.struct().field("v", schema).build();

        write(row, new Struct(row).put("v", value), new Struct(row));

        assertThat(sandbox.query("SELECT type FROM system.columns WHERE database = '$' AND table = 't' AND name = 'v'"))
                .containsExactly(column.replace(", LOCAL", isServerInUtc() ? "" : ", 'UTC'"));
        List<String> found = sandbox.query("SELECT replaceAll(toString(v), '\\n', '¶') FROM $.t FINAL ORDER BY id");
        if (column.startsWith("Nullable")) {
            assertThat(sandbox.reported).isEmpty();
            assertThat(found).containsExactly(text, "~");
        } else {
            assertThat(found).containsExactly(text);
            assertThat(sandbox.reported)
                    .containsExactly("Cannot write column " + sandbox.database
                            + ".t.v: null (expected a value: the column is not Nullable) at t-0@1 value.v. Make the column"
                            + " a Nullable(String), since its own type cannot be Nullable, or give it a value with a"
                            + " transform.");
        }
    }

    /** Local date-times need no zone there. */
    private boolean isServerInUtc() {
        return sandbox.query("SELECT timezone() IN ('UTC', 'Etc/UTC')").equals(List.of("1"));
    }

    private void write(Schema row, Struct... values) {
        DrivenTask task = sandbox.task("t", sandbox.config());
        long offset = 0;
        for (Struct value : values) {
            task.give(List.of(Sandbox.record("t", offset, Sandbox.key(offset), value)));
            offset++;
        }
        task.settle();
        task.stop();
    }
}
