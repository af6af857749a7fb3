// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.converters.internal.avro.AvroToConnect;
import io.millrace.converters.internal.avro.ConnectToAvro;
import io.millrace.converters.internal.avro.DataOption;
import io.millrace.converters.internal.avro.DataOptions;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

/** Docs, names, map keys, fixed types and variants, with the options that change them. */
class DataOptionsTest {
    private static final DataOptions DISCARDING = DataOptions.DEFAULTS.with(DataOption.DISCARD_TYPE_DOC_DEFAULT);
    private static final DataOptions SCRUBBING = DataOptions.DEFAULTS.with(DataOption.SCRUB_INVALID_NAMES);
    private static final DataOptions OPTIONAL_KEYS = DataOptions.DEFAULTS.with(DataOption.ALLOW_OPTIONAL_MAP_KEYS);

    private static String text(Schema schema, DataOptions options) {
        return ConnectToAvro.translate(schema, options).toString();
    }

    private static Schema connect(String avro, DataOptions options) {
        return AvroToConnect.translate(Codec.parse(avro), options);
    }

    private static void assertRoundTrip(DataOptions options, Schema schema, Object value) {
        Codec codec = new Codec(options);
        byte[] bytes = codec.write(schema, value);
        assertThat(codec.read(bytes)).isEqualTo(new SchemaAndValue(schema, value));
        org.apache.avro.Schema avro = Codec.parse(codec.registry.newest());
        Object datum = Codec.avroDatum(avro, Codec.payload(bytes));
        assertThat(Codec.avroBytes(avro, datum)).isEqualTo(Codec.payload(bytes));
    }

    @Test
    void keepsDocsOfFieldsInFieldsAndDropsTheOriginOfDefaultsWhereAsked() {
        String avro = "{\"type\":\"record\",\"name\":\"Row\",\"namespace\":\"shop\",\"doc\":\"a row\",\"fields\":["
                + "{\"name\":\"id\",\"type\":\"int\",\"doc\":\"its number\",\"default\":1},"
                + "{\"name\":\"note\",\"type\":[\"null\",\"string\"],\"doc\":\"a note\",\"default\":null}]}";

        Schema schema = connect(avro, DISCARDING);

        assertThat(schema.doc()).isEqualTo("a row");
        assertThat(schema.parameters()).isEqualTo(Map.of("connect.record.doc", "a row"));
        assertThat(schema.field("id").schema())
                .isEqualTo(
                        SchemaBuilder.int32().doc("its number").defaultValue(1).build());
        assertThat(schema.field("note").schema())
                .isEqualTo(SchemaBuilder.string().optional().doc("a note").build());
        assertThat(text(schema, DISCARDING))
                .isEqualTo("{\"type\":\"record\",\"name\":\"Row\",\"namespace\":\"shop\",\"doc\":\"a row\",\"fields\":["
                        + "{\"name\":\"id\",\"type\":{\"type\":\"int\",\"connect.doc\":\"its number\","
                        + "\"connect.default\":1},\"doc\":\"its number\",\"default\":1},"
                        + "{\"name\":\"note\",\"type\":[\"null\",{\"type\":\"string\",\"connect.doc\":\"a note\"}],"
                        + "\"doc\":\"a note\",\"default\":null}],\"connect.doc\":\"a row\","
                        + "\"connect.parameters\":{\"connect.record.doc\":\"a row\"},\"connect.name\":\"shop.Row\"}");
        assertThat(text(schema, DISCARDING.without(DataOption.CONNECT_META_DATA)))
                .isEqualTo(avro);
    }

    @Test
    void keepsTheDocOfAnEnumAndNotItsDefaultWhereAsked() {
        DataOptions options = DISCARDING.with(DataOption.ENHANCED_AVRO_SCHEMA_SUPPORT);
        String avro = "{\"type\":\"enum\",\"name\":\"Suit\",\"doc\":\"a suit\",\"symbols\":[\"A\",\"B\"],"
                + "\"default\":\"A\"}";

        Schema schema = connect(avro, options);

        assertThat(schema.parameters())
                .containsEntry("connect.enum.doc", "a suit")
                .containsEntry("connect.record.doc", "a suit")
                .doesNotContainKey("io.confluent.connect.avro.enum.default.Suit");
        assertThat(text(schema, options.without(DataOption.CONNECT_META_DATA)))
                .isEqualTo("{\"type\":\"enum\",\"name\":\"Suit\",\"doc\":\"a suit\",\"symbols\":[\"A\",\"B\"]}");
    }

    @Test
    void keepsDocsAsParametersOtherwise() {
        String avro = "{\"type\":\"record\",\"name\":\"Row\",\"namespace\":\"shop\",\"doc\":\"a row\",\"fields\":["
                + "{\"name\":\"id\",\"type\":\"int\",\"doc\":\"its number\"}]}";

        Schema schema = connect(avro, DataOptions.DEFAULTS);

        assertThat(schema.doc()).isNull();
        assertThat(schema.parameters())
                .isEqualTo(Map.of(
                        "io.confluent.connect.avro.record.doc", "a row",
                        "io.confluent.connect.avro.field.doc.id", "its number"));
        assertThat(text(schema, DataOptions.DEFAULTS)).startsWith(avro.substring(0, avro.length() - 1));
    }

    @Test
    void writesOptionalTextKeysAsAMapWhereAsked() {
        Schema map = SchemaBuilder.map(Schema.OPTIONAL_STRING_SCHEMA, Schema.INT32_SCHEMA)
                .build();

        assertThat(text(map, DataOptions.DEFAULTS))
                .isEqualTo("{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"MapEntry\","
                        + "\"namespace\":\"io.confluent.connect.avro\",\"fields\":[{\"name\":\"key\","
                        + "\"type\":[\"null\",\"string\"],\"default\":null},{\"name\":\"value\",\"type\":\"int\"}]}}");
        assertThat(text(map, OPTIONAL_KEYS)).isEqualTo("{\"type\":\"map\",\"values\":\"int\"}");
        assertThat(new Codec(OPTIONAL_KEYS).roundTrip(map, Map.of("a", 1)))
                .isEqualTo(new SchemaAndValue(
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA)
                                .build(),
                        Map.of("a", 1)));
        assertThatThrownBy(() -> new Codec(OPTIONAL_KEYS).write(map, Collections.singletonMap(null, 1)))
                .hasMessage("Cannot write Avro: null (expected string, a String) at orders value[]. Make the field"
                        + " optional, give it a default, or mend the source.");
        assertRoundTrip(DataOptions.DEFAULTS, map, Collections.singletonMap(null, 1));
    }

    @Test
    void writesADefaultWithOptionalTextKeysInTheFormOfItsType() {
        Schema map = SchemaBuilder.map(Schema.OPTIONAL_STRING_SCHEMA, Schema.INT32_SCHEMA)
                .defaultValue(Map.of("a", 1))
                .build();
        Schema row = SchemaBuilder.struct().name("Row").field("m", map).build();

        assertThat(text(row, OPTIONAL_KEYS))
                .isEqualTo(
                        "{\"type\":\"record\",\"name\":\"Row\",\"fields\":[{\"name\":\"m\",\"type\":{\"type\":\"map\","
                                + "\"values\":\"int\",\"connect.default\":{\"a\":1}},\"default\":{\"a\":1}}],"
                                + "\"connect.name\":\"Row\"}");
        assertThat(text(row, DataOptions.DEFAULTS)) // pairs, which are no default of records: Avro refuses it
                .contains("\"connect.default\":[[\"a\",1]]}}],\"connect.name\":\"Row\"}");
        assertThat(connect(text(row, DataOptions.DEFAULTS), DataOptions.DEFAULTS))
                .isEqualTo(row);
    }

    @Test
    void takesFieldsByTheirChangedNames() {
        Schema part = SchemaBuilder.struct()
                .name("my-shop.1part")
                .field("un it", Schema.STRING_SCHEMA)
                .build();
        Schema row = SchemaBuilder.struct()
                .name("my-shop.Row")
                .field("part 1", part)
                .field("ok", Schema.INT32_SCHEMA)
                .build();
        Struct value = new Struct(row)
                .put("part 1", new Struct(part).put("un it", "kg"))
                .put("ok", 1);
        Codec codec = new Codec(SCRUBBING);

        SchemaAndValue read = codec.roundTrip(row, value);

        assertThat(read.schema().name()).isEqualTo("my-shop.Row");
        Struct readPart = ((Struct) read.value()).getStruct("part_1");
        assertThat(readPart.schema().name()).isEqualTo("my-shop.1part");
        assertThat(readPart.get("un_it")).isEqualTo("kg");
        String first = codec.registry.newest();
        assertThat(codec.roundTrip(read.schema(), read.value())).isEqualTo(read);
        assertThat(codec.registry.newest()).as("no second version").isEqualTo(first);
    }

    @Test
    void changesTheNamesInTheDefaultOfAStructToo() {
        Schema part = SchemaBuilder.struct()
                .name("shop.Part")
                .field("un it", Schema.STRING_SCHEMA)
                .build();
        Schema defaulted = new ConnectSchema(
                Schema.Type.STRUCT,
                false,
                new Struct(part).put("un it", "kg"),
                "shop.Part",
                null,
                null,
                null,
                part.fields(),
                null,
                null);
        Schema row = SchemaBuilder.struct().name("Row").field("p", defaulted).build();

        assertThat(text(row, SCRUBBING))
                .contains("\"connect.default\":{\"un_it\":\"kg\"}")
                .contains("\"default\":{\"un_it\":\"kg\"}}]");
    }

    @Test
    void refusesTwoNamesThatBecomeOne() {
        Schema fields = SchemaBuilder.struct()
                .name("Row")
                .field("un it", Schema.INT32_SCHEMA)
                .field("un-it", Schema.INT32_SCHEMA)
                .build();
        Schema one = SchemaBuilder.struct()
                .name("my-shop.Part")
                .field("a", Schema.INT32_SCHEMA)
                .build();
        Schema two = SchemaBuilder.struct()
                .name("my shop.Part")
                .field("b", Schema.INT32_SCHEMA)
                .build();
        Schema schemas = SchemaBuilder.struct().field("x", one).field("y", two).build();

        assertThatThrownBy(() -> new Codec(SCRUBBING).write(fields, new Struct(fields)))
                .hasMessage("Cannot write Avro: the field names 'un it' and 'un-it', which are both un_it in Avro at"
                        + " orders value.un-it. Rename one of them.");
        assertThatThrownBy(() -> new Codec(SCRUBBING).write(schemas, new Struct(schemas)))
                .hasMessage("Cannot write Avro: the schema names 'my-shop.Part' and 'my shop.Part', which are both"
                        + " my_shop.Part in Avro at orders value.y. Rename one of them.");
    }

    @Test
    void numbersDecimalsOnFixedTypesThatDiffer() {
        Schema narrow = Decimal.builder(2)
                .parameter("connect.decimal.precision", "9")
                .parameter("connect.fixed.size", "4")
                .build();
        Schema wide = Decimal.builder(4)
                .parameter("connect.decimal.precision", "18")
                .parameter("connect.fixed.size", "8")
                .build();
        Schema row = SchemaBuilder.struct()
                .name("shop.Row")
                .field("a", narrow)
                .field("b", wide)
                .field("c", narrow)
                .build();
        Struct value = new Struct(row)
                .put("a", new BigDecimal("1.00"))
                .put("b", new BigDecimal("-2.0000"))
                .put("c", new BigDecimal("3.00"));

        assertThat(text(row, DataOptions.DEFAULTS))
                .isEqualTo("{\"type\":\"record\",\"name\":\"Row\",\"namespace\":\"shop\",\"fields\":["
                        + "{\"name\":\"a\",\"type\":{\"type\":\"fixed\",\"name\":\"Decimal\","
                        + "\"namespace\":\"org.apache.kafka.connect.data\",\"size\":4,\"scale\":2,\"precision\":9,"
                        + "\"connect.version\":1,\"connect.parameters\":{\"scale\":\"2\","
                        + "\"connect.decimal.precision\":\"9\",\"connect.fixed.size\":\"4\"},"
                        + "\"connect.name\":\"org.apache.kafka.connect.data.Decimal\",\"logicalType\":\"decimal\"}},"
                        + "{\"name\":\"b\",\"type\":{\"type\":\"fixed\",\"name\":\"Decimal2\","
                        + "\"namespace\":\"org.apache.kafka.connect.data\",\"size\":8,\"scale\":4,\"precision\":18,"
                        + "\"connect.version\":1,\"connect.parameters\":{\"scale\":\"4\","
                        + "\"connect.decimal.precision\":\"18\",\"connect.fixed.size\":\"8\"},"
                        + "\"connect.name\":\"org.apache.kafka.connect.data.Decimal\",\"logicalType\":\"decimal\"}},"
                        + "{\"name\":\"c\",\"type\":\"org.apache.kafka.connect.data.Decimal\"}],"
                        + "\"connect.name\":\"shop.Row\"}");
        assertRoundTrip(DataOptions.DEFAULTS, row, value);
    }

    @Test
    void writesAVariantAsConfluentsToolsKnowItAndReadsOthers() {
        Schema variant = SchemaBuilder.struct()
                .name("org.apache.kafka.connect.data.Variant")
                .field("metadata", Schema.BYTES_SCHEMA)
                .field("value", Schema.BYTES_SCHEMA)
                .build();
        Schema row = SchemaBuilder.struct()
                .name("shop.Row")
                .field("v", variant)
                .field("w", variant)
                .build();
        Struct value = new Struct(variant)
                .put("metadata", ByteBuffer.wrap(new byte[] {1, 0, 0}))
                .put("value", ByteBuffer.wrap(new byte[] {12, 1}));

        assertThat(text(row, DataOptions.DEFAULTS))
                .isEqualTo("{\"type\":\"record\",\"name\":\"Row\",\"namespace\":\"shop\",\"fields\":[{\"name\":\"v\","
                        + "\"type\":{\"type\":\"record\",\"name\":\"Variant\",\"namespace\":\"confluent.type\","
                        + "\"fields\":[{\"name\":\"metadata\",\"type\":\"bytes\"},"
                        + "{\"name\":\"value\",\"type\":\"bytes\"}],\"logicalType\":\"variant\","
                        + "\"connect.name\":\"org.apache.kafka.connect.data.Variant\"}},"
                        + "{\"name\":\"w\",\"type\":\"confluent.type.Variant\"}],\"connect.name\":\"shop.Row\"}");
        assertRoundTrip(
                DataOptions.DEFAULTS, row, new Struct(row).put("v", value).put("w", value));
        assertThat(connect(
                        "{\"type\":\"record\",\"name\":\"r7\",\"fields\":[{\"name\":\"metadata\",\"type\":\"bytes\"},"
                                + "{\"name\":\"value\",\"type\":\"bytes\"}],\"logicalType\":\"variant\"}",
                        DataOptions.DEFAULTS))
                .isEqualTo(variant);
    }

    @Test
    void sharesARecordBetweenFieldsThatDifferInTheirDefaultOnly() {
        String avro = "{\"type\":\"record\",\"name\":\"Row\",\"fields\":[{\"name\":\"a\",\"type\":{\"type\":\"record\","
                + "\"name\":\"Part\",\"fields\":[{\"name\":\"n\",\"type\":\"int\"}]}},"
                + "{\"name\":\"b\",\"type\":\"Part\",\"default\":{\"n\":7}}]}";

        Schema schema = connect(avro, DataOptions.DEFAULTS);

        assertThat(((Struct) schema.field("b").schema().defaultValue()).get("n"))
                .isEqualTo(7);
        assertThat(text(schema, DataOptions.DEFAULTS.without(DataOption.CONNECT_META_DATA)))
                .isEqualTo(avro);
        assertThat(text(schema, DataOptions.DEFAULTS))
                .endsWith("{\"name\":\"b\",\"type\":\"Part\",\"default\":{\"n\":7}}],\"connect.name\":\"Row\"}");
    }

    @Test
    void putsNullFirstInAnOptionalStructSoThatItsDefaultIsNoneOfTheField() {
        Schema part = SchemaBuilder.struct()
                .name("Part")
                .field("n", Schema.INT32_SCHEMA)
                .build();
        Schema defaulted = new ConnectSchema(
                Schema.Type.STRUCT,
                true,
                new Struct(part).put("n", 7),
                "Part",
                null,
                null,
                null,
                part.fields(),
                null,
                null);
        Schema row = SchemaBuilder.struct().name("Row").field("p", defaulted).build();

        assertThat(text(row, DataOptions.DEFAULTS))
                .isEqualTo("{\"type\":\"record\",\"name\":\"Row\",\"fields\":[{\"name\":\"p\",\"type\":[\"null\","
                        + "{\"type\":\"record\",\"name\":\"Part\",\"fields\":[{\"name\":\"n\",\"type\":\"int\"}],"
                        + "\"connect.default\":{\"n\":7},\"connect.name\":\"Part\"}]}],"
                        + "\"connect.name\":\"Row\"}");
        Schema read = connect(text(row, DataOptions.DEFAULTS), DataOptions.DEFAULTS);
        assertThat(((Struct) read.field("p").schema().defaultValue()).get("n")).isEqualTo(7);
    }

    @Test
    void writesNoDefaultOfALaterTypeOfAUnion() {
        Schema union = SchemaBuilder.struct()
                .name("io.confluent.connect.avro.Union")
                .field("string", Schema.OPTIONAL_STRING_SCHEMA)
                .field("int", Schema.OPTIONAL_INT32_SCHEMA)
                .build();
        Struct five = new Struct(union).put("int", 5);
        Schema later = new ConnectSchema(
                Schema.Type.STRUCT, false, five, union.name(), null, null, null, union.fields(), null, null);
        Schema row = SchemaBuilder.struct().name("Row").field("a", later).build();

        assertThat(text(row, DataOptions.DEFAULTS))
                .isEqualTo("{\"type\":\"record\",\"name\":\"Row\",\"fields\":["
                        + "{\"name\":\"a\",\"type\":[\"string\",\"int\"]}],\"connect.name\":\"Row\"}");
    }

    @Test
    void givesForeignLogicalTypesTheVersionThatConnectsHave() {
        Schema date = connect("{\"type\":\"int\",\"logicalType\":\"date\"}", DataOptions.DEFAULTS);

        assertThat(date).isEqualTo(Date.SCHEMA);
        assertThat(text(date, DataOptions.DEFAULTS)).isEqualTo(text(Date.SCHEMA, DataOptions.DEFAULTS));
    }

    @Test
    void doesNotMarkTheOriginOfDefaultsWithoutMetadata() {
        String avro =
                "{\"type\":\"record\",\"name\":\"Row\",\"fields\":[{\"name\":\"a\",\"type\":\"int\",\"default\":5}]}";

        assertThat(connect(avro, DataOptions.DEFAULTS.without(DataOption.CONNECT_META_DATA))
                        .field("a")
                        .schema())
                .isEqualTo(SchemaBuilder.int32().defaultValue(5).build());
    }

    @Test
    void keepsNullOrWritesTheDefaultForEveryTypeAsAsked() {
        List<SchemaAndValue> types = List.of(
                new SchemaAndValue(SchemaBuilder.int8().optional(), (byte) 1),
                new SchemaAndValue(SchemaBuilder.int16().optional(), (short) 1),
                new SchemaAndValue(SchemaBuilder.int32().optional(), 1),
                new SchemaAndValue(SchemaBuilder.int64().optional(), 1L),
                new SchemaAndValue(SchemaBuilder.float32().optional(), 1f),
                new SchemaAndValue(SchemaBuilder.float64().optional(), 1d),
                new SchemaAndValue(SchemaBuilder.bool().optional(), true),
                new SchemaAndValue(SchemaBuilder.string().optional(), "x"),
                new SchemaAndValue(SchemaBuilder.bytes().optional(), ByteBuffer.wrap(new byte[] {1})),
                new SchemaAndValue(Decimal.builder(1).optional(), new BigDecimal("1.5")),
                new SchemaAndValue(Date.builder().optional(), new java.util.Date(86_400_000L)),
                new SchemaAndValue(SchemaBuilder.array(Schema.INT32_SCHEMA).optional(), List.of(1)),
                new SchemaAndValue(
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA)
                                .optional(),
                        Map.of("a", 1)),
                new SchemaAndValue(
                        SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.INT32_SCHEMA)
                                .optional(),
                        Map.of(1, 1)));
        DataOptions confluents = DataOptions.DEFAULTS.without(DataOption.IGNORE_DEFAULT_FOR_NULLABLES);
        for (SchemaAndValue type : types) {
            Schema field =
                    ((SchemaBuilder) type.schema()).defaultValue(type.value()).build();
            Schema row = SchemaBuilder.struct().name("Row").field("f", field).build();
            Struct none = new Struct(row).put("f", null);

            Struct kept = (Struct) new Codec().roundTrip(row, none).value();
            Struct replaced =
                    (Struct) new Codec(confluents).roundTrip(row, none).value();

            assertThat(kept.getWithoutDefault("f")).as("%s", field).isNull();
            assertThat(replaced.getWithoutDefault("f")).as("%s", field).isEqualTo(type.value());
        }
    }
}
