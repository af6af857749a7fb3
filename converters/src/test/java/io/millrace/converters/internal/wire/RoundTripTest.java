// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.converters.internal.avro.DataOption;
import io.millrace.converters.internal.avro.DataOptions;
import io.millrace.testkit.Captures;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RoundTripTest {
    private static final long MILLIS_PER_DAY = 86_400_000L;

    private final Codec codec = new Codec();

    static Stream<Arguments> everyType() {
        return Stream.of(
                Arguments.of(SchemaBuilder.int8(), List.of((byte) 0, Byte.MIN_VALUE, Byte.MAX_VALUE)),
                Arguments.of(SchemaBuilder.int16(), List.of((short) 0, Short.MIN_VALUE, Short.MAX_VALUE)),
                Arguments.of(SchemaBuilder.int32(), List.of(0, -1, 63, 64, Integer.MIN_VALUE, Integer.MAX_VALUE)),
                Arguments.of(SchemaBuilder.int64(), List.of(0L, -1L, 1L << 35, Long.MIN_VALUE, Long.MAX_VALUE)),
                Arguments.of(SchemaBuilder.float32(), List.of(0f, -0f, 1.1f, Float.NaN, Float.NEGATIVE_INFINITY)),
                Arguments.of(SchemaBuilder.float64(), List.of(0d, -0d, 1.1d, Double.NaN, Double.MAX_VALUE)),
                Arguments.of(SchemaBuilder.bool(), List.of(true, false)),
                Arguments.of(
                        SchemaBuilder.string(), List.of("", "plain", "naïve", "€", "\ud83d\ude00", "a".repeat(9000))),
                Arguments.of(SchemaBuilder.bytes(), List.of(buffer(), buffer(0), buffer(-1, 0, 127))),
                Arguments.of(
                        Decimal.builder(2),
                        List.of(
                                new BigDecimal("0.00"),
                                new BigDecimal("-0.01"),
                                new BigDecimal("1.27"),
                                new BigDecimal("1.28"),
                                new BigDecimal("-1.28"),
                                new BigDecimal("-1.29"),
                                new BigDecimal("9999999999999999.99"),
                                new BigDecimal("-99999999999999999999999999999999999999.99"),
                                new BigDecimal("92233720368547758.07"),
                                new BigDecimal("92233720368547758.08"))),
                Arguments.of(Decimal.builder(-3), List.of(BigDecimal.valueOf(7, -3))),
                Arguments.of(Decimal.builder(70), List.of(BigDecimal.valueOf(7, 70))),
                Arguments.of(
                        Decimal.builder(4).parameter("connect.decimal.precision", "10"),
                        List.of(new BigDecimal("3.1416"))),
                Arguments.of(
                        Date.builder(),
                        List.of(
                                new java.util.Date(0),
                                new java.util.Date(-MILLIS_PER_DAY),
                                new java.util.Date(Integer.MAX_VALUE * MILLIS_PER_DAY))),
                Arguments.of(Time.builder(), List.of(new java.util.Date(0), new java.util.Date(MILLIS_PER_DAY))),
                Arguments.of(
                        Timestamp.builder(),
                        List.of(new java.util.Date(-1), new java.util.Date(Long.MAX_VALUE), new java.util.Date(1))),
                Arguments.of(SchemaBuilder.array(Schema.INT32_SCHEMA), List.of(List.of(), List.of(1, 2, 3))),
                Arguments.of(
                        SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA), List.of(Arrays.asList("a", null, "b"))),
                Arguments.of(
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT64_SCHEMA),
                        List.of(Map.of(), Map.of("a", 1L, "b", 2L))),
                Arguments.of(
                        SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.OPTIONAL_STRING_SCHEMA),
                        List.of(Map.of(), Map.of(7, "seven"))),
                Arguments.of(
                        SchemaBuilder.map(Schema.OPTIONAL_STRING_SCHEMA, Schema.BOOLEAN_SCHEMA)
                                .name("shop.Flags"),
                        List.of(Map.of("a", true))));
    }

    @ParameterizedTest
    @MethodSource("everyType")
    void readsTopLevelValuesAsTheyWereWritten(SchemaBuilder builder, List<Object> values) {
        Schema schema = builder.build();

        for (Object value : values) {
            assertThat(codec.roundTrip(schema, value)).isEqualTo(new SchemaAndValue(schema, value));
        }
    }

    @ParameterizedTest
    @MethodSource("everyType")
    void readsRequiredOptionalAndDefaultedFieldsAsTheyWereWritten(SchemaBuilder builder, List<Object> values) {
        Schema required = builder.build();
        Schema optional = copy(required).optional().build();
        for (Object value : values) {
            Schema schema = SchemaBuilder.struct()
                    .name("shop.Row")
                    .version(3)
                    .doc("a row")
                    .field("required", required)
                    .field("optional", optional)
                    .field("absent", optional)
                    .field("defaulted", copy(required).defaultValue(value).build())
                    .field("both", copy(optional).optional().defaultValue(value).build())
                    .build();
            Struct row = new Struct(schema)
                    .put("required", value)
                    .put("optional", value)
                    .put("defaulted", value)
                    .put("both", value);

            SchemaAndValue read = codec.roundTrip(schema, row);

            assertThat(read.schema()).isEqualTo(schema);
            assertThat(read.value()).isEqualTo(row);
        }
    }

    private static SchemaBuilder copy(Schema schema) {
        SchemaBuilder copy = switch (schema.type()) {
            case ARRAY -> SchemaBuilder.array(schema.valueSchema());
            case MAP -> SchemaBuilder.map(schema.keySchema(), schema.valueSchema());
            default -> SchemaBuilder.type(schema.type());
        };
        if (schema.name() != null) {
            copy.name(schema.name());
        }
        if (schema.version() != null) {
            copy.version(schema.version());
        }
        if (schema.parameters() != null) {
            copy.parameters(schema.parameters());
        }
        return copy;
    }

    private static ByteBuffer buffer(int... bytes) {
        ByteBuffer buffer = ByteBuffer.allocate(bytes.length);
        for (int b : bytes) {
            buffer.put((byte) b);
        }
        return buffer.flip();
    }

    @Test
    void roundTripsEveryCapturedChangeEvent() {
        int records = 0;
        for (Captures.Database database : Captures.Database.values()) {
            for (String table : database.tables()) {
                for (SinkRecord record : Captures.sinkRecords(database, table)) {
                    records += checkRoundTrip(record.keySchema(), record.key());
                    records += checkRoundTrip(record.valueSchema(), record.value());
                }
            }
        }

        assertThat(records).isGreaterThan(50);
    }

    private int checkRoundTrip(Schema schema, Object value) {
        if (value == null) {
            return 0;
        }
        byte[] bytes = codec.write(schema, value);
        SchemaAndValue read = codec.read(bytes);
        assertThat(read.schema()).isEqualTo(schema);
        assertThat(codec.write(read.schema(), read.value())) // bytes are read as buffers, whatever they were
                .isEqualTo(bytes);
        return 1;
    }

    @Test
    void readsBytesWrittenFromAnArrayOrFromTheMiddleOfABuffer() {
        Schema schema = SchemaBuilder.array(Schema.BYTES_SCHEMA).build();
        ByteBuffer middle = buffer(9, 1, 2, 9).position(1).limit(3);

        SchemaAndValue read = codec.roundTrip(schema, List.of(new byte[] {1, 2}, middle));

        assertThat(read.value()).isEqualTo(List.of(buffer(1, 2), buffer(1, 2)));
        assertThat(middle.position()).isEqualTo(1);
    }

    @Test
    void writesBytesByThemselvesWithoutALength() {
        assertThat(codec.write(Schema.BYTES_SCHEMA, new byte[] {1, 2, 3})).containsExactly(0, 0, 0, 0, 1, 1, 2, 3);
        assertThat(codec.write(Schema.OPTIONAL_BYTES_SCHEMA, new byte[] {1, 2, 3}))
                .containsExactly(0, 0, 0, 0, 2, 2, 6, 1, 2, 3);
    }

    @Test
    void keepsNullInAnOptionalFieldThatHasADefault() {
        Schema schema = SchemaBuilder.struct()
                .field("n", SchemaBuilder.int32().optional().defaultValue(5).build())
                .build();
        Struct row = new Struct(schema).put("n", null);

        Struct read = (Struct) codec.roundTrip(schema, row).value();

        assertThat(read.getWithoutDefault("n")).isNull();
    }

    @Test
    void writesTheDefaultInPlaceOfNullWhereAskedOrRequired() {
        Schema schema = SchemaBuilder.struct()
                .field("n", SchemaBuilder.int32().optional().defaultValue(5).build())
                .field("m", SchemaBuilder.int32().defaultValue(6).build())
                .build();
        Struct row = new Struct(schema).put("n", null);
        Codec confluent = new Codec(DataOptions.DEFAULTS.without(DataOption.IGNORE_DEFAULT_FOR_NULLABLES));

        Struct read = (Struct) confluent.roundTrip(schema, row).value();
        Struct kept = (Struct) codec.roundTrip(schema, row).value();

        assertThat(read.getWithoutDefault("n")).isEqualTo(5);
        assertThat(read.getWithoutDefault("m")).isEqualTo(6);
        assertThat(kept.getWithoutDefault("n")).isNull();
        assertThat(kept.getWithoutDefault("m")).isEqualTo(6);
    }

    @Test
    void keepsNullInsideADefaultThoughTheFieldHasADefaultItself() {
        Schema part = SchemaBuilder.struct()
                .name("test.Part")
                .field(
                        "grade",
                        SchemaBuilder.float32().optional().defaultValue(1.5f).build())
                .build();
        Map<String, Object> parts = Map.of("a", new Struct(part));
        Schema schema = SchemaBuilder.map(Schema.STRING_SCHEMA, part)
                .defaultValue(parts)
                .build();

        SchemaAndValue read = codec.roundTrip(schema, parts);

        assertThat(read.schema()).isEqualTo(schema);
    }

    @Test
    void keepsTheDefaultOfAStruct() {
        Schema plain = SchemaBuilder.struct()
                .name("shop.Price")
                .field("cents", Schema.INT64_SCHEMA)
                .build();
        Struct free = new Struct(plain).put("cents", 0L);
        Schema withDefault = new org.apache.kafka.connect.data.ConnectSchema(
                Schema.Type.STRUCT, false, free, "shop.Price", null, null, null, plain.fields(), null, null);
        Schema schema = SchemaBuilder.struct().field("price", withDefault).build();

        SchemaAndValue read = codec.roundTrip(schema, new Struct(schema));

        assertThat(((Struct) read.value()).getStruct("price").getInt64("cents")).isZero();
        assertThat(read.schema()).isEqualTo(schema);
    }

    @Test
    void readsAStructThatHoldsItself() {
        SchemaBuilder node = SchemaBuilder.struct().name("shop.Node").optional().field("n", Schema.INT32_SCHEMA);
        node.field("next", node);
        Schema schema = node.build();
        Struct tail = new Struct(node).put("n", 3);
        Struct middle = new Struct(node).put("n", 2).put("next", tail);
        Struct head = new Struct(schema).put("n", 1).put("next", middle);

        SchemaAndValue read = codec.roundTrip(schema, head);
        SchemaAndValue again = new Codec().roundTrip(read.schema(), read.value());

        for (SchemaAndValue each : List.of(read, again)) {
            Struct value = (Struct) each.value();
            assertThat(value.getStruct("next").getStruct("next").getInt32("n")).isEqualTo(3);
            assertThat(value.getStruct("next").getStruct("next").getStruct("next"))
                    .isNull();
            value.validate();
        }
        assertThat(codec.registry.newest()).contains("[\"null\",\"Node\"]");
    }

    @Test
    void sharesOneRecordBetweenOptionalAndRequiredUsesOfAStruct() {
        Schema row = SchemaBuilder.struct()
                .name("shop.Row")
                .optional()
                .field("id", Schema.INT64_SCHEMA)
                .build();
        Schema envelope = SchemaBuilder.struct()
                .name("shop.Envelope")
                .field("before", row)
                .field("after", row)
                .build();
        Struct value = new Struct(envelope).put("after", new Struct(row).put("id", 4L));

        SchemaAndValue read = codec.roundTrip(envelope, value);

        assertThat(read).isEqualTo(new SchemaAndValue(envelope, value));
        assertThat(codec.registry.newest()).contains("\"after\",\"type\":[\"null\",\"Row\"]");
    }

    @Test
    void readsTwoMapsOfDifferentEntriesInOneSchema() {
        Schema schema = SchemaBuilder.struct()
                .field(
                        "a",
                        SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.STRING_SCHEMA)
                                .build())
                .field(
                        "b",
                        SchemaBuilder.map(Schema.INT64_SCHEMA, Schema.STRING_SCHEMA)
                                .build())
                .field(
                        "c",
                        SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.STRING_SCHEMA)
                                .build())
                .build();
        Struct value = new Struct(schema)
                .put("a", Map.of(1, "x"))
                .put("b", Map.of(2L, "y"))
                .put("c", Map.of(3, "z"));

        assertThat(codec.roundTrip(schema, value)).isEqualTo(new SchemaAndValue(schema, value));
    }

    @Test
    void acceptsAnEqualSchemaThatIsAnotherObject() {
        Struct value = new Struct(nested()).put("part", new Struct(part()).put("n", 1));

        assertThat(codec.roundTrip(nested(), value)).isEqualTo(new SchemaAndValue(nested(), value));
    }

    private static Schema nested() {
        return SchemaBuilder.struct().name("shop.Whole").field("part", part()).build();
    }

    private static Schema part() {
        return SchemaBuilder.struct()
                .name("shop.Part")
                .field("n", Schema.INT32_SCHEMA)
                .build();
    }

    @Test
    void readsDataWithoutASchemaAsItWasWritten() {
        Map<String, Object> value = new java.util.LinkedHashMap<>();
        value.put("text", "x");
        value.put("int", 5);
        value.put("long", 6L);
        value.put("float", 1.5f);
        value.put("double", 2.5d);
        value.put("boolean", true);
        value.put("bytes", ByteBuffer.wrap(new byte[] {1, 2}));
        value.put("nothing", null);
        value.put("list", Arrays.asList(1, null, Map.of("deep", List.of())));

        SchemaAndValue read = codec.roundTrip(null, value);

        assertThat(read).isEqualTo(new SchemaAndValue(null, value));
    }

    @Test
    void passesNullUnchangedWhateverTheSchema() {
        assertThat(codec.encoder.encode(Codec.TOPIC, null, Schema.INT32_SCHEMA, null))
                .isNull();
        assertThat(codec.encoder.encode(Codec.TOPIC, null, null, null)).isNull();
        assertThat(codec.decoder.decode(Codec.TOPIC, null, null)).isSameAs(SchemaAndValue.NULL);
        assertThat(codec.registry.requests).isZero();
    }

    @Test
    void asksTheRegistryOncePerSchemaAndTopicAndOncePerId() {
        for (int i = 0; i < 1000; i++) {
            Schema equal = SchemaBuilder.struct()
                    .name("shop.Row")
                    .field("id", Schema.INT64_SCHEMA)
                    .build();
            Struct row = new Struct(equal).put("id", (long) i);
            codec.read(codec.encoder.encode("orders", null, equal, row));
            codec.read(codec.encoder.encode("returns", null, equal, row));
        }

        assertThat(codec.registry.requests).isEqualTo(3);
    }

    @Test
    void keepsADefaultWhosePartsAreOptional() {
        Schema part = SchemaBuilder.array(Schema.INT32_SCHEMA).optional().build();
        List<List<Integer>> initial = List.of(List.of(1, 2));
        Schema lists = SchemaBuilder.array(part).defaultValue(initial).build();
        Schema schema = SchemaBuilder.struct().name("Row").field("lists", lists).build();
        Struct value = new Struct(schema).put("lists", initial);

        SchemaAndValue read = new Codec().roundTrip(schema, value);

        assertThat(read.schema()).isEqualTo(schema);
        assertThat(read.value()).isEqualTo(value);
    }
}
