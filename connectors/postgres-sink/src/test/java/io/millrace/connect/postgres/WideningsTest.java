// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.sink.FieldFit.Widening;
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

    private static PgType plain(String name) {
        return new PgType(1, name, name, -1, false, null);
    }

    private static PgType limited(String name, int limit) {
        int modifier = name.equals("varchar") || name.equals("bpchar") ? limit + 4 : limit;
        return new PgType(1, name, name + "(" + limit + ")", modifier, false, null);
    }

    private static Schema with(SchemaBuilder builder, String parameter, String value) {
        return builder.parameter(parameter, value).build();
    }

    private static Schema debezium(SchemaBuilder builder, String name) {
        return builder.name("io.debezium." + name).build();
    }

    private static Schema precise(int precision, int scale) {
        return with(Decimal.builder(scale), "connect.decimal.precision", String.valueOf(precision));
    }

    static Stream<Arguments> widened() {
        return Stream.of(
                Arguments.of(Schema.INT32_SCHEMA, plain("int2"), "integer", REWRITES),
                Arguments.of(Schema.INT64_SCHEMA, plain("int2"), "bigint", REWRITES),
                Arguments.of(Schema.INT64_SCHEMA, plain("int4"), "bigint", REWRITES),
                Arguments.of(Schema.FLOAT32_SCHEMA, plain("int4"), "double precision", REWRITES),
                Arguments.of(Decimal.schema(2), plain("int8"), "numeric", REWRITES),
                Arguments.of(Schema.FLOAT64_SCHEMA, plain("float4"), "double precision", REWRITES),
                Arguments.of(Schema.STRING_SCHEMA, limited("varchar", 20), "text", !REWRITES),
                Arguments.of(
                        with(SchemaBuilder.string(), "__debezium.source.column.length", "21"),
                        limited("varchar", 20),
                        "character varying(21)",
                        !REWRITES),
                Arguments.of(
                        with(SchemaBuilder.string().name("io.debezium.data.Enum"), "allowed", "one,three"),
                        limited("varchar", 4),
                        "character varying(5)",
                        !REWRITES),
                Arguments.of(
                        debezium(SchemaBuilder.string(), "data.Uuid"),
                        limited("varchar", 32),
                        "character varying(36)",
                        !REWRITES),
                Arguments.of(debezium(SchemaBuilder.string(), "data.Json"), limited("varchar", 99), "text", !REWRITES),
                Arguments.of(precise(12, 2), PgType.numeric(10, 2), "numeric(12,2)", !REWRITES),
                Arguments.of(precise(12, 3), PgType.numeric(10, 2), "numeric", !REWRITES),
                Arguments.of(precise(12, 1), PgType.numeric(10, 2), "numeric(13,2)", !REWRITES),
                Arguments.of(Decimal.schema(2), PgType.numeric(10, 2), "numeric", !REWRITES),
                Arguments.of(Schema.INT16_SCHEMA, PgType.numeric(4, 2), "numeric(7,2)", !REWRITES),
                Arguments.of(Timestamp.SCHEMA, limited("timestamptz", 2), "timestamp with time zone", !REWRITES),
                Arguments.of(
                        debezium(SchemaBuilder.int64(), "time.NanoTime"),
                        limited("time", 5),
                        "time without time zone",
                        !REWRITES),
                Arguments.of(
                        debezium(SchemaBuilder.bytes().parameter("length", "9"), "data.Bits"),
                        limited("varbit", 8),
                        "bit varying",
                        !REWRITES));
    }

    @ParameterizedTest
    @MethodSource("widened")
    void findsTheTypeThatHoldsEveryValueOfTheField(Schema schema, PgType column, String type, boolean rewrites) {
        assertThat(Widenings.of(schema, column)).isEqualTo(new Widening(type, rewrites));
    }

    static Stream<Arguments> untouched() {
        return Stream.of(
                Arguments.of(Schema.INT16_SCHEMA, plain("int2")),
                Arguments.of(Schema.INT32_SCHEMA, plain("int8")),
                Arguments.of(Schema.FLOAT64_SCHEMA, plain("int8")), // which has more digits
                Arguments.of(Schema.INT64_SCHEMA, plain("float4")),
                Arguments.of(Schema.STRING_SCHEMA, plain("int4")),
                Arguments.of(Schema.FLOAT64_SCHEMA, PgType.numeric(10, 2)),
                Arguments.of(Decimal.schema(2), plain("numeric")),
                Arguments.of(precise(10, 2), PgType.numeric(10, 2)),
                Arguments.of(precise(9, 1), PgType.numeric(10, 2)),
                Arguments.of(Schema.INT16_SCHEMA, PgType.numeric(7, 2)),
                Arguments.of(Schema.STRING_SCHEMA, plain("varchar")),
                Arguments.of(Schema.STRING_SCHEMA, limited("bpchar", 5)), // whose spaces at the end mean nothing
                Arguments.of(
                        with(SchemaBuilder.string(), "__debezium.source.column.length", "20"), limited("varchar", 20)),
                Arguments.of(
                        with(SchemaBuilder.string().name("io.debezium.data.EnumSet"), "allowed", "one,three"),
                        limited("varchar", 9)),
                Arguments.of(debezium(SchemaBuilder.string(), "data.Uuid"), limited("varchar", 36)),
                Arguments.of(debezium(SchemaBuilder.string(), "time.IsoDate"), limited("varchar", 10)),
                Arguments.of(Timestamp.SCHEMA, limited("timestamptz", 3)),
                Arguments.of(Timestamp.SCHEMA, plain("date")),
                Arguments.of(debezium(SchemaBuilder.int32(), "time.Date"), plain("timestamp")));
    }

    @ParameterizedTest
    @MethodSource("untouched")
    void leavesColumnsThatHoldTheFieldOrCanHoldItInNoWiderType(Schema schema, PgType column) {
        assertThat(Widenings.of(schema, column)).isNull();
    }
}
