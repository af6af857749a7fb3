// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.converters.internal.avro.AvroToConnect;
import io.millrace.converters.internal.avro.ConnectToAvro;
import io.millrace.converters.internal.avro.DataOption;
import io.millrace.converters.internal.avro.DataOptions;
import java.util.List;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

/** Enums and unions, which Connect has no types for, with the options that keep them. */
class SumTypesTest {
    private static final DataOptions ENHANCED = DataOptions.DEFAULTS.with(DataOption.ENHANCED_AVRO_SCHEMA_SUPPORT);
    private static final DataOptions GENERALIZED = DataOptions.DEFAULTS.with(DataOption.GENERALIZED_SUM_TYPE_SUPPORT);
    private static final String SUIT =
            "{\"type\":\"enum\",\"name\":\"Suit\",\"namespace\":\"cards\",\"doc\":\"a suit\","
                    + "\"symbols\":[\"HEARTS\",\"SPADES\"],\"default\":\"SPADES\"";
    private static final String PART =
            "{\"type\":\"record\",\"name\":\"Part\",\"namespace\":\"shop\",\"fields\":[{\"name\":\"n\",\"type\":\"int\"}]";

    private static String text(Schema schema, DataOptions options) {
        return ConnectToAvro.translate(schema, options).toString();
    }

    private static Schema connect(String avro, DataOptions options) {
        return AvroToConnect.translate(Codec.parse(avro), options);
    }

    @Test
    void writesAnEnumThatItHasReadAsAnEnumWithItsSymbolsDocAndDefault() {
        Schema schema = connect(SUIT + "}", ENHANCED);

        assertThat(text(schema, ENHANCED))
                .isEqualTo(SUIT + ",\"connect.parameters\":{\"io.confluent.connect.avro.enum.doc.Suit\":\"a suit\","
                        + "\"io.confluent.connect.avro.enum.default.Suit\":\"SPADES\","
                        + "\"io.confluent.connect.avro.Enum\":\"cards.Suit\","
                        + "\"io.confluent.connect.avro.Enum.HEARTS\":\"HEARTS\","
                        + "\"io.confluent.connect.avro.Enum.SPADES\":\"SPADES\"},\"connect.name\":\"cards.Suit\"}");
        assertThat(text(schema, DataOptions.DEFAULTS)).startsWith("{\"type\":\"string\",");
        assertThat(text(schema, ENHANCED.without(DataOption.CONNECT_META_DATA))).isEqualTo(SUIT + "}");
        assertThat(connect(text(schema, ENHANCED), ENHANCED)).isEqualTo(schema);
    }

    @Test
    void givesGeneralizedEnumsTheirOrdinals() {
        Schema schema = connect(SUIT + "}", GENERALIZED);

        assertThat(text(schema, GENERALIZED))
                .isEqualTo(SUIT + ",\"connect.parameters\":{\"io.confluent.connect.avro.enum.doc.Suit\":\"a suit\","
                        + "\"io.confluent.connect.avro.enum.default.Suit\":\"SPADES\","
                        + "\"org.apache.kafka.connect.data.Enum\":\"cards.Suit\","
                        + "\"org.apache.kafka.connect.data.Enum.HEARTS\":\"0\","
                        + "\"org.apache.kafka.connect.data.Enum.SPADES\":\"1\"},\"connect.name\":\"cards.Suit\"}");
        assertThat(connect(text(schema, GENERALIZED), GENERALIZED)).isEqualTo(schema);
    }

    @Test
    void writesSymbolsThatAvrosOwnReaderReads() {
        for (DataOptions options :
                List.of(ENHANCED, GENERALIZED, ENHANCED.with(DataOption.GENERALIZED_SUM_TYPE_SUPPORT))) {
            Codec codec = new Codec(options);
            Schema row = SchemaBuilder.struct()
                    .name("shop.Row")
                    .field("required", connect(SUIT + "}", options))
                    .field("optional", connect("[\"null\"," + SUIT + "}]", options))
                    .field("absent", connect("[\"null\"," + SUIT + "}]", options))
                    .build();
            Struct value = new Struct(row).put("required", "SPADES").put("optional", "HEARTS");

            byte[] bytes = codec.write(row, value);

            org.apache.avro.Schema avro = Codec.parse(codec.registry.newest());
            Object datum = Codec.avroDatum(avro, Codec.payload(bytes));
            assertThat(datum).hasToString("{\"required\": \"SPADES\", \"optional\": \"HEARTS\", \"absent\": null}");
            assertThat(Codec.avroBytes(avro, datum)).isEqualTo(Codec.payload(bytes));
            assertThat(codec.read(bytes)).isEqualTo(new SchemaAndValue(row, value));
        }
    }

    @Test
    void refusesATextThatIsNoSymbolWithoutRepeatingIt() {
        Schema schema = connect(SUIT + "}", ENHANCED);

        assertThatThrownBy(() -> new Codec(ENHANCED).write(schema, "secret"))
                .hasMessage("Cannot write Avro: a string that is no symbol of the enum (expected one of its 2)"
                        + " at orders value. Mend the schema or the source.");
    }

    @Test
    void takesTheEnumOfTheOtherKindTooAndMakesNoneUnasked() {
        Schema confluents = connect(SUIT + "}", ENHANCED);
        Schema generalized = connect(SUIT + "}", GENERALIZED);

        assertThat(text(confluents, GENERALIZED)).startsWith(SUIT);
        assertThat(text(generalized, ENHANCED)).startsWith(SUIT);
        assertThat(text(generalized, DataOptions.DEFAULTS)).startsWith("{\"type\":\"string\",");
    }

    @Test
    void usesOneEnumForFieldsThatDifferInTheirDefaultOnly() {
        Schema suit = connect(SUIT + "}", ENHANCED);
        SchemaBuilder defaulted = SchemaBuilder.string().name(suit.name()).parameters(suit.parameters());
        Schema row = SchemaBuilder.struct()
                .name("shop.Row")
                .field("a", suit)
                .field("b", defaulted.defaultValue("HEARTS").build())
                .build();

        assertThat(text(row, ENHANCED))
                .endsWith(
                        "{\"name\":\"b\",\"type\":\"cards.Suit\",\"default\":\"HEARTS\"}],\"connect.name\":\"shop.Row\"}");
    }

    @Test
    void refusesTwoEnumsOfOneNameWithOtherSymbols() {
        Schema other = connect(SUIT.replace("HEARTS", "CLUBS") + "}", ENHANCED);
        Schema row = SchemaBuilder.struct()
                .field("a", connect(SUIT + "}", ENHANCED))
                .field("b", other)
                .build();

        assertThatThrownBy(() -> new Codec(ENHANCED).write(row, new Struct(row)))
                .hasMessage("Cannot write Avro: two different schemas of the name cards.Suit at orders value.b."
                        + " Rename one of them.");
    }

    private static List<String> fieldNames(Schema schema) {
        return schema.fields().stream().map(Field::name).toList();
    }

    @Test
    void namesTheFieldsOfUnionsByTheirTypes() {
        String union = "[\"null\",\"int\"," + PART + "}," + SUIT + "}]";

        assertThat(connect(union, DataOptions.DEFAULTS).name()).isEqualTo("io.confluent.connect.avro.Union");
        assertThat(fieldNames(connect(union, DataOptions.DEFAULTS))).containsExactly("int", "Part", "Suit");
        assertThat(fieldNames(connect(union, ENHANCED))).containsExactly("int", "shop.Part", "cards.Suit");
    }

    @Test
    void numbersGeneralizedUnionsWithinTheirSchema() {
        String row = "{\"type\":\"record\",\"name\":\"Row\",\"fields\":[{\"name\":\"a\",\"type\":[\"int\",\"string\"]},"
                + "{\"name\":\"b\",\"type\":[\"null\",\"long\",\"string\"]}]}";

        for (int again = 0; again < 2; again++) { // not by the order in which schemas arrive
            Schema schema = connect(row, GENERALIZED);
            Schema first = schema.field("a").schema();
            Schema second = schema.field("b").schema();

            assertThat(first.name()).isEqualTo("connect_union_0");
            assertThat(first.parameters()).containsEntry("org.apache.kafka.connect.data.Union", "connect_union_0");
            assertThat(fieldNames(first)).containsExactly("connect_union_field_0", "connect_union_field_1");
            assertThat(second.name()).isEqualTo("connect_union_1");
            assertThat(fieldNames(second)).containsExactly("connect_union_field_1", "connect_union_field_2");
            assertThat(second.isOptional()).isTrue();
        }
    }

    @Test
    void roundTripsEveryBranchOfAUnion() {
        String union = "[\"null\",\"int\",\"string\"," + PART + "}," + SUIT
                + "},{\"type\":\"fixed\",\"name\":\"Hash\",\"namespace\":\"shop\",\"size\":2},"
                + "{\"type\":\"array\",\"items\":\"int\"}]";
        org.apache.avro.Schema avro = Codec.parse(union);
        List<Object> data = List.of(
                5,
                "x",
                new org.apache.avro.generic.GenericRecordBuilder(avro.getTypes().get(3))
                        .set("n", 7)
                        .build(),
                new GenericData.EnumSymbol(avro.getTypes().get(4), "SPADES"),
                new GenericData.Fixed(avro.getTypes().get(5), new byte[] {1, 2}),
                List.of(1, 2));
        for (DataOptions options : List.of(ENHANCED, GENERALIZED)) {
            Codec codec = new Codec(options);
            for (Object datum : data) {
                byte[] payload = Codec.avroBytes(avro, datum);

                SchemaAndValue read = codec.readForeign(union, payload);

                assertThat(Codec.payload(codec.write(read.schema(), read.value())))
                        .isEqualTo(payload);
                assertThat(codec.roundTrip(read.schema(), read.value())).isEqualTo(read);
            }
            assertThat(codec.readForeign(union, new byte[] {0}).value()).isNull();
        }
    }

    @Test
    void writesAStructWithTheParameterAsAUnion() {
        Schema union = SchemaBuilder.struct()
                .name("shop.Id")
                .parameter("org.apache.kafka.connect.data.Union", "id")
                .field("number", Schema.OPTIONAL_INT64_SCHEMA)
                .field("text", Schema.OPTIONAL_STRING_SCHEMA)
                .build();

        assertThat(text(union, DataOptions.DEFAULTS)).isEqualTo("[\"long\",\"string\"]");
        assertThat(new Codec().write(union, new Struct(union).put("text", "a")))
                .containsExactly(0, 0, 0, 0, 1, 2, 2, 'a');
    }

    @Test
    void keepsAUnionOfOneTypeWhereAsked() {
        DataOptions kept = DataOptions.DEFAULTS.without(DataOption.FLATTEN_SINGLETON_UNIONS);
        Codec codec = new Codec(kept);

        SchemaAndValue read = codec.readForeign("[\"int\"]", new byte[] {0, 10});

        assertThat(read.schema().name()).isEqualTo("io.confluent.connect.avro.Union");
        assertThat(((Struct) read.value()).get("int")).isEqualTo(5);
        assertThat(Codec.payload(codec.write(read.schema(), read.value()))).containsExactly(0, 10);
        assertThat(codec.registry.newest()).isEqualTo("[\"int\"]");
        assertThat(connect("[\"null\",\"int\"]", kept)).isEqualTo(Schema.OPTIONAL_INT32_SCHEMA);
        assertThat(connect("[\"int\"]", DataOptions.DEFAULTS)).isEqualTo(Schema.INT32_SCHEMA);
    }

    @Test
    void keepsTheDefaultOfAUnion() {
        String row = "{\"type\":\"record\",\"name\":\"Row\",\"fields\":["
                + "{\"name\":\"a\",\"type\":[\"int\",\"string\"],\"default\":5}]}";

        Schema field = connect(row, DataOptions.DEFAULTS).field("a").schema();

        assertThat(((Struct) field.defaultValue()).get("int")).isEqualTo(5);
        Schema again = SchemaBuilder.struct().name("Row").field("a", field).build();
        assertThat(text(again, DataOptions.DEFAULTS)).isEqualTo(row.replace("]}", "],\"connect.name\":\"Row\"}"));
    }
}
