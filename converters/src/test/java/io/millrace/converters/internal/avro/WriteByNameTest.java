// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.records.Fault;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.junit.jupiter.api.Test;

/** Values in schemas that somebody else registered; Avro's own reader says what was written. */
class WriteByNameTest {
    private static final Schema ORDER = SchemaBuilder.struct()
            .name("shop.Order")
            .field("id", Schema.INT32_SCHEMA)
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .field("total", Schema.FLOAT32_SCHEMA)
            .build();

    private static Object written(Schema connect, String avro, Object value) {
        return written(connect, avro, value, DataOptions.DEFAULTS);
    }

    private static Object written(Schema connect, String text, Object value, DataOptions options) {
        org.apache.avro.Schema avro = parse(text);
        ByteOutput out = new ByteOutput();
        WritePlan.compile(connect, avro, options).write(value, out);
        try {
            byte[] bytes = out.toByteArray();
            var decoder = DecoderFactory.get().binaryDecoder(bytes, null);
            Object datum = avro.getType() == org.apache.avro.Schema.Type.BYTES
                    ? ByteBuffer.wrap(bytes)
                    : new GenericDatumReader<>(avro).read(null, decoder);
            assertThat(avro.getType() == org.apache.avro.Schema.Type.BYTES || decoder.isEnd())
                    .isTrue();
            return datum instanceof CharSequence ? datum.toString() : datum;
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private static org.apache.avro.Schema parse(String text) {
        return new org.apache.avro.Schema.Parser().parse(text);
    }

    /** The field {@code f} of a record, written in an Avro type and read by Avro. */
    private static Object field(Schema connect, String type, Object value) {
        Schema struct = SchemaBuilder.struct().name("R").field("f", connect).build();
        GenericRecord record = (GenericRecord) written(struct, record(type), new Struct(struct).put("f", value));
        Object datum = record.get("f");
        return datum instanceof CharSequence ? datum.toString() : datum;
    }

    private static String record(String type) {
        return "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"f\",\"type\":" + type + "}]}";
    }

    private static String logical(String type, String logicalType) {
        return "{\"type\":\"" + type + "\",\"logicalType\":\"" + logicalType + "\"}";
    }

    private static void assertFault(Runnable action, String message) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.found() + " at " + fault.at("orders value"))
                                .isEqualTo(message));
    }

    private static void assertRefused(Schema connect, String type, String message) {
        Schema struct = SchemaBuilder.struct().name("R").field("f", connect).build();
        WritePlan plan = WritePlan.compile(struct, parse(record(type)), DataOptions.DEFAULTS);
        assertFault(() -> plan.write(new Struct(struct), new ByteOutput()), message);
    }

    @Test
    void fieldsGoByNameWhateverTheirOrder() {
        Struct order = new Struct(ORDER).put("id", 7).put("note", "n").put("total", 1.5f);

        Object datum = written(ORDER, """
                {"type":"record","name":"Order","namespace":"shop","fields":[
                {"name":"total","type":"double"},
                {"name":"added","type":{"type":"array","items":"string"},"default":["x","y"]},
                {"name":"id","type":"long"},
                {"name":"later","type":["null","int"]},
                {"name":"remark","aliases":["note"],"type":["string","null"],"default":"-"}]}""", order);

        assertThat(datum)
                .hasToString(
                        "{\"total\": 1.5, \"added\": [\"x\", \"y\"], \"id\": 7, \"later\": null, \"remark\": \"n\"}");
    }

    @Test
    void aFieldThatTheRegisteredSchemaLacksIsNeverDropped() {
        Schema outer = SchemaBuilder.struct()
                .field("orders", SchemaBuilder.array(ORDER).build())
                .build();
        WritePlan plan = WritePlan.compile(outer, parse("""
                        {"type":"record","name":"Outer","fields":[{"name":"orders","type":{"type":"array","items":
                        {"type":"record","name":"Order","fields":[{"name":"id","type":"int"},{"name":"total","type":"float"}]}
                        }}]}"""), DataOptions.DEFAULTS);

        assertFault(
                () -> plan.write(new Struct(outer), new ByteOutput()),
                "a field that the registered schema does not have (expected one of Order (fields: id, total)) at"
                        + " orders value.orders[].note");
    }

    @Test
    void aFieldWithoutValueOrDefaultIsRefused() {
        WritePlan plan =
                WritePlan.compile(SchemaBuilder.struct().build(), parse(record("\"string\"")), DataOptions.DEFAULTS);

        assertFault(
                () -> plan.write(new Struct(SchemaBuilder.struct().build()), new ByteOutput()),
                "no field (expected string, which the registered R requires and has no default for) at orders value.f");
    }

    @Test
    void namesAreScrubbedBeforeTheyAreCompared() {
        Schema odd = SchemaBuilder.struct()
                .field("un it", Schema.INT32_SCHEMA)
                .field("b", Schema.INT32_SCHEMA)
                .build();
        String text = """
                {"type":"record","name":"R","fields":[{"name":"b","type":"int"},{"name":"un_it","type":"int"}]}""";

        assertThat(written(
                        odd,
                        text,
                        new Struct(odd).put("un it", 1).put("b", 2),
                        DataOptions.DEFAULTS.with(DataOption.SCRUB_INVALID_NAMES)))
                .hasToString("{\"b\": 2, \"un_it\": 1}");
    }

    @Test
    void numbersGoIntoWiderOnes() {
        assertThat(field(Schema.INT8_SCHEMA, "\"int\"", (byte) -3)).isEqualTo(-3);
        assertThat(field(Schema.INT32_SCHEMA, "\"long\"", Integer.MIN_VALUE)).isEqualTo((long) Integer.MIN_VALUE);
        assertThat(field(Schema.INT32_SCHEMA, "\"float\"", 1 << 24)).isEqualTo((float) (1 << 24));
        assertThat(field(Schema.INT32_SCHEMA, "\"double\"", Integer.MAX_VALUE)).isEqualTo((double) Integer.MAX_VALUE);
        assertThat(field(Schema.INT64_SCHEMA, "\"double\"", -(1L << 53))).isEqualTo((double) -(1L << 53));
        assertThat(field(Schema.FLOAT32_SCHEMA, "\"double\"", 0.1f)).isEqualTo((double) 0.1f);
    }

    @Test
    void aNumberThatIsNotHeldExactlyIsRefused() {
        assertFault(
                () -> field(Schema.INT32_SCHEMA, "\"float\"", (1 << 24) + 1),
                "a whole number that a float does not hold exactly (expected at most 16777216) at orders value.f");
        assertFault(
                () -> field(Schema.INT64_SCHEMA, "\"double\"", Long.MAX_VALUE),
                "a whole number that a double does not hold exactly (expected at most 9007199254740992) at orders"
                        + " value.f");
        assertFault(
                () -> field(Schema.INT32_SCHEMA, "{\"type\":\"int\",\"connect.type\":\"int8\"}", 128),
                "a number of more than 8 bits (expected 8, as registered) at orders value.f");
        assertThat(field(Schema.INT32_SCHEMA, "{\"type\":\"int\",\"connect.type\":\"int8\"}", -128))
                .isEqualTo(-128);
    }

    @Test
    void aTypeThatCannotHoldEveryValueIsRefusedWithFoundAndExpected() {
        assertRefused(Schema.INT64_SCHEMA, "\"int\"", "int64 (expected int, as registered) at orders value.f");
        assertRefused(Schema.FLOAT64_SCHEMA, "\"float\"", "float64 (expected float, as registered) at orders value.f");
        assertRefused(Schema.STRING_SCHEMA, "\"int\"", "string (expected int, as registered) at orders value.f");
        assertRefused(
                Schema.BOOLEAN_SCHEMA, "\"string\"", "boolean (expected string, as registered) at orders value.f");
        assertRefused(
                SchemaBuilder.array(Schema.STRING_SCHEMA).build(),
                "{\"type\":\"map\",\"values\":\"string\"}",
                "array (expected map of string, as registered) at orders value.f");
        assertRefused(
                SchemaBuilder.array(Schema.STRING_SCHEMA).build(),
                "{\"type\":\"array\",\"items\":\"boolean\"}",
                "string (expected boolean, as registered) at orders value.f[]");
        assertRefused(
                SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.STRING_SCHEMA).build(),
                "{\"type\":\"map\",\"values\":\"string\"}",
                "map (expected map of string, as registered) at orders value.f");
        assertRefused(
                ORDER,
                "\"string\"",
                "shop.Order (fields: id, note, total) (expected string, as registered) at orders value.f");
        assertRefused(
                Schema.STRING_SCHEMA,
                "[\"null\",\"int\",\"boolean\"]",
                "string (expected union of null, int, boolean, as registered) at orders value.f");
        assertRefused(Schema.STRING_SCHEMA, "\"null\"", "string (expected null, as registered) at orders value.f");
    }

    @Test
    void textAndBytesGoIntoEachOtherAsAvroPromotesThem() {
        assertThat(field(Schema.STRING_SCHEMA, "\"bytes\"", "é")).isEqualTo(ByteBuffer.wrap(new byte[] {-61, -87}));
        assertThat(field(Schema.BYTES_SCHEMA, "\"string\"", new byte[] {-61, -87}))
                .isEqualTo("é");
        assertThat(field(Schema.BYTES_SCHEMA, "\"string\"", ByteBuffer.wrap(new byte[] {'x'})))
                .isEqualTo("x");
        assertFault(
                () -> field(Schema.BYTES_SCHEMA, "\"string\"", new byte[] {-61}),
                "bytes that are no UTF-8 (expected text) at orders value.f");
        assertThat(written(Schema.STRING_SCHEMA, "\"bytes\"", "é")).isEqualTo(ByteBuffer.wrap(new byte[] {-61, -87}));
    }

    @Test
    void textIsASymbolOrRefused() {
        String suit = "{\"type\":\"enum\",\"name\":\"Suit\",\"symbols\":[\"HEARTS\",\"SPADES\"]}";

        assertThat(field(Schema.STRING_SCHEMA, suit, "SPADES")).hasToString("SPADES");
        assertFault(
                () -> field(Schema.STRING_SCHEMA, suit, "SECRET"),
                "a string that is no symbol of the enum (expected one of its 2) at orders value.f");
    }

    @Test
    void bytesFillAFixedOrAreRefused() {
        String fixed = "{\"type\":\"fixed\",\"name\":\"Hash\",\"size\":2}";

        assertThat(((GenericData.Fixed) field(Schema.BYTES_SCHEMA, fixed, new byte[] {1, 2})).bytes())
                .containsExactly(1, 2);
        assertFault(
                () -> field(Schema.BYTES_SCHEMA, fixed, new byte[3]),
                "3 bytes (expected 2, the fixed size) at orders value.f");
        assertRefused(
                SchemaBuilder.bytes()
                        .name("Hash")
                        .parameter("connect.fixed.size", "3")
                        .build(),
                fixed,
                "Hash (expected fixed Hash of 2 bytes, as registered) at orders value.f");
    }

    @Test
    void decimalsAreNeverRounded() {
        String decimal = "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":4,\"scale\":2}";

        assertThat(field(Decimal.schema(2), decimal, new BigDecimal("12.34")))
                .isEqualTo(ByteBuffer.wrap(new byte[] {4, -46}));
        assertFault(
                () -> field(Decimal.schema(2), decimal, new BigDecimal("123.45")),
                "a decimal of 5 digits (expected at most 4) at orders value.f");
        assertRefused(
                Decimal.schema(3), decimal, "a decimal of scale 3 (expected scale 2, as registered) at orders value.f");
        assertRefused(
                Decimal.schema(2),
                "\"bytes\"",
                "org.apache.kafka.connect.data.Decimal v1 (expected bytes, as registered) at orders value.f");
        assertRefused(Schema.BYTES_SCHEMA, decimal, "bytes (expected bytes decimal, as registered) at orders value.f");
        assertRefused(
                Decimal.schema(2),
                "\"double\"",
                "org.apache.kafka.connect.data.Decimal v1 (expected double, as registered) at orders value.f");
    }

    @Test
    void timesAreCountedInTheUnitOfTheRegisteredSchema() {
        Date time = new Date(1_234);

        assertThat(field(Timestamp.SCHEMA, logical("long", "timestamp-micros"), time))
                .isEqualTo(1_234_000L);
        assertThat(field(Timestamp.SCHEMA, logical("long", "timestamp-nanos"), time))
                .isEqualTo(1_234_000_000L);
        assertThat(field(Timestamp.SCHEMA, logical("long", "timestamp-millis"), time))
                .isEqualTo(1_234L);
        assertThat(field(Timestamp.SCHEMA, "\"long\"", time)).isEqualTo(1_234L);
        assertThat(field(Time.SCHEMA, logical("long", "time-micros"), time)).isEqualTo(1_234_000L);
        assertThat(field(Schema.INT64_SCHEMA, logical("long", "timestamp-micros"), 5L))
                .isEqualTo(5L);
        Schema micros = SchemaBuilder.int64().name("io.debezium.time.MicroTime").build();
        assertThat(field(micros, logical("int", "time-millis"), 5_000L)).isEqualTo(5);
    }

    @Test
    void aTimeThatTheRegisteredUnitCannotTellIsRefused() {
        Schema micros =
                SchemaBuilder.int64().name("io.debezium.time.MicroTimestamp").build();

        assertThat(field(micros, logical("long", "timestamp-millis"), -5_000L)).isEqualTo(-5L);
        assertFault(
                () -> field(micros, logical("long", "timestamp-millis"), 5_001L),
                "a time finer than the unit of its schema (expected a multiple of 1/1000 of a second) at orders value.f");
        assertFault(
                () -> field(Timestamp.SCHEMA, logical("long", "timestamp-nanos"), new Date(Long.MAX_VALUE / 1000)),
                "a time that is out of the range of 64 bits in the unit of its schema at orders value.f");
        assertRefused(
                Timestamp.SCHEMA,
                logical("int", "date"),
                "org.apache.kafka.connect.data.Timestamp v1 (expected int date, as registered) at orders value.f");
        assertRefused(
                org.apache.kafka.connect.data.Date.SCHEMA,
                logical("long", "timestamp-millis"),
                "org.apache.kafka.connect.data.Date v1 (expected long timestamp-millis, as registered) at orders"
                        + " value.f");
    }

    @Test
    void onlyNullsAreRefusedWhereTheRegisteredSchemaHasNone() {
        Schema optional =
                SchemaBuilder.struct().field("f", Schema.OPTIONAL_STRING_SCHEMA).build();

        assertThat(written(optional, record("\"string\""), new Struct(optional).put("f", "x")))
                .hasToString("{\"f\": \"x\"}");
        assertFault(
                () -> written(optional, record("\"string\""), new Struct(optional)),
                "null (expected string, a String, since the registered schema has no null here) at orders value.f");
        assertFault(
                () -> written(optional, record("[\"int\",\"string\"]"), new Struct(optional)),
                "null (expected string, a String, since the registered schema has no null here) at orders value.f");
    }

    @Test
    void aRequiredFieldStaysRequiredWhereTheRegisteredSchemaHasNull() {
        Schema required =
                SchemaBuilder.struct().field("f", Schema.STRING_SCHEMA).build();

        assertThat(written(required, record("[\"null\",\"string\"]"), new Struct(required).put("f", "x")))
                .hasToString("{\"f\": \"x\"}");
        assertFault(
                () -> written(required, record("[\"null\",\"string\"]"), new Struct(required)),
                "null (expected string, a String) at orders value.f");
    }

    @Test
    void ofSeveralBranchesTheSameTypeComesFirst() {
        assertThat(field(Schema.INT32_SCHEMA, "[\"null\",\"double\",\"long\",\"int\"]", 5))
                .isEqualTo(5);
        assertThat(field(Schema.INT32_SCHEMA, "[\"null\",\"double\",\"long\"]", 5))
                .isEqualTo(5.0);
        assertThat(field(Schema.OPTIONAL_STRING_SCHEMA, "[\"int\",\"null\",\"string\"]", null))
                .isNull();
        Schema part = SchemaBuilder.struct()
                .name("Part")
                .field("n", Schema.INT32_SCHEMA)
                .build();
        String other = "{\"type\":\"record\",\"name\":\"Other\",\"fields\":[{\"name\":\"x\",\"type\":\"int\"}]}";
        String same = "{\"type\":\"record\",\"name\":\"Part\",\"fields\":[{\"name\":\"n\",\"type\":\"long\"}]}";

        assertThat(field(part, "[" + other + "," + same + "]", new Struct(part).put("n", 1)))
                .hasToString("{\"n\": 1}");
        assertThat(field(part, "[" + other + "," + same.replace("Part", "Renamed") + "]", new Struct(part).put("n", 1)))
                .hasToString("{\"n\": 1}");
    }

    @Test
    void aUnionGoesIntoAUnionWithMoreBranchesInAnotherOrder() {
        Schema union = SchemaBuilder.struct()
                .name("io.confluent.connect.avro.Union")
                .optional()
                .field("int", Schema.OPTIONAL_INT32_SCHEMA)
                .field("string", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        String more = "[\"string\",\"boolean\",\"int\",\"null\"]";

        assertThat(field(union, more, new Struct(union).put("int", 5))).isEqualTo(5);
        assertThat(field(union, more, new Struct(union).put("string", "x"))).isEqualTo("x");
        assertThat(field(union, more, null)).isNull();
        assertRefused(
                union,
                "[\"null\",\"int\",\"boolean\"]",
                "string (expected union of null, int, boolean, as registered) at orders value.f.string");
    }

    @Test
    void mapsGoIntoEntries() {
        Schema map =
                SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA).build();
        String entries = "{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"Entry\",\"fields\":["
                + "{\"name\":\"key\",\"type\":\"string\"},{\"name\":\"value\",\"type\":\"long\"}]}}";

        assertThat(field(map, entries, Map.of("a", 1))).hasToString("[{\"key\": \"a\", \"value\": 1}]");
        Schema optionalKeys = SchemaBuilder.map(Schema.OPTIONAL_STRING_SCHEMA, Schema.INT32_SCHEMA)
                .build();
        assertThat(field(optionalKeys, "{\"type\":\"map\",\"values\":\"int\"}", Map.of("a", 1)))
                .hasToString("{a=1}");
    }

    @Test
    void aRecursiveStructGoesIntoARecursiveRecord() {
        org.apache.avro.Schema avro = parse("""
                {"type":"record","name":"Tree","fields":[{"name":"n","type":"int"},
                {"name":"children","type":{"type":"array","items":"Tree"}}]}""");
        Schema tree = AvroToConnect.translate(avro, DataOptions.DEFAULTS);
        Schema child = tree.field("children").schema().valueSchema();
        Struct leaf = new Struct(child).put("n", 2).put("children", List.of());
        Struct root = new Struct(tree).put("n", 1).put("children", List.of(leaf));

        Object datum = written(tree, """
                {"type":"record","name":"Tree","fields":[{"name":"children","type":{"type":"array","items":"Tree"}},
                {"name":"n","type":"long"},{"name":"extra","type":"string","default":"e"}]}""", root);

        assertThat(datum)
                .hasToString("{\"children\": [{\"children\": [], \"n\": 2, \"extra\": \"e\"}], \"n\": 1, \"extra\":"
                        + " \"e\"}");
    }

    @Test
    void aDefaultThatIsNoneIsRefused() {
        Schema empty = SchemaBuilder.struct().build();
        org.apache.avro.Schema avro = new org.apache.avro.Schema.Parser()
                .setValidateDefaults(false)
                .parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"f\",\"type\":\"int\","
                        + "\"default\":\"x\"}]}");

        assertFault(
                () -> WritePlan.compile(empty, avro, DataOptions.DEFAULTS).write(new Struct(empty), new ByteOutput()),
                "a default that is none of its schema (expected int) at orders value.f");
    }
}
