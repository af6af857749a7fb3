// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import static io.millrace.connect.clickhouse.Samples.decimal;
import static io.millrace.connect.clickhouse.Samples.named;
import static io.millrace.connect.clickhouse.Samples.sample;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.sink.FieldFit.Widening;
import io.millrace.records.SemanticType;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Timestamp;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WideningsTest {
    private static final boolean REWRITES = true;

    private static Schema words(String allowed) {
        return named(SemanticType.ENUM, SchemaBuilder.string().parameter("allowed", allowed));
    }

    private static Schema text(int length) {
        return SchemaBuilder.string()
                .parameter("__debezium.source.column.length", String.valueOf(length))
                .build();
    }

    private static String enumOf(String type, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> "'w" + i + "' = " + i)
                .collect(Collectors.joining(", ", type + "(", ")"));
    }

    static Stream<Arguments> widened() {
        return Stream.of(
                Arguments.of(Schema.INT64_SCHEMA, "Int32", "Int64", REWRITES),
                Arguments.of(Schema.INT64_SCHEMA, "Nullable(Int32)", "Nullable(Int64)", REWRITES),
                Arguments.of(Schema.INT16_SCHEMA, "UInt8", "Int16", REWRITES),
                Arguments.of(Schema.INT64_SCHEMA, "UInt16", "Int64", REWRITES),
                Arguments.of(Schema.FLOAT32_SCHEMA, "Int32", "Float64", REWRITES),
                Arguments.of(Schema.FLOAT64_SCHEMA, "Float32", "Float64", REWRITES),
                Arguments.of(decimal(10, 2), "Int32", "Decimal(12, 2)", REWRITES),
                Arguments.of(decimal(19, 0), "Int64", "Decimal(19, 0)", REWRITES),
                Arguments.of(decimal(12, 2), "Decimal(10, 2)", "Decimal(12, 2)", !REWRITES),
                Arguments.of(decimal(10, 2), "Decimal(9, 2)", "Decimal(10, 2)", REWRITES),
                Arguments.of(decimal(12, 4), "Decimal(10, 2)", "Decimal(12, 4)", REWRITES),
                Arguments.of(decimal(12, 1), "Decimal(10, 2)", "Decimal(13, 2)", !REWRITES),
                Arguments.of(Schema.INT64_SCHEMA, "Decimal(10, 2)", "Decimal(21, 2)", REWRITES),
                Arguments.of(words("a,it's"), "Enum8('a' = 1)", "Enum8('a' = 1, 'it\\'s' = 2)", !REWRITES),
                Arguments.of(words("b"), "Enum16('a' = 7)", "Enum16('a' = 7, 'b' = 8)", !REWRITES),
                Arguments.of(words("w128"), enumOf("Enum8", 127), enumOf("Enum16", 128), REWRITES),
                Arguments.of(Schema.STRING_SCHEMA, "FixedString(3)", "String", REWRITES),
                Arguments.of(
                        text(4),
                        "LowCardinality(Nullable(FixedString(3)))",
                        "LowCardinality(Nullable(String))",
                        REWRITES),
                Arguments.of(sample(SemanticType.DATE), "Date", "Date32", REWRITES),
                Arguments.of(Timestamp.SCHEMA, "DateTime('Europe/Berlin')", "DateTime64(3, 'Europe/Berlin')", REWRITES),
                Arguments.of(sample(SemanticType.NANO_TIMESTAMP), "DateTime", "DateTime64(9)", REWRITES),
                Arguments.of(
                        sample(SemanticType.ZONED_TIMESTAMP), "DateTime64(3, 'UTC')", "DateTime64(6, 'UTC')", REWRITES),
                Arguments.of(sample(SemanticType.MICRO_TIME), "Time64(3)", "Time64(6)", REWRITES),
                Arguments.of(sample(SemanticType.TIME), "Time", "Time64(3)", REWRITES),
                Arguments.of(
                        SchemaBuilder.array(Schema.INT64_SCHEMA).build(),
                        "Array(Nullable(Int32))",
                        "Array(Nullable(Int64))",
                        REWRITES));
    }

    @ParameterizedTest
    @MethodSource("widened")
    void findsTheTypeThatHoldsEveryValueOfTheField(Schema schema, String column, String type, boolean rewrites) {
        assertThat(Widenings.of(schema, ClickHouseType.parse(column))).isEqualTo(new Widening(type, rewrites));
    }

    static Stream<Arguments> untouched() {
        return Stream.of(
                Arguments.of(Schema.INT32_SCHEMA, "Int32"),
                Arguments.of(Schema.INT32_SCHEMA, "Int64"),
                Arguments.of(Schema.INT64_SCHEMA, "UInt64"), // as no schema can say that there is no sign
                Arguments.of(decimal(20, 0), "UInt64"),
                Arguments.of(decimal(18, 0), "Int64"),
                Arguments.of(decimal(60, 30), "Int256"),
                Arguments.of(Decimal.schema(2), "Int64"),
                Arguments.of(Decimal.schema(2), "Decimal(10, 2)"),
                Arguments.of(decimal(10, 2), "Decimal(10, 2)"),
                Arguments.of(decimal(76, 2), "Decimal(76, 4)"),
                Arguments.of(Schema.FLOAT64_SCHEMA, "Int64"),
                Arguments.of(Schema.FLOAT64_SCHEMA, "Decimal(10, 2)"),
                Arguments.of(Schema.STRING_SCHEMA, "Enum8('a' = 1)"),
                Arguments.of(words("a"), "Enum8('a' = 1)"),
                Arguments.of(words("b"), "Enum16('a' = 32767)"),
                Arguments.of(text(3), "FixedString(3)"),
                Arguments.of(Schema.BYTES_SCHEMA, "FixedString(3)"), // which may end in zeros that mean something
                Arguments.of(Timestamp.SCHEMA, "DateTime64(3)"),
                Arguments.of(sample(SemanticType.TIMESTAMP), "DateTime('Europe/Berlin')"),
                Arguments.of(sample(SemanticType.NANO_TIMESTAMP), "DateTime64(3)"), // the year 2300 would not fit
                Arguments.of(Schema.INT64_SCHEMA, "SimpleAggregateFunction(max, Int32)"),
                Arguments.of(Schema.INT64_SCHEMA, "Variant(Int32, String)"),
                Arguments.of(Schema.STRING_SCHEMA, "Int32"));
    }

    @ParameterizedTest
    @MethodSource("untouched")
    void leavesColumnsThatHoldTheFieldOrCanHoldItInNoWiderType(Schema schema, String column) {
        assertThat(Widenings.of(schema, ClickHouseType.parse(column))).isNull();
    }
}
