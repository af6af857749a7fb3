// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.json.internal.JsonEncoder.Decimals;
import io.millrace.json.internal.JsonEncoder.Style;
import io.millrace.json.internal.JsonEncoder.Times;
import io.millrace.json.internal.PinnedSchema.UnknownFields;
import io.millrace.records.Side;
import io.millrace.testkit.RandomData;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WritingTest {
    private static final Style NUMBERS = new Style(Decimals.TEXT, Times.NUMBER);

    private static Schema named(SchemaBuilder builder, String name) {
        return builder.name(name).build();
    }

    @Test
    void writesEveryTypeWithoutItsSchema() {
        Schema schema = SchemaBuilder.struct()
                .field("flag", Schema.BOOLEAN_SCHEMA)
                .field("small", Schema.INT8_SCHEMA)
                .field("big", Schema.INT64_SCHEMA)
                .field("f", Schema.FLOAT32_SCHEMA)
                .field("d", Schema.FLOAT64_SCHEMA)
                .field("text", Schema.STRING_SCHEMA)
                .field("bytes", Schema.BYTES_SCHEMA)
                .field("none", Schema.OPTIONAL_STRING_SCHEMA)
                .field("list", SchemaBuilder.array(Schema.OPTIONAL_INT32_SCHEMA).build())
                .field(
                        "map",
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA)
                                .build())
                .field(
                        "pairs",
                        SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.STRING_SCHEMA)
                                .build())
                .field("fallback", SchemaBuilder.int32().defaultValue(7).build())
                .field("was", SchemaBuilder.int32().optional().defaultValue(7).build())
                .build();
        Struct value = new Struct(schema)
                .put("flag", true)
                .put("small", (byte) -1)
                .put("big", Long.MIN_VALUE)
                .put("f", 0.1f)
                .put("d", Double.NaN)
                .put("text", "a\"\n€😀")
                .put("bytes", new byte[] {1, 2})
                .put("list", Arrays.asList(1, null))
                .put("map", Map.of("k", 1))
                .put("pairs", Map.of(2, "v"));

        assertThat(Json.write(schema, value))
                .isEqualTo("{\"flag\":true,\"small\":-1,\"big\":-9223372036854775808,\"f\":0.1,\"d\":\"NaN\","
                        + "\"text\":\"a\\\"\\n€😀\",\"bytes\":\"AQI=\",\"none\":null,\"list\":[1,null],\"map\":{\"k\":1},"
                        + "\"pairs\":[[2,\"v\"]],\"fallback\":7,\"was\":null}");
    }

    @Test
    void writesLogicalTypesInTheChosenWay() {
        Schema schema = SchemaBuilder.struct()
                .field("decimal", Decimal.schema(3))
                .field("date", org.apache.kafka.connect.data.Date.SCHEMA)
                .field("time", Time.SCHEMA)
                .field("at", Timestamp.SCHEMA)
                .field("local", named(SchemaBuilder.int64(), "io.debezium.time.MicroTimestamp"))
                .field("long_time", named(SchemaBuilder.int64(), "io.debezium.time.MicroTime"))
                .field("json", named(SchemaBuilder.string(), "io.debezium.data.Json"))
                .build();
        Struct value = new Struct(schema)
                .put("decimal", new BigDecimal("12345678901234567890.120"))
                .put("date", new Date(86_400_000L))
                .put("time", new Date(3_723_004L))
                .put("at", new Date(1L))
                .put("local", 1_000_001L)
                .put("long_time", -1L)
                .put("json", "{\"a\": 1.50}");

        assertThat(Json.write(schema, value))
                .isEqualTo("{\"decimal\":12345678901234567890.120,\"date\":\"1970-01-02\",\"time\":\"01:02:03.004\","
                        + "\"at\":\"1970-01-01T00:00:00.001Z\",\"local\":\"1970-01-01T00:00:01.000001\",\"long_time\":-1,"
                        + "\"json\":{\"a\": 1.50}}");
        assertThat(Json.write(NUMBERS, schema, value))
                .isEqualTo("{\"decimal\":\"12345678901234567890.120\",\"date\":1,\"time\":3723004,\"at\":1,"
                        + "\"local\":1000001,\"long_time\":-1,\"json\":{\"a\": 1.50}}");
    }

    @Test
    void writesDataWithoutASchema() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("a", Arrays.asList(1, 2L, 1.5, null, new BigDecimal("1.50"), BigInteger.TEN.pow(30)));
        map.put("b", ByteBuffer.wrap(new byte[] {1}));
        map.put("c", new Date(0));
        map.put(
                "d",
                new Struct(SchemaBuilder.struct().field("x", Schema.INT8_SCHEMA).build()).put("x", (byte) 1));
        map.put("e", Float.POSITIVE_INFINITY);
        map.put("f", false);

        assertThat(Json.write(null, map))
                .isEqualTo("{\"a\":[1,2,1.5,null,1.50,1000000000000000000000000000000],\"b\":\"AQ==\","
                        + "\"c\":\"1970-01-01T00:00:00Z\",\"d\":{\"x\":1},\"e\":\"Infinity\",\"f\":false}");
    }

    @Test
    void writesNullForNullWhateverTheSchema() {
        assertThat(new JsonEncoder(Side.VALUE, Json.PLAIN).encode("orders", Schema.STRING_SCHEMA, null))
                .isNull();
    }

    @Test
    void writesASchemaThatHoldsItself() {
        SchemaBuilder node = SchemaBuilder.struct().name("Node");
        node.field("next", node).field("id", Schema.INT8_SCHEMA).optional();
        Struct value = new Struct(node).put("id", (byte) 1);

        assertThat(Json.write(node, value)).isEqualTo("{\"next\":null,\"id\":1}");
    }

    @Test
    void refusesWhatTheSchemaDoesNotSay() {
        Schema inner = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
        Schema schema = SchemaBuilder.struct()
                .field("list", SchemaBuilder.array(inner).build())
                .build();

        assertThatThrownBy(() -> Json.write(schema, new Struct(schema)))
                .isInstanceOf(DataException.class)
                .hasMessage("Cannot write JSON: null (expected a value) at orders value.list. Mend the schema or the"
                        + " source.");
        assertThatThrownBy(() -> Json.write(inner, new Struct(inner)))
                .hasMessage("Cannot write JSON: null (expected a value) at orders value.id. Mend the schema or the"
                        + " source.");
        assertThatThrownBy(() -> Json.write(Schema.INT64_SCHEMA, "secret"))
                .hasMessage("Cannot write JSON: java.lang.String (expected Long) at orders value. Mend the schema or"
                        + " the source.");
        assertThatThrownBy(() -> Json.write(named(SchemaBuilder.string(), "io.debezium.data.Json"), "{\"secret"))
                .isInstanceOf(DataException.class)
                .hasMessage("Cannot write JSON: 8 bytes in which the JSON does not end at orders value. Mend the schema"
                        + " or the source.");
        assertThatThrownBy(() -> Json.write(null, Map.of("a", List.of(Map.of(1, 1)))))
                .hasMessage("Cannot write JSON: java.lang.Integer (expected String) at orders value.a[]. Mend the"
                        + " schema or the source.");
        assertThatThrownBy(() -> Json.write(null, nested(2_000))).isInstanceOf(DataException.class);
    }

    private static Object nested(int depth) {
        List<Object> list = List.of();
        for (int i = 0; i < depth; i++) {
            list = new ArrayList<>(List.of(list));
        }
        return list;
    }

    @ParameterizedTest
    @EnumSource(Times.class)
    void whatIsWrittenIsReadBackEqualWithItsSchema(Times times) {
        long seed = Long.getLong("millrace.seed", 1);
        RandomData data = new RandomData(seed);
        int read = 0;
        for (int i = 0; i < 2_000; i++) {
            Schema schema = data.schema();
            Object value = data.present(schema);
            Style style = new Style(i % 2 == 0 ? Decimals.NUMBER : Decimals.TEXT, times);
            String text = Json.write(style, schema, value);
            if (hasPairs(schema)) {
                continue;
            }
            assertThat(Json.pinned(schema, UnknownFields.FAIL).read(text))
                    .as("seed %d, %d: %s", seed, i, text)
                    .isEqualTo(new SchemaAndValue(schema, value));
            read++;
        }
        assertThat(read).isGreaterThan(1_000);
    }

    private static boolean hasPairs(Schema schema) {
        return switch (schema.type()) {
            case ARRAY -> hasPairs(schema.valueSchema());
            case MAP -> schema.keySchema().type() != Schema.Type.STRING || hasPairs(schema.valueSchema());
            case STRUCT -> schema.fields().stream().anyMatch(field -> hasPairs(field.schema()));
            default -> false;
        };
    }
}
