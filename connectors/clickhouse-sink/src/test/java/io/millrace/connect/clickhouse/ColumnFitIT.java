// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import static io.millrace.connect.clickhouse.Samples.decimal;
import static io.millrace.connect.clickhouse.Samples.sample;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.records.SemanticType;
import io.millrace.testkit.DrivenTask;
import io.millrace.testkit.servers.NeedsClickHouse;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns of every type that others have made: values that fit are read as they were written, all others are refused. */
@NeedsClickHouse
@Timeout(120)
class ColumnFitIT {
    private static final String UUID = "00112233-4455-6677-8899-aabbccddeeff";
    private static final BigDecimal HUGE =
            new BigDecimal(BigInteger.ONE.shiftLeft(255).subtract(BigInteger.ONE));
    private static final Schema ZONED = sample(SemanticType.ZONED_TIMESTAMP);
    private static final Schema PAIR = SchemaBuilder.struct()
            .field("b", Schema.OPTIONAL_STRING_SCHEMA)
            .field("a", Schema.INT32_SCHEMA)
            .build();

    private Sandbox sandbox;

    @BeforeEach
    void open() {
        sandbox = new Sandbox();
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private static Arguments fits(String column, Schema schema, Object value, String text) {
        return Arguments.of(column, schema, value, text);
    }

    static Stream<Arguments> fitting() {
        return Stream.of(numbers(), texts(), times(), nested()).flatMap(each -> each);
    }

    private static Stream<Arguments> numbers() {
        return Stream.of(
                fits("Bool", Schema.BOOLEAN_SCHEMA, true, "true"),
                fits("UInt8", Schema.BOOLEAN_SCHEMA, true, "1"),
                fits("Int8", Schema.INT64_SCHEMA, -128L, "-128"),
                fits("UInt8", Schema.INT32_SCHEMA, 255, "255"),
                fits("UInt16", Schema.INT32_SCHEMA, 65_535, "65535"),
                fits("UInt32", Schema.INT64_SCHEMA, 4_294_967_295L, "4294967295"),
                fits("UInt64", Decimal.schema(0), new BigDecimal("18446744073709551615"), "18446744073709551615"),
                fits("Int128", Schema.INT64_SCHEMA, Long.MIN_VALUE, "-9223372036854775808"),
                fits("Int256", Decimal.schema(0), HUGE.negate(), HUGE.negate().toString()),
                fits("UInt256", Decimal.schema(0), HUGE, HUGE.toString()),
                fits("Float32", Schema.INT16_SCHEMA, (short) -32_768, "-32768"),
                fits("Float64", Schema.INT64_SCHEMA, 1L << 53, "9007199254740992"),
                fits("Float64", Schema.FLOAT64_SCHEMA, Double.MIN_VALUE, "5e-324"),
                fits("Decimal(9, 2)", decimal(9, 2), new BigDecimal("-1234567.89"), "-1234567.89"),
                fits("Decimal(18, 4)", Schema.STRING_SCHEMA, "-0.0001", "-0.0001"),
                fits("Decimal(38, 37)", Schema.STRING_SCHEMA, "9." + "7".repeat(37), "9." + "7".repeat(37)),
                fits("Decimal(76, 0)", Schema.STRING_SCHEMA, "-" + "9".repeat(76), "-" + "9".repeat(76)),
                fits("Nullable(Decimal(76, 75))", Schema.STRING_SCHEMA, "9." + "1".repeat(75), "9." + "1".repeat(75)),
                fits("UInt64", sample(SemanticType.BITS), new byte[] {5, 2}, "517"),
                fits("SimpleAggregateFunction(max, Int64)", Schema.INT32_SCHEMA, 7, "7"));
    }

    private static Stream<Arguments> texts() {
        byte[] half = {0, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 8, 9, 10, 11, 12, 13, 14, 15};
        String json = "{\"a\":1,\"b\":{\"c\":[1.5,\"x\"]}}";
        return Stream.of(
                fits("LowCardinality(String)", Schema.STRING_SCHEMA, "de", "de"),
                fits("LowCardinality(Nullable(String))", Schema.STRING_SCHEMA, "", ""),
                fits("String", Schema.INT64_SCHEMA, -7L, "-7"),
                fits("String", decimal(10, 2), new BigDecimal("1.50"), "1.50"),
                fits("FixedString(4)", Schema.STRING_SCHEMA, "ü1", "ü1"),
                fits("FixedString(2)", Schema.BYTES_SCHEMA, new byte[] {'x', 0}, "x"),
                fits("Enum8('a' = -3, 'it\\'s' = 2)", Schema.STRING_SCHEMA, "it's", "it's"),
                fits("Enum16('a' = 1, 'b' = 1000)", Schema.STRING_SCHEMA, "b", "b"),
                fits("UUID", Schema.STRING_SCHEMA, UUID, UUID),
                fits("UUID", Schema.BYTES_SCHEMA, half, "00112233-4455-6677-0809-0a0b0c0d0e0f"),
                fits("IPv4", Schema.STRING_SCHEMA, "192.168.1.254", "192.168.1.254"),
                fits("IPv6", Schema.STRING_SCHEMA, "2001:db8::ff", "2001:db8::ff"),
                fits("IPv6", Schema.STRING_SCHEMA, "10.0.0.1", "::ffff:10.0.0.1"),
                fits("JSON", sample(SemanticType.JSON), json, json),
                fits("JSON", PAIR, new Struct(PAIR).put("a", 1).put("b", "x"), "{\"a\":1,\"b\":\"x\"}"));
    }

    private static Stream<Arguments> times() {
        Date instant = Date.from(Instant.parse("2026-07-01T22:30:00.123Z"));
        return Stream.of(
                fits("Date", sample(SemanticType.DATE), 65_535, "2149-06-06"),
                fits("Date32", sample(SemanticType.ISO_DATE), "1900-01-01", "1900-01-01"),
                fits("DateTime('UTC')", ZONED, "2106-02-07T06:28:15Z", "2106-02-07 06:28:15"),
                fits("DateTime('Europe/Berlin')", ZONED, "2026-07-01T22:30:00Z", "2026-07-02 00:30:00"),
                fits("DateTime64(3, 'Asia/Tokyo')", Timestamp.SCHEMA, instant, "2026-07-02 07:30:00.123"),
                fits("DateTime64(6)", sample(SemanticType.MICRO_TIMESTAMP), -1L, "1969-12-31 23:59:59.999999"),
                fits("DateTime64(9, 'UTC')", ZONED, "2262-04-11T23:47:16.85Z", "2262-04-11 23:47:16.850000000"),
                fits("DateTime64(9, 'UTC')", sample(SemanticType.NANO_TIMESTAMP), 1L, "1970-01-01 00:00:00.000000001"),
                fits("Time", sample(SemanticType.TIME), -359_999_000, "-99:59:59"),
                fits("Time64(6)", sample(SemanticType.MICRO_TIME), 86_399_999_999L, "23:59:59.999999"),
                fits("String", ZONED, "2026-07-01T22:30:00+02:00", "2026-07-01T22:30:00+02:00"));
    }

    private static Stream<Arguments> nested() {
        Struct pair = new Struct(PAIR).put("a", 1).put("b", "it's");
        Schema point = SchemaBuilder.struct()
                .field("x", Schema.FLOAT64_SCHEMA)
                .field("y", Schema.FLOAT64_SCHEMA)
                .field("wkb", Schema.OPTIONAL_BYTES_SCHEMA)
                .name("io.debezium.data.geometry.Point")
                .build();
        Schema longs = SchemaBuilder.array(Schema.INT64_SCHEMA).build();
        return Stream.of(
                fits(
                        "Array(LowCardinality(String))",
                        SchemaBuilder.array(Schema.STRING_SCHEMA).build(),
                        List.of("a", "b", "a"),
                        "['a','b','a']"),
                fits(
                        "Array(Nullable(Decimal(9, 2)))",
                        SchemaBuilder.array(Decimal.builder(2).optional().build())
                                .build(),
                        Arrays.asList(new BigDecimal("1.25"), null),
                        "[1.25,NULL]"),
                fits(
                        "Map(LowCardinality(String), Array(Int64))",
                        SchemaBuilder.map(Schema.STRING_SCHEMA, longs).build(),
                        Map.of("k", List.of(1L, -2L)),
                        "{'k':[1,-2]}"),
                fits(
                        "Map(UInt16, Nullable(Bool))",
                        SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.OPTIONAL_BOOLEAN_SCHEMA)
                                .build(),
                        Collections.singletonMap(7, null),
                        "{7:NULL}"),
                fits("Tuple(a Int32, b Nullable(String))", PAIR, pair, "(1,'it\\'s')"),
                fits("Tuple(a Int32, more Nullable(UUID), b Nullable(String))", PAIR, pair, "(1,NULL,'it\\'s')"),
                fits("Tuple(String, Int64)", PAIR, pair, "('it\\'s',1)"),
                fits("Point", point, new Struct(point).put("x", 1.5).put("y", -2.0), "(1.5,-2)"),
                fits("Array(Enum8('x' = 1, 'y' = 2))", sample(SemanticType.ENUM_SET), "x,y", "['x','y']"),
                fits("Array(String)", sample(SemanticType.ENUM_SET), "", "[]"));
    }

    private void createTable(String column) {
        sandbox.execute("CREATE TABLE $.t (id Int64, v " + column + ") ENGINE = MergeTree ORDER BY id"
                + " SETTINGS allow_suspicious_low_cardinality_types = 1, enable_time_time64_type = 1");
    }

    private void write(Schema schema, Object... values) {
        Schema row = SchemaBuilder.struct().field("v", schema).build();
        DrivenTask task = sandbox.task("t", sandbox.config("delivery.mode", "at_least_once", "evolve.widen", "false"));
        long id = 0;
        for (Object value : values) {
            task.give(List.of(Sandbox.record("t", id, Sandbox.key(id), new Struct(row).put("v", value))));
            id++;
        }
        task.settle();
        task.stop();
    }

    @ParameterizedTest
    @MethodSource("fitting")
    void readsWhatWasWritten(String column, Schema schema, Object value, String text) {
        createTable(column);

        write(schema, value, value);

        assertThat(sandbox.reported).isEmpty();
        assertThat(sandbox.query("SELECT id, toString(v) FROM $.t ORDER BY id"))
                .containsExactly("0|" + text, "1|" + text);
    }

    private static Arguments refused(String column, Schema schema, Object good, Object bad, String found) {
        return Arguments.of(column, schema, good, bad, found);
    }

    static Stream<Arguments> refused() {
        Schema strings = SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).build();
        String years = "a timestamp beyond DateTime64's range (";
        return Stream.of(
                refused("Int8", Schema.INT32_SCHEMA, 127, 128, "a number beyond the column's range"),
                refused("UInt64", Schema.INT64_SCHEMA, 0L, -1L, "a number beyond the column's range"),
                refused(
                        "Decimal(4, 2)",
                        Decimal.schema(2),
                        new BigDecimal("99.99"),
                        new BigDecimal("100.00"),
                        "a decimal with 3 digits before the point (expected at most 2)"),
                refused(
                        "Decimal(4, 2)",
                        Decimal.schema(3),
                        new BigDecimal("1.500"),
                        new BigDecimal("1.501"),
                        "a decimal with more than the column's 2 digits after the point"),
                refused(
                        "Float64",
                        Schema.INT64_SCHEMA,
                        1L << 53,
                        (1L << 53) + 1,
                        "a number that the column would round"),
                refused(
                        "FixedString(2)",
                        Schema.STRING_SCHEMA,
                        "ab",
                        "abc",
                        "3 bytes (expected 2, the column's length)"),
                refused(
                        "Enum8('a' = 1)",
                        Schema.STRING_SCHEMA,
                        "a",
                        "b",
                        "a word of 1 characters that is not among the column's 1"),
                refused("UUID", Schema.STRING_SCHEMA, UUID, "x", "text of 1 characters that is no UUID"),
                refused("IPv4", Schema.STRING_SCHEMA, "1.2.3.4", "::1", "text of 3 characters that is no IPv4 address"),
                refused("Date", sample(SemanticType.DATE), 0, -1, "a date beyond Date's range (1970 to 2149)"),
                refused(
                        "Date32",
                        sample(SemanticType.ISO_DATE),
                        "2024-02-29",
                        "2024-00-29",
                        "a date with a month or day of 00"),
                refused(
                        "DateTime('UTC')",
                        ZONED,
                        "2026-01-01T00:00:00Z",
                        "2026-01-01T00:00:00.5Z",
                        "more digits of a second than the column keeps"),
                refused("DateTime64(9, 'UTC')", ZONED, "2262-04-11T23:47:16Z", "2262-04-11T23:47:17Z", years),
                refused("DateTime64(3, 'UTC')", ZONED, "2299-12-31T23:59:59.999Z", "infinity", "an infinite timestamp"),
                refused("JSON", sample(SemanticType.JSON), "{}", "[1]", "JSON that is no object"),
                refused(
                        "JSON",
                        sample(SemanticType.JSON),
                        "{\"a\":18446744073709551615}",
                        "{\"a\":18446744073709551616}",
                        "JSON with a number that the column would round"),
                refused(
                        "Array(String)",
                        strings,
                        List.of("a"),
                        Collections.singletonList(null),
                        "a null within (expected a value: the column's String is not Nullable)"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWhatTheColumnCannotHoldAndWritesTheOthers(
            String column, Schema schema, Object good, Object bad, String found) {
        createTable(column);

        write(schema, good, bad, good);

        assertThat(sandbox.query("SELECT id FROM $.t ORDER BY id")).containsExactly("0", "2");
        assertThat(sandbox.query("SELECT count(DISTINCT toString(v)) FROM $.t")).containsExactly("1");
        assertThat(sandbox.reported)
                .singleElement()
                .asString()
                .startsWith("Cannot write column " + sandbox.database + ".t.v: " + found)
                .contains(" at t-0@1 value.v. ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":", "{\"a\":1,\"a\":2}", "{} x", "{\"a\":tru}", "{a:1}"})
    void refusesJsonThatTheServerRefusesAndWritesTheOthers(String json) {
        createTable("JSON");

        write(sample(SemanticType.JSON), "{\"a\":1}", json, "{\"a\":2}");

        assertThat(sandbox.query("SELECT id, v.a FROM $.t ORDER BY id")).containsExactly("0|1", "2|2");
        assertThat(sandbox.reported)
                .singleElement()
                .asString()
                .startsWith("Cannot write the record: refused by table " + sandbox.database + ".t (code ")
                .contains(" at t-0@1. ");
    }

    @Test
    void makesColumnsOfTheTypesThatAreAskedFor() {
        Schema row = SchemaBuilder.struct()
                .field("platform", Schema.OPTIONAL_STRING_SCHEMA)
                .field("at", sample(SemanticType.MICRO_TIME))
                .field("document", sample(SemanticType.JSON))
                .field("pair", PAIR)
                .build();
        Struct value = new Struct(row)
                .put("platform", "ios")
                .put("at", 1L)
                .put("document", "{\"b\":1}")
                .put("pair", new Struct(PAIR).put("a", 1));
        DrivenTask task = sandbox.task(
                "t",
                sandbox.config(
                        "create.low.cardinality",
                        "platform",
                        "create.times",
                        "time64",
                        "create.documents",
                        "json",
                        "create.structs",
                        "tuple"));
        task.put(List.of(Sandbox.record("t", 0, Sandbox.key(1), value)));
        task.stop();

        assertThat(sandbox.query("SELECT name, type FROM system.columns WHERE database = '$' AND table = 't'"
                        + " AND name NOT LIKE '\\\\_%' ORDER BY position"))
                .containsExactly(
                        "id|Int64",
                        "platform|LowCardinality(Nullable(String))",
                        "at|Time64(6)",
                        "document|JSON",
                        "pair|Tuple(b Nullable(String), a Int32)");
        assertThat(sandbox.query("SELECT platform, at, document.b, pair.a, pair.b FROM $.t FINAL"))
                .containsExactly("ios|00:00:00.000001|1|1|~");
    }
}
