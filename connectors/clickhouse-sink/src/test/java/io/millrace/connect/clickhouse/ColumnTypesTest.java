// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.clickhouse.TypeOptions.Documents;
import io.millrace.connect.clickhouse.TypeOptions.Structs;
import io.millrace.connect.clickhouse.TypeOptions.Texts;
import io.millrace.connect.clickhouse.TypeOptions.Times;
import io.millrace.connect.clickhouse.TypeOptions.Zones;
import io.millrace.records.SemanticType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;

class ColumnTypesTest {
    private static final TypeOptions ALL_OTHERS =
            new TypeOptions(Documents.JSON, Structs.TUPLE, Times.TIME64, Texts.LOW_CARDINALITY, Zones.SERVER_ELSEWHERE);

    private static String made(Schema schema) {
        return ColumnTypes.of(schema, TypeOptions.DEFAULT);
    }

    @Test
    void makesAColumnThatHoldsEveryValue() {
        Map<String, String> made = new LinkedHashMap<>();
        Samples.schemas().forEach((name, schema) -> {
            String plain = made(schema);
            String other = ColumnTypes.of(schema, ALL_OTHERS);
            made.put(name, plain.equals(other) ? plain : plain + " or " + other);
        });

        assertThat(String.join(
                        "\n", made.entrySet().stream().map(Object::toString).toList()))
                .isEqualTo("""
                int8=Int8
                int16=Int16
                int32=Int32
                int64=Int64
                float32=Float32
                float64=Float64
                boolean=Bool
                string=String or LowCardinality(String)
                bytes=String
                decimal(10,2)=Decimal(10, 2)
                bits(8)=UInt64
                array=Array(Nullable(Int32))
                map=Map(String, Int32) or Map(LowCardinality(String), Int32)
                map of doubles=String
                struct=String or Tuple(a Int32)
                CONNECT_DATE=Date32
                CONNECT_TIME=String or Time64(3)
                CONNECT_TIMESTAMP=DateTime64(3, 'UTC')
                CONNECT_DECIMAL=String
                DATE=Date32
                TIME=String or Time64(3)
                MICRO_TIME=String or Time64(6)
                NANO_TIME=String or Time64(9)
                TIMESTAMP=DateTime64(3) or DateTime64(3, 'UTC')
                MICRO_TIMESTAMP=DateTime64(6) or DateTime64(6, 'UTC')
                NANO_TIMESTAMP=DateTime64(9) or DateTime64(9, 'UTC')
                ZONED_TIMESTAMP=DateTime64(6, 'UTC')
                ZONED_TIME=String
                ISO_DATE=Date32
                ISO_TIME=String or Time64(6)
                ISO_TIMESTAMP=DateTime64(6) or DateTime64(6, 'UTC')
                STRUCTURED_DATE=Date32
                STRUCTURED_TIME=String or Time64(6)
                STRUCTURED_TIMESTAMP=DateTime64(6) or DateTime64(6, 'UTC')
                STRUCTURED_ZONED_TIME=String
                STRUCTURED_ZONED_TIMESTAMP=DateTime64(6, 'UTC')
                STRUCTURED_DURATION=String
                YEAR=Int32
                MICRO_DURATION=String
                NANO_DURATION=String
                INTERVAL=String
                VARIABLE_SCALE_DECIMAL=String
                BITS=String
                ENUM=String or LowCardinality(String)
                ENUM_SET=String or LowCardinality(String)
                JSON=String or JSON
                XML=String or LowCardinality(String)
                UUID=UUID
                LTREE=String or LowCardinality(String)
                TSVECTOR=String or LowCardinality(String)
                DOUBLE_VECTOR=Array(Float64)
                FLOAT_VECTOR=Array(Float32)
                SPARSE_DOUBLE_VECTOR=String or Tuple(x Float64)
                GEOMETRY=String or Tuple(x Float64)
                GEOGRAPHY=String or Tuple(x Float64)
                POINT=String or Tuple(x Float64)
                CIRCLE=String or Tuple(x Float64)
                LINE=String or Tuple(x Float64)""");
    }

    @Test
    void canWriteIntoEveryColumnThatItMakes() {
        Samples.schemas().forEach((name, schema) -> {
            for (TypeOptions options : new TypeOptions[] {TypeOptions.DEFAULT, ALL_OTHERS}) {
                String type = ColumnTypes.ofNullable(schema, options);
                assertThat(Encoders.of(schema, ClickHouseType.parse(type)))
                        .as("%s into %s", name, type)
                        .isNotNull();
            }
        });
    }

    @Test
    void keepsEveryDigitOfADecimal() {
        assertThat(made(Samples.decimal(76, 10))).isEqualTo("Decimal(76, 10)");
        assertThat(made(Samples.decimal(77, 10))).isEqualTo("String");
        assertThat(made(Samples.decimal(2, 5))).isEqualTo("Decimal(5, 5)");
        assertThat(made(Samples.decimal(5, -2))).isEqualTo("Decimal(7, 0)");
        assertThat(made(Samples.decimal(75, -2))).isEqualTo("String");
        assertThat(made(Decimal.schema(0))).isEqualTo("String");
    }

    @Test
    void takesNullsWhereThereCanBeSome() {
        Schema inner = SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("two words", Schema.OPTIONAL_STRING_SCHEMA)
                .field(
                        "tags",
                        SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build())
                .build();

        assertThat(ColumnTypes.ofNullable(Schema.INT32_SCHEMA, TypeOptions.DEFAULT))
                .isEqualTo("Nullable(Int32)");
        assertThat(ColumnTypes.ofNullable(Schema.STRING_SCHEMA, TypeOptions.DEFAULT.withLowCardinality()))
                .isEqualTo("LowCardinality(Nullable(String))");
        assertThat(ColumnTypes.ofNullable(SchemaBuilder.array(inner).build(), ALL_OTHERS))
                .isEqualTo("Array(Tuple(id Int64, `two words` LowCardinality(Nullable(String)),"
                        + " tags Array(LowCardinality(String))))");
        assertThat(made(Schema.OPTIONAL_INT32_SCHEMA)).as("of a key").isEqualTo("Int32");
    }

    @Test
    void takesShortBitsForANumberAndEndlessOnesForText() {
        assertThat(made(bits("64"))).isEqualTo("UInt64");
        assertThat(made(bits("65"))).isEqualTo("String");
        assertThat(made(bits(String.valueOf(Integer.MAX_VALUE)))).isEqualTo("String");
    }

    @Test
    void writesAStructWithinItselfAsADocument() {
        SchemaBuilder node = SchemaBuilder.struct().field("value", Schema.INT32_SCHEMA);
        Schema tree = node.field("next", node).field("nodes", SchemaBuilder.array(node));

        assertThat(ColumnTypes.of(tree, ALL_OTHERS)).isEqualTo("Tuple(value Int32, next JSON, nodes Array(JSON))");
    }

    private static Schema bits(String length) {
        return Samples.named(SemanticType.BITS, SchemaBuilder.bytes().parameter("length", length));
    }
}
