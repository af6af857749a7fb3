// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClickHouseTypeTest {
    /** Name, wrappers, numbers, zone, names, elements: what a type is, in one line. */
    private static String read(ClickHouseType type) {
        StringBuilder out = new StringBuilder(type.isKnown() ? type.name() : "?");
        type.wrappers().stream().sorted().forEach(wrapper -> out.append(' ').append(wrapper));
        if (!type.limits().equals(ClickHouseType.Limits.NONE)) {
            out.append(' ')
                    .append(type.limits().length())
                    .append('/')
                    .append(type.limits().scale());
            out.append(type.limits().zone().isEmpty() ? "" : "@" + type.limits().zone());
        }
        out.append(type.parts().names().isEmpty() ? "" : " " + type.parts().names());
        out.append(type.parts().values().isEmpty() ? "" : "=" + type.parts().values());
        if (!type.parts().types().isEmpty()) {
            out.append(type.parts().types().stream()
                    .map(ClickHouseTypeTest::read)
                    .collect(Collectors.joining("; ", " <", ">")));
        }
        return out.toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Int8                                       | Int8
            UInt256                                    | UInt256
            Bool                                       | Bool
            String                                     | String
            Nullable(Int32)                            | Int32 NULLABLE
            LowCardinality(String)                     | String LOW_CARDINALITY
            LowCardinality(Nullable(String))           | String NULLABLE LOW_CARDINALITY
            Array(Nullable(UInt8))                     | Array <UInt8 NULLABLE>
            Array(Array(Array(Int8)))                  | Array <Array <Array <Int8>>>
            Map(LowCardinality(String), Array(Int8))   | Map <String LOW_CARDINALITY; Array <Int8>>
            Tuple(a Int32, `b c` String)               | Tuple [a, b c] <Int32; String>
            Tuple(Int32, Decimal(18, 4))               | Tuple <Int32; Decimal 18/4>
            Tuple(d Decimal(18, 4), e Tuple(f Int8))   | Tuple [d, e] <Decimal 18/4; Tuple [f] <Int8>>
            Tuple(`a``b\\`c` Int8)                     | Tuple [a`b`c] <Int8>
            Nested(x Int32, `y,z` Nullable(String))    | Array <Tuple [x, y,z] <Int32; String NULLABLE>>
            Nullable(Tuple(Int8))                      | Tuple NULLABLE <Int8>
            Decimal(10, 0)                             | Decimal 10/0
            Decimal(10)                                | Decimal 10/0
            Decimal                                    | Decimal 10/0
            Decimal32(2)                               | Decimal 9/2
            Decimal64(2)                               | Decimal 18/2
            Decimal128(2)                              | Decimal 38/2
            Decimal256(3)                              | Decimal 76/3
            FixedString(5)                             | FixedString 5/0
            DateTime                                   | DateTime
            DateTime('Europe/Berlin')                  | DateTime 0/0@Europe/Berlin
            DateTime64(3)                              | DateTime64 0/3
            DateTime64(9, 'UTC')                       | DateTime64 0/9@UTC
            Nullable(DateTime64(6, 'UTC'))             | DateTime64 NULLABLE 0/6@UTC
            Time                                       | Time
            Time64(6)                                  | Time64 0/6
            IPv6                                       | IPv6
            JSON                                       | JSON
            JSON(max_dynamic_paths=10, `a.b` UInt32, SKIP c, SKIP REGEXP 'foo.*[)]') | JSON
            SimpleAggregateFunction(sum, UInt64)       | UInt64 AGGREGATE
            SimpleAggregateFunction(anyLast, Nullable(String)) | String NULLABLE AGGREGATE
            SimpleAggregateFunction(groupUniqArrayArray(10), Array(String)) | Array AGGREGATE <String>
            Point                                      | Tuple <Float64; Float64>
            Ring                                       | Array <Tuple <Float64; Float64>>
            LineString                                 | Array <Tuple <Float64; Float64>>
            Polygon                                    | Array <Array <Tuple <Float64; Float64>>>
            MultiPolygon                               | Array <Array <Array <Tuple <Float64; Float64>>>>
            Array(Variant(Int32, String))              | Array <?>
            """)
    void readsWhatTheServerSays(String text, String meaning) {
        ClickHouseType type = ClickHouseType.parse(text);

        assertThat(read(type)).isEqualTo(meaning);
        assertThat(type.display()).isEqualTo(text);
        assertThat(type.isKnown()).isTrue();
    }

    @Test
    void readsTheWordsOfAnEnumWithoutTheirEscapes() {
        ClickHouseType type = ClickHouseType.parse("Enum8('back\\\\slash' = -3, 'a' = 1, 'it\\'s' = 2, 'it''s too' = 3,"
                + " 't\\ttab' = 4, 'paren)(' = 5, 'Ünï, 1' = 6, '' = 7, 'nul\\0\\x41' = 8)");

        assertThat(type.parts().names())
                .containsExactly("back\\slash", "a", "it's", "it's too", "t\ttab", "paren)(", "Ünï, 1", "", "nul\0A");
        assertThat(type.parts().values()).containsExactly(-3, 1, 2, 3, 4, 5, 6, 7, 8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Variant(Int32, String)",
                "Dynamic",
                "AggregateFunction(uniq, UInt64)",
                "BFloat16",
                "IntervalDay",
                "QBit(Float32, 16)",
                "Object('json')",
                "Geometry",
                "Nothing",
                "Nullable(Nothing)",
                "Nullable(",
                "Nullable()",
                "Nullable",
                "Array",
                "Map(String)",
                "Decimal(77, 0)",
                "Decimal(0, 0)",
                "Decimal(3, 4)",
                "Decimal(x, 4)",
                "DateTime64(10)",
                "DateTime64('UTC')",
                "FixedString(0)",
                "FixedString(99999999999)",
                "Enum8('a' = 128)",
                "Enum8('a')",
                "Enum8(a = 1)",
                "Enum16('a = 1)",
                "Enum16('a' = 99999999999)",
                "Tuple(a Int8, )",
                "Tuple(`a Int8)",
                "Tuple(Int8))(",
                "Int7",
                "int8"
            })
    void keepsWhatItDoesNotKnowByItsText(String text) {
        ClickHouseType type = ClickHouseType.parse(text);

        assertThat(type.isKnown()).isFalse();
        assertThat(type.display()).isEqualTo(text);
    }

    @Test
    void doesNotFollowTypesToAnyDepth() {
        ClickHouseType type = ClickHouseType.parse("Array(".repeat(100_000) + "Int8" + ")".repeat(100_000));
        for (int i = 0; i < 32; i++) {
            assertThat(type.name()).isEqualTo("Array");
            type = type.element();
        }

        assertThat(type.element().isKnown()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Int32                                | Nullable(Int32)
            Nullable(Int32)                      | Nullable(Int32)
            LowCardinality(String)               | LowCardinality(Nullable(String))
            LowCardinality(FixedString(3))       | LowCardinality(Nullable(FixedString(3)))
            LowCardinality(Nullable(String))     | LowCardinality(Nullable(String))
            DateTime64(3, 'UTC')                 | Nullable(DateTime64(3, 'UTC'))
            Array(Int32)                         | Array(Int32)
            Map(String, Int32)                   | Map(String, Int32)
            Tuple(a Int32)                       | Tuple(a Int32)
            JSON                                 | JSON
            SimpleAggregateFunction(sum, UInt64) | SimpleAggregateFunction(sum, UInt64)
            Dynamic                              | Dynamic
            """)
    void takesNullsWhereThereCanBeSome(String text, String nullable) {
        assertThat(ClickHouseType.parse(text).asNullable()).isEqualTo(nullable);
    }

    @Test
    void keepsItsWrappersAroundAnotherType() {
        assertThat(List.of("Int8", "Nullable(Int8)", "LowCardinality(Int8)", "LowCardinality(Nullable(Int8))"))
                .map(text -> ClickHouseType.parse(text).with("Int16"))
                .containsExactly(
                        "Int16", "Nullable(Int16)", "LowCardinality(Int16)", "LowCardinality(Nullable(Int16))");
    }
}
