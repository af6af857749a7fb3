// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import static io.millrace.connect.clickhouse.Encoded.hex;
import static io.millrace.connect.clickhouse.Samples.named;
import static io.millrace.connect.clickhouse.Samples.sample;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.records.SemanticType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EncodersTest {
    private static final List<String> COLUMNS = List.of(
            "Bool",
            "Int8",
            "Int64",
            "Int256",
            "UInt8",
            "UInt64",
            "Float32",
            "Float64",
            "Decimal(10, 2)",
            "String",
            "FixedString(5)",
            "Enum8('a' = 1)",
            "UUID",
            "IPv4",
            "IPv6",
            "Date",
            "Date32",
            "DateTime",
            "DateTime64(3)",
            "DateTime64(6, 'UTC')",
            "DateTime64(6, 'Europe/Berlin')",
            "Time",
            "Time64(6)",
            "JSON",
            "Array(String)",
            "Array(Int32)",
            "Map(String, Int32)",
            "Tuple(a Int32)",
            "Point",
            "Dynamic");

    private static final Schema POINT = named(
            SemanticType.POINT,
            SchemaBuilder.struct()
                    .field("x", Schema.FLOAT64_SCHEMA)
                    .field("y", Schema.FLOAT64_SCHEMA)
                    .field("wkb", Schema.OPTIONAL_BYTES_SCHEMA)
                    .field("srid", Schema.OPTIONAL_INT32_SCHEMA));

    @Test
    void writesWhereEveryValueKeepsItsMeaning() {
        Map<String, String> accepted = new LinkedHashMap<>();
        Samples.schemas().forEach((name, schema) -> {
            String columns = COLUMNS.stream()
                    .filter(column -> Encoders.of(schema, ClickHouseType.parse(column)) != null)
                    .collect(Collectors.joining(" "));
            accepted.merge(columns, name, (before, more) -> before + ", " + more);
        });

        assertThat(accepted.entrySet().stream()
                        .map(entry -> entry.getValue() + ": " + entry.getKey())
                        .collect(Collectors.joining("\n")))
                .isEqualTo("""
                int8, int16: Int8 Int64 Int256 UInt8 UInt64 Float32 Float64 Decimal(10, 2) String FixedString(5)
                int32, int64, YEAR: Int8 Int64 Int256 UInt8 UInt64 Float64 Decimal(10, 2) String FixedString(5)
                float32: Float32 Float64 String FixedString(5)
                float64: Float64 String FixedString(5)
                boolean: Bool Int8 UInt8 String FixedString(5)
                string, ENUM, XML, LTREE, TSVECTOR: Decimal(10, 2) String FixedString(5) Enum8('a' = 1) UUID IPv4 IPv6 JSON
                bytes, UUID: String FixedString(5) UUID
                decimal(10,2), CONNECT_DECIMAL, VARIABLE_SCALE_DECIMAL: Int8 Int64 Int256 UInt8 UInt64 Decimal(10, 2) String FixedString(5)
                bits(8), BITS: UInt8 UInt64 String FixedString(5)
                array: String FixedString(5) Array(String) Array(Int32)
                map, map of doubles: String FixedString(5) JSON Map(String, Int32)
                struct: String FixedString(5) JSON Tuple(a Int32)
                CONNECT_DATE, DATE, ISO_DATE, STRUCTURED_DATE: String FixedString(5) Date Date32
                CONNECT_TIME, TIME, MICRO_TIME, NANO_TIME, ISO_TIME, STRUCTURED_TIME: String FixedString(5) Time Time64(6)
                CONNECT_TIMESTAMP, ZONED_TIMESTAMP, STRUCTURED_ZONED_TIMESTAMP: String FixedString(5) DateTime DateTime64(3) DateTime64(6, 'UTC') DateTime64(6, 'Europe/Berlin')
                TIMESTAMP, MICRO_TIMESTAMP, NANO_TIMESTAMP, ISO_TIMESTAMP, STRUCTURED_TIMESTAMP: String FixedString(5) DateTime DateTime64(3) DateTime64(6, 'UTC')
                ZONED_TIME, STRUCTURED_ZONED_TIME, STRUCTURED_DURATION, MICRO_DURATION, NANO_DURATION, INTERVAL: String FixedString(5)
                ENUM_SET: Decimal(10, 2) String FixedString(5) Enum8('a' = 1) UUID IPv4 IPv6 JSON Array(String)
                JSON, SPARSE_DOUBLE_VECTOR, GEOMETRY, GEOGRAPHY, CIRCLE, LINE: String FixedString(5) JSON
                DOUBLE_VECTOR, FLOAT_VECTOR: String FixedString(5) Array(String)
                POINT: String FixedString(5) JSON Point""");
    }

    static Stream<Arguments> written() {
        Schema optional = Schema.OPTIONAL_INT32_SCHEMA;
        Schema pair = SchemaBuilder.struct()
                .field("b", Schema.OPTIONAL_STRING_SCHEMA)
                .field("a", Schema.INT32_SCHEMA)
                .build();
        Struct both = new Struct(pair).put("b", "x").put("a", 1);
        Schema bits = named(SemanticType.BITS, SchemaBuilder.bytes().parameter("length", "12"));
        return Stream.of(
                Arguments.of(Schema.BOOLEAN_SCHEMA, "Bool", true, "01"),
                Arguments.of(Schema.BOOLEAN_SCHEMA, "UInt8", false, "00"),
                Arguments.of(Schema.INT32_SCHEMA, "Int32", -2, "feffffff"),
                Arguments.of(Schema.INT32_SCHEMA, "Nullable(Int16)", 258, "000201"),
                Arguments.of(Schema.INT64_SCHEMA, "LowCardinality(Nullable(Int8))", -1L, "00ff"),
                Arguments.of(Schema.INT64_SCHEMA, "SimpleAggregateFunction(max, UInt16)", 65_535L, "ffff"),
                Arguments.of(Schema.INT64_SCHEMA, "Int128", -2L, "feffffffffffffffffffffffffffffff"),
                Arguments.of(Schema.INT64_SCHEMA, "UInt128", 2L, "02000000000000000000000000000000"),
                Arguments.of(Schema.FLOAT32_SCHEMA, "Float32", 1.5f, "0000c03f"),
                Arguments.of(Schema.FLOAT32_SCHEMA, "Float64", 1.5f, "000000000000f83f"),
                Arguments.of(Schema.FLOAT64_SCHEMA, "Float64", Double.NaN, "000000000000f87f"),
                Arguments.of(Schema.FLOAT64_SCHEMA, "Float64", Double.NEGATIVE_INFINITY, "000000000000f0ff"),
                Arguments.of(Schema.INT64_SCHEMA, "Float64", 1L << 60, "000000000000b043"),
                Arguments.of(Decimal.schema(1), "Decimal(20, 1)", new BigDecimal("-1.5"), "f1" + "ff".repeat(15)),
                Arguments.of(Decimal.schema(1), "Decimal(9, 2)", new BigDecimal("1.5"), "96000000"),
                Arguments.of(Decimal.schema(3), "Decimal(9, 2)", new BigDecimal("1.500"), "96000000"),
                Arguments.of(Decimal.schema(0), "UInt64", new BigDecimal("18446744073709551615"), "ff".repeat(8)),
                Arguments.of(Schema.STRING_SCHEMA, "Decimal(9, 2)", "1e2", "10270000"),
                Arguments.of(Schema.STRING_SCHEMA, "String", "a\0ü", "046100c3bc"),
                Arguments.of(Schema.STRING_SCHEMA, "LowCardinality(Nullable(String))", "", "0000"),
                Arguments.of(Schema.BYTES_SCHEMA, "String", ByteBuffer.wrap(new byte[] {0, -1}), "0200ff"),
                Arguments.of(Schema.INT32_SCHEMA, "String", -12, "032d3132"),
                Arguments.of(Schema.STRING_SCHEMA, "FixedString(3)", "ü", "c3bc00"),
                Arguments.of(Schema.BYTES_SCHEMA, "FixedString(2)", new byte[] {1, 0}, "0100"),
                Arguments.of(bits, "UInt16", new byte[] {5, 1}, "0501"),
                Arguments.of(bits, "UInt64", new byte[] {5}, "0500000000000000"),
                Arguments.of(bits, "String", new byte[] {5, 1}, "0c303030313030303030313031"),
                Arguments.of(Schema.STRING_SCHEMA, "Enum8('a' = -3, 'b' = 2)", "a", "fd"),
                Arguments.of(Schema.STRING_SCHEMA, "Enum16('a' = 258)", "a", "0201"),
                Arguments.of(
                        Schema.STRING_SCHEMA,
                        "UUID",
                        "00112233-4455-6677-8899-aabbccddeeff",
                        "7766554433221100ffeeddccbbaa9988"),
                Arguments.of(
                        Schema.BYTES_SCHEMA,
                        "UUID",
                        new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
                        "07060504030201000f0e0d0c0b0a0908"),
                Arguments.of(Schema.STRING_SCHEMA, "IPv4", "1.2.3.4", "04030201"),
                Arguments.of(Schema.STRING_SCHEMA, "IPv6", "2001:db8::ff", "20010db80000000000000000000000ff"),
                Arguments.of(Schema.STRING_SCHEMA, "IPv6", "1.2.3.4", "00000000000000000000ffff01020304"),
                Arguments.of(sample(SemanticType.JSON), "JSON", " {}", "03207b7d"),
                Arguments.of(pair, "JSON", both, "0f7b2262223a2278222c2261223a317d"),
                Arguments.of(pair, "String", both, "0f7b2262223a2278222c2261223a317d"),
                Arguments.of(pair, "Tuple(a Int8, b String)", both, "010178"),
                Arguments.of(pair, "Tuple(a Int8, c Nullable(Int8), b Nullable(String))", both, "01010001" + "78"),
                Arguments.of(pair, "Tuple(String, Int8)", both, "017801"),
                Arguments.of(
                        POINT,
                        "Point",
                        new Struct(POINT).put("x", 1.5).put("y", 2.5),
                        "000000000000f83f0000000000000440"),
                Arguments.of(
                        SchemaBuilder.array(optional).build(),
                        "Array(Nullable(Int8))",
                        Arrays.asList(1, null),
                        "02000101"),
                Arguments.of(SchemaBuilder.array(optional).build(), "Array(Int8)", List.of(), "00"),
                Arguments.of(sample(SemanticType.ENUM_SET), "Array(String)", "a,,bc", "03016100026263"),
                Arguments.of(sample(SemanticType.ENUM_SET), "Array(String)", "", "00"),
                Arguments.of(
                        SchemaBuilder.map(Schema.STRING_SCHEMA, optional).build(),
                        "Map(LowCardinality(String), Nullable(Int8))",
                        Collections.singletonMap("a", null),
                        "01016101"));
    }

    @ParameterizedTest
    @MethodSource("written")
    void writesRowBinary(Schema schema, String column, Object value, String expected) {
        assertThat(hex(schema, column, value)).isEqualTo(expected);
    }

    @Test
    void writesTheLengthBeforeATextOfAnyLength() {
        for (String letter : List.of("a", "ü", "€", "😀", "a\0")) {
            for (int count : new int[] {0, 1, 31, 32, 42, 43, 63, 64, 127, 128, 5_461, 8_192, 16_383, 16_384}) {
                String text = letter.repeat(count);
                byte[] utf8 = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);

                byte[] written = Encoded.bytes(Encoded.encoder(Schema.STRING_SCHEMA, "String"), text);

                int prefix = written.length - utf8.length;
                int length = 0;
                for (int i = 0; i < prefix; i++) {
                    length |= (written[i] & 0x7F) << (7 * i);
                }
                assertThat(length).isEqualTo(utf8.length);
                assertThat(Arrays.copyOfRange(written, prefix, written.length)).isEqualTo(utf8);
            }
        }
    }

    @Test
    void readsDefaultsOfFieldsInTuplesWhereNullIsNoValue() {
        Schema schema = SchemaBuilder.struct()
                .field("a", SchemaBuilder.int32().defaultValue(7).build())
                .field("b", SchemaBuilder.int32().optional().defaultValue(7).build())
                .build();

        assertThat(hex(schema, "Tuple(a Int8, b Nullable(Int8))", new Struct(schema)))
                .isEqualTo("0701");
    }

    @Test
    void leavesTuplesAloneThatLackAFieldOrHaveOneMore() {
        Schema schema = SchemaBuilder.struct()
                .field("a", Schema.INT32_SCHEMA)
                .field("b", Schema.INT32_SCHEMA)
                .build();

        assertThat(Stream.of("Tuple(a Int8)", "Tuple(a Int8, b Int8, c Int8)", "Tuple(Int8)", "Tuple(a Int8, b Date)"))
                .allSatisfy(column -> assertThat(Encoders.of(schema, ClickHouseType.parse(column)))
                        .isNull());
    }

    @Test
    void takesPointsInTimeInAnyZoneAndLocalTimesInNone() {
        assertThat(hex(Timestamp.SCHEMA, "DateTime64(3, 'Asia/Tokyo')", new java.util.Date(258)))
                .isEqualTo("0201000000000000");
        assertThat(hex(sample(SemanticType.TIMESTAMP), "DateTime64(6)", 1L)).isEqualTo("e803000000000000");
        assertThat(Encoders.of(sample(SemanticType.TIMESTAMP), ClickHouseType.parse("DateTime64(3, 'Asia/Tokyo')")))
                .isNull();
    }
}
