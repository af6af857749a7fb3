// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.converters.internal.avro.Anything;
import io.millrace.converters.internal.avro.AvroToConnect;
import io.millrace.converters.internal.avro.ConnectToAvro;
import io.millrace.converters.internal.avro.DataOption;
import io.millrace.converters.internal.avro.DataOptions;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The text that is registered: attribute order counts, for another text is another version of the subject. */
class SchemaTextTest {
    static Stream<Arguments> fieldsOfARecord() {
        return Stream.of(
                Arguments.of(SchemaBuilder.int32().build(), "{\"name\":\"f\",\"type\":\"int\"}"),
                Arguments.of(
                        SchemaBuilder.int8().build(),
                        "{\"name\":\"f\",\"type\":{\"type\":\"int\",\"connect.type\":\"int8\"}}"),
                Arguments.of(
                        SchemaBuilder.int16().optional().build(),
                        "{\"name\":\"f\",\"type\":[\"null\",{\"type\":\"int\",\"connect.type\":\"int16\"}],"
                                + "\"default\":null}"),
                Arguments.of(
                        SchemaBuilder.string().optional().build(),
                        "{\"name\":\"f\",\"type\":[\"null\",\"string\"],\"default\":null}"),
                Arguments.of(
                        SchemaBuilder.int32().defaultValue(0).build(),
                        "{\"name\":\"f\",\"type\":{\"type\":\"int\",\"connect.default\":0},\"default\":0}"),
                Arguments.of(
                        SchemaBuilder.float32().defaultValue(1.1f).build(),
                        "{\"name\":\"f\",\"type\":{\"type\":\"float\",\"connect.default\":1.1},"
                                + "\"default\":1.100000023841858}"),
                Arguments.of(
                        SchemaBuilder.bytes().defaultValue(new byte[] {65, -1}).build(),
                        "{\"name\":\"f\",\"type\":{\"type\":\"bytes\",\"connect.default\":\"A\u00ff\"},"
                                + "\"default\":\"A\u00ff\"}"),
                // Debezium's source.snapshot
                Arguments.of(
                        SchemaBuilder.string()
                                .name("io.debezium.data.Enum")
                                .version(1)
                                .parameter("allowed", "true,last,false")
                                .defaultValue("false")
                                .optional()
                                .build(),
                        "{\"name\":\"f\",\"type\":[{\"type\":\"string\",\"connect.version\":1,"
                                + "\"connect.parameters\":{\"allowed\":\"true,last,false\"},"
                                + "\"connect.default\":\"false\",\"connect.name\":\"io.debezium.data.Enum\"},"
                                + "\"null\"],\"default\":\"false\"}"),
                Arguments.of(
                        Decimal.schema(2),
                        "{\"name\":\"f\",\"type\":{\"type\":\"bytes\",\"scale\":2,\"precision\":64,"
                                + "\"connect.version\":1,\"connect.parameters\":{\"scale\":\"2\"},"
                                + "\"connect.name\":\"org.apache.kafka.connect.data.Decimal\","
                                + "\"logicalType\":\"decimal\"}}"),
                Arguments.of(
                        Decimal.builder(2)
                                .parameter("connect.decimal.precision", "10")
                                .doc("a price")
                                .defaultValue(new BigDecimal("0.65"))
                                .build(),
                        "{\"name\":\"f\",\"type\":{\"type\":\"bytes\",\"scale\":2,\"precision\":10,"
                                + "\"connect.doc\":\"a price\",\"connect.version\":1,"
                                + "\"connect.parameters\":{\"scale\":\"2\",\"connect.decimal.precision\":\"10\"},"
                                + "\"connect.default\":\"A\","
                                + "\"connect.name\":\"org.apache.kafka.connect.data.Decimal\","
                                + "\"logicalType\":\"decimal\"},\"default\":\"A\"}"),
                Arguments.of(
                        Decimal.schema(-1),
                        "{\"name\":\"f\",\"type\":{\"type\":\"bytes\",\"scale\":-1,\"precision\":64,"
                                + "\"connect.version\":1,\"connect.parameters\":{\"scale\":\"-1\"},"
                                + "\"connect.name\":\"org.apache.kafka.connect.data.Decimal\","
                                + "\"logicalType\":\"decimal\"}}"),
                Arguments.of(
                        Date.SCHEMA,
                        "{\"name\":\"f\",\"type\":{\"type\":\"int\",\"connect.version\":1,"
                                + "\"connect.name\":\"org.apache.kafka.connect.data.Date\","
                                + "\"logicalType\":\"date\"}}"),
                Arguments.of(
                        Time.SCHEMA,
                        "{\"name\":\"f\",\"type\":{\"type\":\"int\",\"connect.version\":1,"
                                + "\"connect.name\":\"org.apache.kafka.connect.data.Time\","
                                + "\"logicalType\":\"time-millis\"}}"),
                Arguments.of(
                        Timestamp.builder().optional().build(),
                        "{\"name\":\"f\",\"type\":[\"null\",{\"type\":\"long\",\"connect.version\":1,"
                                + "\"connect.name\":\"org.apache.kafka.connect.data.Timestamp\","
                                + "\"logicalType\":\"timestamp-millis\"}],\"default\":null}"),
                Arguments.of(
                        SchemaBuilder.array(Schema.OPTIONAL_INT64_SCHEMA).build(),
                        "{\"name\":\"f\",\"type\":{\"type\":\"array\",\"items\":[\"null\",\"long\"]}}"),
                Arguments.of(
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA)
                                .name("shop.Counts")
                                .build(),
                        "{\"name\":\"f\",\"type\":{\"type\":\"map\",\"values\":\"int\","
                                + "\"connect.name\":\"shop.Counts\"}}"),
                Arguments.of(
                        SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.OPTIONAL_STRING_SCHEMA)
                                .build(),
                        "{\"name\":\"f\",\"type\":{\"type\":\"array\",\"items\":{\"type\":\"record\","
                                + "\"name\":\"MapEntry\",\"namespace\":\"io.confluent.connect.avro\",\"fields\":["
                                + "{\"name\":\"key\",\"type\":\"int\"},"
                                + "{\"name\":\"value\",\"type\":[\"null\",\"string\"],\"default\":null}]}}}"),
                Arguments.of(
                        SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.STRING_SCHEMA)
                                .name("shop.Names")
                                .build(),
                        "{\"name\":\"f\",\"type\":{\"type\":\"array\",\"items\":{\"type\":\"record\","
                                + "\"name\":\"Names\",\"fields\":[{\"name\":\"key\",\"type\":\"int\"},"
                                + "{\"name\":\"value\",\"type\":\"string\"}],"
                                + "\"connect.internal.type\":\"MapEntry\"},\"connect.name\":\"shop.Names\"}}"),
                Arguments.of(
                        SchemaBuilder.string()
                                .parameter("avro.java.string", "String")
                                .build(),
                        "{\"name\":\"f\",\"type\":{\"type\":\"string\","
                                + "\"connect.parameters\":{\"avro.java.string\":\"String\"},"
                                + "\"avro.java.string\":\"String\"}}"),
                Arguments.of(
                        SchemaBuilder.string()
                                .parameter("io.confluent.connect.avro.field.default", "true")
                                .defaultValue("x")
                                .build(),
                        "{\"name\":\"f\",\"type\":\"string\",\"default\":\"x\"}"),
                Arguments.of(
                        SchemaBuilder.bytes()
                                .name("shop.Hash")
                                .parameter("connect.fixed.size", "16")
                                .build(),
                        "{\"name\":\"f\",\"type\":{\"type\":\"fixed\",\"name\":\"Hash\",\"size\":16,"
                                + "\"connect.parameters\":{\"connect.fixed.size\":\"16\"},"
                                + "\"connect.name\":\"shop.Hash\"}}"));
    }

    @ParameterizedTest
    @MethodSource("fieldsOfARecord")
    void writesEachAttributeInItsPlace(Schema field, String expected) {
        Schema schema =
                SchemaBuilder.struct().name("shop.Row").field("f", field).build();

        assertThat(text(schema))
                .isEqualTo("{\"type\":\"record\",\"name\":\"Row\",\"namespace\":\"shop\",\"fields\":[" + expected
                        + "],\"connect.name\":\"shop.Row\"}");
    }

    @Test
    void numbersStructsWithoutANameInTheOrderTheyAreMet() {
        Schema inner = SchemaBuilder.struct().field("a", Schema.INT32_SCHEMA).build();
        Schema other = SchemaBuilder.struct()
                .field("b", inner)
                .field("c", Schema.INT32_SCHEMA)
                .build();
        Schema schema =
                SchemaBuilder.struct().field("x", other).field("y", inner).build();

        assertThat(text(schema))
                .isEqualTo(
                        "{\"type\":\"record\",\"name\":\"ConnectDefault\",\"namespace\":\"io.confluent.connect.avro\","
                                + "\"fields\":[{\"name\":\"x\",\"type\":{\"type\":\"record\",\"name\":\"ConnectDefault2\","
                                + "\"fields\":[{\"name\":\"b\",\"type\":{\"type\":\"record\",\"name\":\"ConnectDefault3\","
                                + "\"fields\":[{\"name\":\"a\",\"type\":\"int\"}]}},{\"name\":\"c\",\"type\":\"int\"}]}},"
                                + "{\"name\":\"y\",\"type\":\"ConnectDefault3\"}]}");
    }

    @Test
    void writesADebeziumEnvelopeAsConfluentDoes() {
        Schema row = SchemaBuilder.struct()
                .name("shop.orders.Value")
                .optional()
                .field("id", Schema.INT32_SCHEMA)
                .field("note", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        Schema envelope = SchemaBuilder.struct()
                .name("shop.orders.Envelope")
                .version(2)
                .field("before", row)
                .field("after", row)
                .field("op", Schema.STRING_SCHEMA)
                .build();

        assertThat(text(envelope))
                .isEqualTo("{\"type\":\"record\",\"name\":\"Envelope\",\"namespace\":\"shop.orders\",\"fields\":["
                        + "{\"name\":\"before\",\"type\":[\"null\",{\"type\":\"record\",\"name\":\"Value\",\"fields\":["
                        + "{\"name\":\"id\",\"type\":\"int\"},"
                        + "{\"name\":\"note\",\"type\":[\"null\",\"string\"],\"default\":null}],"
                        + "\"connect.name\":\"shop.orders.Value\"}],\"default\":null},"
                        + "{\"name\":\"after\",\"type\":[\"null\",\"Value\"],\"default\":null},"
                        + "{\"name\":\"op\",\"type\":\"string\"}],"
                        + "\"connect.version\":2,\"connect.name\":\"shop.orders.Envelope\"}");
    }

    @Test
    void writesDocsAsAvroDocsAndParameters() {
        Schema schema = SchemaBuilder.struct()
                .name("shop.Row")
                .parameter("io.confluent.connect.avro.record.doc", "a row")
                .parameter("io.confluent.connect.avro.field.doc.id", "its number")
                .field("id", Schema.INT32_SCHEMA)
                .build();

        assertThat(text(schema))
                .isEqualTo("{\"type\":\"record\",\"name\":\"Row\",\"namespace\":\"shop\",\"doc\":\"a row\",\"fields\":["
                        + "{\"name\":\"id\",\"type\":\"int\",\"doc\":\"its number\"}],"
                        + "\"connect.parameters\":{\"io.confluent.connect.avro.record.doc\":\"a row\","
                        + "\"io.confluent.connect.avro.field.doc.id\":\"its number\"},"
                        + "\"connect.name\":\"shop.Row\"}");
    }

    @Test
    void leavesConnectsAttributesOutWhereAsked() {
        Schema schema = SchemaBuilder.struct()
                .name("shop.Row")
                .version(4)
                .field("d", Date.SCHEMA)
                .field("n", SchemaBuilder.int16().defaultValue((short) 3).build())
                .build();

        assertThat(ConnectToAvro.translate(schema, DataOptions.DEFAULTS.without(DataOption.CONNECT_META_DATA)))
                .hasToString("{\"type\":\"record\",\"name\":\"Row\",\"namespace\":\"shop\",\"fields\":["
                        + "{\"name\":\"d\",\"type\":{\"type\":\"int\",\"logicalType\":\"date\"}},"
                        + "{\"name\":\"n\",\"type\":\"int\",\"default\":3}]}");
    }

    @Test
    void writesDataWithoutASchemaAsAnything() {
        assertThat(Anything.SCHEMA)
                .hasToString("{\"type\":\"record\",\"name\":\"Anything\",\"namespace\":\"io.confluent.connect.avro\","
                        + "\"fields\":[{\"name\":\"boolean\",\"type\":[\"null\",\"boolean\"],\"default\":null},"
                        + "{\"name\":\"bytes\",\"type\":[\"null\",\"bytes\"],\"default\":null},"
                        + "{\"name\":\"double\",\"type\":[\"null\",\"double\"],\"default\":null},"
                        + "{\"name\":\"float\",\"type\":[\"null\",\"float\"],\"default\":null},"
                        + "{\"name\":\"int\",\"type\":[\"null\",\"int\"],\"default\":null},"
                        + "{\"name\":\"long\",\"type\":[\"null\",\"long\"],\"default\":null},"
                        + "{\"name\":\"string\",\"type\":[\"null\",\"string\"],\"default\":null},"
                        + "{\"name\":\"array\",\"type\":[\"null\",{\"type\":\"array\",\"items\":\"Anything\"}],"
                        + "\"default\":null},"
                        + "{\"name\":\"map\",\"type\":[\"null\",{\"type\":\"array\",\"items\":{\"type\":\"record\","
                        + "\"name\":\"MapEntry\",\"fields\":[{\"name\":\"key\",\"type\":\"Anything\"},"
                        + "{\"name\":\"value\",\"type\":\"Anything\"}]}}],\"default\":null}]}");
    }

    @Test
    void changesInvalidNamesWhereAsked() {
        Schema schema = SchemaBuilder.struct()
                .name("my-ns.1rec")
                .field("un it", Schema.INT32_SCHEMA)
                .field("€", Schema.INT32_SCHEMA)
                .field("a.b", Schema.INT32_SCHEMA)
                .build();

        assertThat(ConnectToAvro.translate(schema, DataOptions.DEFAULTS.with(DataOption.SCRUB_INVALID_NAMES)))
                .hasToString("{\"type\":\"record\",\"name\":\"x1rec\",\"namespace\":\"my_ns\",\"fields\":["
                        + "{\"name\":\"un_it\",\"type\":\"int\"},{\"name\":\"_E2_82_AC\",\"type\":\"int\"},"
                        + "{\"name\":\"a_b\",\"type\":\"int\"}],\"connect.name\":\"my-ns.1rec\"}");
    }

    @Test
    void refusesInvalidNamesWithTheirPath() {
        Schema inner =
                SchemaBuilder.struct().field("un it", Schema.INT32_SCHEMA).build();
        Schema schema = SchemaBuilder.struct()
                .field("parts", SchemaBuilder.array(inner).build())
                .build();
        Schema named = SchemaBuilder.struct().name("shop.1row").build();

        Codec codec = new Codec();

        assertThatThrownBy(() -> codec.write(schema, new Struct(schema)))
                .hasMessage("Cannot write Avro: the field name 'un it' (expected letters, digits and _, not starting"
                        + " with a digit) at orders value.parts.un it. Rename it, or set 'scrub.invalid.names' to"
                        + " true.");
        assertThatThrownBy(() -> codec.write(named, new Struct(named)))
                .hasMessage("Cannot write Avro: the schema name 'shop.1row' (expected letters, digits and _, not"
                        + " starting with a digit) at orders value. Rename it, or set 'scrub.invalid.names' to true.");
    }

    @Test
    void refusesOneNameForTwoSchemas() {
        Schema one = SchemaBuilder.struct()
                .name("shop.Part")
                .field("a", Schema.INT32_SCHEMA)
                .build();
        Schema two = SchemaBuilder.struct()
                .name("shop.Part")
                .field("b", Schema.INT32_SCHEMA)
                .build();
        Schema schema = SchemaBuilder.struct().field("x", one).field("y", two).build();

        assertThatThrownBy(() -> new Codec().write(schema, new Struct(schema)))
                .hasMessage("Cannot write Avro: two different schemas of the name shop.Part at orders value.y."
                        + " Rename one of them.");
    }

    @Test
    void writesUnionsThatItHasReadAsUnions() {
        String text = "{\"type\":\"record\",\"name\":\"Row\",\"namespace\":\"shop\",\"fields\":["
                + "{\"name\":\"u\",\"type\":[\"int\",\"string\",{\"type\":\"record\",\"name\":\"Part\",\"fields\":["
                + "{\"name\":\"n\",\"type\":\"int\"}],\"connect.name\":\"shop.Part\"}]}],"
                + "\"connect.name\":\"shop.Row\"}";

        Schema connect = AvroToConnect.translate(Codec.parse(text), DataOptions.DEFAULTS);

        assertThat(connect.field("u").schema().fields().stream().map(f -> f.name()))
                .isEqualTo(List.of("int", "string", "Part"));
        assertThat(text(connect)).isEqualTo(text);
    }

    private static String text(Schema schema) {
        return ConnectToAvro.translate(schema, DataOptions.DEFAULTS).toString();
    }
}
