// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import static io.millrace.connect.clickhouse.Samples.sample;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.clickhouse.TypeOptions.Documents;
import io.millrace.connect.clickhouse.TypeOptions.Structs;
import io.millrace.connect.clickhouse.TypeOptions.Texts;
import io.millrace.connect.clickhouse.TypeOptions.Times;
import io.millrace.connect.clickhouse.TypeOptions.Zones;
import io.millrace.connect.sink.FieldFit.Widening;
import io.millrace.records.SemanticType;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes, the types and the alterations, as a real server takes them. */
class RowBinaryIT {
    private static final String CREATING =
            " SETTINGS enable_time_time64_type = 1, allow_suspicious_low_cardinality_types = 1";
    private static final String READING = CREATING + ", input_format_binary_read_json_as_string = 1,"
            + " input_format_try_infer_dates = 0, input_format_try_infer_datetimes = 0";
    private static final TypeOptions ALL_OTHERS =
            new TypeOptions(Documents.JSON, Structs.TUPLE, Times.TIME64, Texts.LOW_CARDINALITY, Zones.SERVER_ELSEWHERE);

    private static Sandbox sandbox;

    @BeforeAll
    static void open() {
        sandbox = new Sandbox();
    }

    @AfterAll
    static void close() {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    static Stream<Arguments> written() {
        Schema zoned = sample(SemanticType.ZONED_TIMESTAMP);
        Schema days = sample(SemanticType.DATE);
        Schema time = sample(SemanticType.MICRO_TIME);
        Schema json = sample(SemanticType.JSON);
        Schema pair = SchemaBuilder.struct()
                .field("a", Schema.INT32_SCHEMA)
                .field("b", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        return Stream.of(
                Arguments.of(Schema.BOOLEAN_SCHEMA, "Bool", true, "true"),
                Arguments.of(Schema.INT64_SCHEMA, "Int256", -2L, "-2"),
                Arguments.of(Schema.INT32_SCHEMA, "Nullable(Int16)", 258, "258"),
                Arguments.of(Schema.INT64_SCHEMA, "LowCardinality(Nullable(Int8))", -1L, "-1"),
                Arguments.of(Schema.FLOAT64_SCHEMA, "Float64", Double.NEGATIVE_INFINITY, "-inf"),
                Arguments.of(
                        Decimal.schema(0), "UInt64", new BigDecimal("18446744073709551615"), "18446744073709551615"),
                Arguments.of(Decimal.schema(1), "Decimal(9, 2)", new BigDecimal("-1.5"), "-1.5"),
                Arguments.of(Decimal.schema(1), "Decimal(18, 2)", new BigDecimal("-1.5"), "-1.5"),
                Arguments.of(Decimal.schema(1), "Decimal(38, 2)", new BigDecimal("-1.5"), "-1.5"),
                Arguments.of(
                        Decimal.schema(0),
                        "Decimal(76, 0)",
                        new BigDecimal("-" + "9".repeat(76)),
                        "-" + "9".repeat(76)),
                Arguments.of(Schema.STRING_SCHEMA, "String", "ü".repeat(64), "ü".repeat(64)),
                Arguments.of(Schema.STRING_SCHEMA, "Enum16('it\\'s' = -300)", "it's", "it's"),
                Arguments.of(
                        Schema.STRING_SCHEMA,
                        "UUID",
                        "00112233-4455-6677-8899-aabbccddeeff",
                        "00112233-4455-6677-8899-aabbccddeeff"),
                Arguments.of(Schema.STRING_SCHEMA, "IPv4", "1.2.3.4", "1.2.3.4"),
                Arguments.of(Schema.STRING_SCHEMA, "IPv6", "2001:db8::ff", "2001:db8::ff"),
                Arguments.of(Schema.STRING_SCHEMA, "IPv6", "1.2.3.4", "::ffff:1.2.3.4"),
                Arguments.of(json, "JSON", " {\"t\":\"2024-01-01T00:00:00Z\"}", "{\"t\":\"2024-01-01T00:00:00Z\"}"),
                Arguments.of(pair, "JSON", new Struct(pair).put("a", 1), "{\"a\":1}"),
                Arguments.of(pair, "Tuple(b Nullable(String), a Int8)", new Struct(pair).put("a", 1), "(NULL,1)"),
                Arguments.of(
                        SchemaBuilder.array(Schema.OPTIONAL_INT32_SCHEMA).build(),
                        "Array(Nullable(Int8))",
                        Arrays.asList(1, null),
                        "[1,NULL]"),
                Arguments.of(
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_STRING_SCHEMA)
                                .build(),
                        "Map(LowCardinality(String), LowCardinality(Nullable(String)))",
                        Collections.singletonMap("a", null),
                        "{'a':NULL}"),
                Arguments.of(days, "Date", 65_535, "2149-06-06"),
                Arguments.of(days, "Date32", -25_567, "1900-01-01"),
                Arguments.of(days, "Date32", 120_529, "2299-12-31"),
                Arguments.of(zoned, "DateTime('UTC')", "2106-02-07T06:28:15Z", "2106-02-07 06:28:15"),
                Arguments.of(zoned, "DateTime64(0, 'UTC')", "1900-01-01T00:00:00Z", "1900-01-01 00:00:00"),
                Arguments.of(zoned, "DateTime64(3, 'UTC')", "2299-12-31T23:59:59.999Z", "2299-12-31 23:59:59.999"),
                Arguments.of(
                        zoned,
                        "DateTime64(9, 'UTC')",
                        "2262-04-11T23:47:16.854775806Z",
                        "2262-04-11 23:47:16.854775806"),
                Arguments.of(
                        zoned,
                        "Nullable(DateTime64(6, 'Asia/Tokyo'))",
                        "2024-02-29T12:34:56.789012+02:00",
                        "2024-02-29 19:34:56.789012"),
                Arguments.of(time, "Time64(6)", -3_599_999_999_999L, "-999:59:59.999999"),
                Arguments.of(time, "Time", 45_296_000_000L, "12:34:56"));
    }

    @ParameterizedTest
    @MethodSource("written")
    void readsWhatWasWritten(Schema schema, String type, Object value, String shown) {
        String hex = Encoded.hex(schema, type, value);

        assertThat(sandbox.query("SELECT c FROM format(RowBinary, " + Sql.text("c " + type + ", end Int8") + ", unhex('"
                        + hex + "2a')) WHERE end = 42" + READING))
                .containsExactly(shown);
    }

    @Test
    void readsTheYearsThatDateTime64HasSince26() {
        String forever = "9999-12-31T23:59:59.999Z";
        ClickHouseType type = ClickHouseType.parse("DateTime64(3, 'UTC')");
        byte[] written = Encoded.bytes(
                Objects.requireNonNull(Encoders.of(sample(SemanticType.ZONED_TIMESTAMP), type, Years.FROM_0_TO_9999)),
                forever);

        assertThat(sandbox.query("SELECT c FROM format(RowBinary, " + Sql.text("c " + type.display()) + ", unhex('"
                        + HexFormat.of().formatHex(written) + "'))"))
                .containsExactly("9999-12-31 23:59:59.999");
    }

    @Test
    void namesTypesAsTheServerDoes() {
        Set<String> types = new LinkedHashSet<>();
        for (TypeOptions options : List.of(TypeOptions.DEFAULT, ALL_OTHERS)) {
            Samples.schemas().values().forEach(schema -> {
                types.add(ColumnTypes.of(schema, options));
                types.add(ColumnTypes.ofNullable(schema, options));
            });
        }
        int column = 0;
        StringBuilder columns = new StringBuilder("id Int8");
        for (String type : types) {
            columns.append(", c").append(column++).append(' ').append(type);
        }

        sandbox.execute("CREATE TABLE $.made (" + columns + ") ENGINE = MergeTree ORDER BY id" + CREATING);

        assertThat(
                        sandbox.query(
                                "SELECT type FROM system.columns WHERE database = '$' AND table = 'made' AND name != 'id' ORDER BY position"))
                .containsExactlyElementsOf(types);
    }

    static Stream<Arguments> widened() {
        return WideningsTest.widened();
    }

    @ParameterizedTest
    @MethodSource("widened")
    void widensAColumnThatHasValues(Schema schema, String column, String type, boolean rewrites) {
        Widening widening = Objects.requireNonNull(Widenings.of(schema, ClickHouseType.parse(column)));
        String values = column.startsWith("Time")
                ? "'-12:34:56', '-12:34:56'"
                : "c, c FROM generateRandom(" + Sql.text("c " + column) + ", 1) LIMIT 1";
        sandbox.execute("CREATE OR REPLACE TABLE $.widened (id Int8, was " + column + ", c " + column
                + ") ENGINE = MergeTree ORDER BY id" + CREATING);
        sandbox.execute("INSERT INTO $.widened SELECT 1, " + values);

        sandbox.execute("ALTER TABLE $.widened MODIFY COLUMN c " + widening.type() + CREATING);

        String kept = column.equals("Time") // which no Time64 is cast to
                ? "startsWith(toString(c), toString(was))"
                : "toString(CAST(c, " + Sql.text(column) + ")) = toString(was)";
        assertThat(sandbox.query("SELECT " + kept + " FROM $.widened")).containsExactly("1");
        assertThat(sandbox.query("SELECT count() FROM system.mutations WHERE database = '$' AND table = 'widened'"))
                .containsExactly(rewrites ? "1" : "0");
        assertThat(sandbox.query(
                        "SELECT type FROM system.columns WHERE database = '$' AND table = 'widened' AND name = 'c'"))
                .containsExactly(type);
    }
}
