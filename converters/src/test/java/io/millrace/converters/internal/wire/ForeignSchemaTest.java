// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

/** Data of writers that know nothing of Connect, made by Avro's own writer. */
class ForeignSchemaTest {
    private final Codec codec = new Codec();

    private SchemaAndValue readField(String type, Object datum) {
        String text = "{\"type\":\"record\",\"name\":\"R\",\"namespace\":\"x\",\"fields\":[{\"name\":\"f\",\"type\":"
                + type + "}]}";
        org.apache.avro.Schema avro = Codec.parse(text);
        SchemaAndValue read = codec.readForeign(
                text,
                Codec.avroBytes(
                        avro, new GenericRecordBuilder(avro).set("f", datum).build()));
        Schema field = read.schema().field("f").schema();
        return new SchemaAndValue(field, ((Struct) read.value()).get("f"));
    }

    @Test
    void readsAnEnumAsAString() {
        String type = "{\"type\":\"enum\",\"name\":\"Suit\",\"doc\":\"cards\",\"symbols\":[\"HEARTS\",\"SPADES\"],"
                + "\"default\":\"HEARTS\"}";
        org.apache.avro.Schema suit = Codec.parse(type);

        SchemaAndValue read =
                readField(type.replace("\"Suit\"", "\"x.Suit\""), new GenericData.EnumSymbol(suit, "SPADES"));

        assertThat(read.value()).isEqualTo("SPADES");
        assertThat(read.schema().name()).isEqualTo("x.Suit");
        assertThat(read.schema().parameters())
                .isEqualTo(Map.of(
                        "io.confluent.connect.avro.enum.doc.Suit", "cards",
                        "io.confluent.connect.avro.enum.default.Suit", "HEARTS",
                        "io.confluent.connect.avro.Enum", "x.Suit",
                        "io.confluent.connect.avro.Enum.HEARTS", "HEARTS",
                        "io.confluent.connect.avro.Enum.SPADES", "SPADES"));
    }

    @Test
    void readsFixedAsBytesAndWritesItAsFixed() {
        String type = "{\"type\":\"fixed\",\"name\":\"Hash\",\"size\":3}";

        SchemaAndValue read = readField(type, new GenericData.Fixed(Codec.parse(type), new byte[] {1, 2, 3}));

        assertThat(read.value()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        assertThat(read.schema())
                .isEqualTo(SchemaBuilder.bytes()
                        .name("x.Hash")
                        .parameter("connect.fixed.size", "3")
                        .build());
        assertThat(codec.roundTrip(read.schema(), read.value())).isEqualTo(read);
        assertThatThrownBy(() -> codec.write(read.schema(), new byte[4]))
                .hasMessage("Cannot write Avro: 4 bytes (expected 3, the fixed size) at orders value."
                        + " Mend the schema or the source.");
    }

    @Test
    void readsADecimalOnFixed() {
        String type = "{\"type\":\"fixed\",\"name\":\"Money\",\"size\":5,\"logicalType\":\"decimal\","
                + "\"precision\":9,\"scale\":2}";

        SchemaAndValue read =
                readField(type, new GenericData.Fixed(Codec.parse(type), new byte[] {-1, -1, -1, -1, -2}));

        assertThat(read.value()).isEqualTo(new BigDecimal("-0.02"));
        assertThat(codec.roundTrip(read.schema(), read.value())).isEqualTo(read);
    }

    @Test
    void readsADecimalWithoutAScaleAsWholeNumber() {
        String type = "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":9}";

        assertThat(readField(type, ByteBuffer.wrap(new byte[] {7})).value()).isEqualTo(new BigDecimal("7"));
    }

    @Test
    void readsLogicalTypesThatConnectLacksAsThePlainTypeBelow() {
        assertThat(readField("{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}", 5L))
                .isEqualTo(new SchemaAndValue(Schema.INT64_SCHEMA, 5L));
        assertThat(readField("{\"type\":\"long\",\"logicalType\":\"local-timestamp-millis\"}", 5L))
                .isEqualTo(new SchemaAndValue(Schema.INT64_SCHEMA, 5L));
        assertThat(readField("{\"type\":\"string\",\"logicalType\":\"uuid\"}", "u"))
                .isEqualTo(new SchemaAndValue(Schema.STRING_SCHEMA, "u"));
    }

    @Test
    void readsLogicalTypesOfConnectWithoutItsAttributes() {
        assertThat(readField("{\"type\":\"int\",\"logicalType\":\"date\"}", 1).value())
                .isEqualTo(new java.util.Date(86_400_000));
        assertThat(readField("{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}", 1L)
                        .value())
                .isEqualTo(new java.util.Date(1));
        assertThat(readField("{\"type\":\"int\",\"logicalType\":\"time-millis\"}", 1)
                        .value())
                .isEqualTo(new java.util.Date(1));
    }

    @Test
    void keepsTheDefaultOfAFieldThatMayBeNull() {
        String text = "{\"type\":\"record\",\"name\":\"R\",\"fields\":["
                + "{\"name\":\"f\",\"type\":[\"string\",\"null\"],\"default\":\"x\"}]}";
        org.apache.avro.Schema avro = Codec.parse(text);

        SchemaAndValue read = codec.readForeign(text, Codec.avroBytes(avro, new GenericRecordBuilder(avro).build()));

        assertThat(read.schema().field("f").schema())
                .isEqualTo(SchemaBuilder.string()
                        .optional()
                        .parameter("io.confluent.connect.avro.field.default", "true")
                        .defaultValue("x")
                        .build());
        assertThat(((Struct) read.value()).get("f")).isEqualTo("x");
    }

    @Test
    void readsAUnionOfSeveralTypesAsAStructWithOneFieldSet() {
        String part = "{\"type\":\"record\",\"name\":\"Part\",\"fields\":[{\"name\":\"n\",\"type\":\"int\"}]}";
        String type = "[\"null\",\"int\",\"string\"," + part + "]";
        org.apache.avro.Schema avroPart = Codec.parse(part.replace("\"Part\"", "\"x.Part\""));

        SchemaAndValue number = readField(type, 5);
        SchemaAndValue none = readField(type, null);
        SchemaAndValue struct =
                readField(type, new GenericRecordBuilder(avroPart).set("n", 7).build());

        assertThat(number.schema().name()).isEqualTo("io.confluent.connect.avro.Union");
        assertThat(((Struct) number.value()).get("int")).isEqualTo(5);
        assertThat(((Struct) number.value()).get("string")).isNull();
        assertThat(none.value()).isNull();
        assertThat(((Struct) struct.value()).getStruct("Part").get("n")).isEqualTo(7);
        for (SchemaAndValue each : List.of(number, struct)) {
            assertThat(codec.roundTrip(each.schema(), each.value())).isEqualTo(each);
        }
    }

    @Test
    void readsAUnionOfOneTypeAsThatType() {
        assertThat(readField("[\"int\"]", 5)).isEqualTo(new SchemaAndValue(Schema.INT32_SCHEMA, 5));
    }

    @Test
    void readsARecordThatHoldsItself() {
        String text = "{\"type\":\"record\",\"name\":\"Tree\",\"fields\":[{\"name\":\"n\",\"type\":\"int\"},"
                + "{\"name\":\"children\",\"type\":{\"type\":\"array\",\"items\":\"Tree\"}}]}";
        org.apache.avro.Schema avro = Codec.parse(text);
        Object leaf = new GenericRecordBuilder(avro)
                .set("n", 2)
                .set("children", List.of())
                .build();
        Object root = new GenericRecordBuilder(avro)
                .set("n", 1)
                .set("children", List.of(leaf, leaf))
                .build();

        SchemaAndValue read = codec.readForeign(text, Codec.avroBytes(avro, root));

        Struct tree = (Struct) read.value();
        assertThat(((Struct) tree.getArray("children").get(1)).getInt32("n")).isEqualTo(2);
        assertThat(codec.roundTrip(read.schema(), tree).value()).hasToString(tree.toString());
        assertThat(read.schema().hashCode()).isEqualTo(read.schema().hashCode());
        assertThat(read.schema()).isEqualTo(read.schema());
    }

    @Test
    void refusesNestingWithoutEnd() {
        String text = "{\"type\":\"record\",\"name\":\"List\",\"fields\":["
                + "{\"name\":\"next\",\"type\":[\"null\",\"List\"]}]}";
        byte[] endless = new byte[5000];
        java.util.Arrays.fill(endless, (byte) 2);

        assertThatThrownBy(() -> codec.readForeign(text, endless))
                .hasMessage("Cannot read data of schema 1: more than 1000 levels of nesting at orders value"
                        + ".next".repeat(12) + ".(976 levels)" + ".next".repeat(12)
                        + ", byte 1005. Check the producer's serializer.");
    }

    @Test
    void believesNoLengthOrCount() {
        // a string of 2^40 bytes, an array of 2^40 elements, and an array of 2^40 elements without bytes
        byte[] huge = {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x40};
        String empty = "{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"E\",\"fields\":[]}}";

        assertThatThrownBy(() -> codec.readForeign("\"string\"", huge))
                .hasMessage("Cannot read data of schema 1: length 1099511627776 (expected 0 to 0, the bytes left) at"
                        + " orders value, byte 11. Check the producer's serializer.");
        assertThatThrownBy(() -> codec.readForeign("{\"type\":\"array\",\"items\":\"int\"}", huge))
                .hasMessage("Cannot read data of schema 2: a block of 1099511627776 elements (expected at most 0) at"
                        + " orders value[], byte 11. Check the producer's serializer.");
        assertThatThrownBy(() -> codec.readForeign(empty, huge))
                .hasMessage("Cannot read data of schema 3: a block of 1099511627776 elements (expected at most 10000)"
                        + " at orders value[], byte 11. Check the producer's serializer.");
        assertThatThrownBy(() -> codec.readForeign("\"string\"", new byte[] {3}))
                .hasMessage("Cannot read data of schema 1: length -2 (expected 0 to 0, the bytes left) at orders"
                        + " value, byte 6. Check the producer's serializer.");
    }

    @Test
    void readsArraysInSeveralBlocksAndBlocksWithTheirSize() {
        String text = "{\"type\":\"array\",\"items\":\"int\"}";
        byte[] blocks = {2, 2, 3, 4, 4, 6, 0}; // one element; two elements, two bytes

        assertThat(codec.readForeign(text, blocks).value()).isEqualTo(List.of(1, 2, 3));
    }

    @Test
    void refusesAFieldThatIsAlwaysNull() {
        assertThatThrownBy(() -> readField("\"null\"", null))
                .hasMessage("Cannot use schema 1: an Avro null by itself (expected a union with another type) at"
                        + " orders value.f. Change the producer's schema.");
    }

    @Test
    void readsTopicsByIdAloneWhateverTheirName() {
        byte[] bytes = codec.write(Schema.STRING_SCHEMA, "x");

        assertThat(codec.decoder.decode("dc1.orders", null, bytes).value()).isEqualTo("x");
    }
}
