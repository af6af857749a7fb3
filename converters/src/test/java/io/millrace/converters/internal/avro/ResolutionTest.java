// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.millrace.records.Fault;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

/** Data of one schema read as those of another, against Avro's own reader. */
class ResolutionTest {
    private static final int PAIRS = Integer.getInteger("millrace.random.rounds", 3000);
    private static final int DATA_PER_PAIR = 4;

    private final Random seeds = new Random(2); // the same on every build
    private int alike;
    private int refused;

    @Test
    void agreesWithAvrosOwnReaderOnRandomPairsOfSchemas() {
        for (int pair = 0; pair < PAIRS; pair++) {
            check(Long.getLong("millrace.seed", seeds.nextLong()));
        }
        assertThat(alike).as("data that both read").isGreaterThan(PAIRS);
        assertThat(refused).as("data that both refuse").isGreaterThan(PAIRS / 10);
    }

    private void check(long seed) {
        RandomAvro random = new RandomAvro(seed);
        Schema writer = random.schema();
        Schema reader = random.evolve(writer);
        ReadPlan plan = ReadPlan.compile(writer, reader, DataOptions.DEFAULTS);
        for (int i = 0; i < DATA_PER_PAIR; i++) {
            Object datum = random.datum(writer);
            byte[] bytes = AvroDefaults.bytes(writer, datum);
            boolean raw = writer.getType() == Schema.Type.BYTES;
            byte[] ours = raw ? ((ByteBuffer) datum).array() : bytes;
            compare(seed, plan, ours, readByAvro(writer, reader, bytes), reader);
        }
    }

    private void compare(long seed, ReadPlan plan, byte[] bytes, Object expected, Schema reader) {
        if (expected instanceof RuntimeException avros) {
            refused++;
            try {
                plan.read(new ByteInput(bytes, 0));
                fail("seed %d: Avro throws %s, we do not", seed, avros);
            } catch (Fault fault) {
                assertThat(fault.at("t value")).startsWith("t value").contains(", byte ");
            }
            return;
        }
        alike++;
        try {
            SchemaAndValue read = plan.read(new ByteInput(bytes, 0));
            ConnectSchema.validateValue(read.schema(), read.value());
            assertThat(plain(read.value())).as("seed %d", seed).isEqualTo(expected);
        } catch (Fault fault) {
            fail("seed %d: Avro reads %s, we say %s at %s", seed, reader, fault.found(), fault.at("t value"));
        }
    }

    /** What Avro reads, as plain objects; or what it throws. */
    private static Object readByAvro(Schema writer, Schema reader, byte[] bytes) {
        Object datum;
        try {
            datum = new GenericDatumReader<>(writer, reader)
                    .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
        } catch (RuntimeException e) {
            return e;
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
        return plain(reader, datum);
    }

    private static Object plain(Schema schema, Object datum) {
        return switch (schema.getType()) {
            case STRING, ENUM -> datum.toString();
            case FIXED -> ByteBuffer.wrap(((GenericFixed) datum).bytes());
            case ARRAY -> {
                List<Object> list = new ArrayList<>();
                ((List<?>) datum).forEach(element -> list.add(plain(schema.getElementType(), element)));
                yield list;
            }
            case MAP -> {
                Map<Object, Object> map = new LinkedHashMap<>();
                ((Map<?, ?>) datum)
                        .forEach((key, value) -> map.put(key.toString(), plain(schema.getValueType(), value)));
                yield map;
            }
            case UNION -> {
                int branch = GenericData.get().resolveUnion(schema, datum);
                Object value = plain(schema.getTypes().get(branch), datum);
                boolean single = value == null || AvroToConnect.onlyBranch(schema) != null;
                yield single ? value : Map.of(SumTypes.fieldName(schema, branch, DataOptions.DEFAULTS), value);
            }
            case RECORD -> {
                Map<Object, Object> fields = new LinkedHashMap<>();
                for (Schema.Field field : schema.getFields()) {
                    Object value = plain(field.schema(), ((GenericRecord) datum).get(field.pos()));
                    if (value != null) {
                        fields.put(field.name(), value);
                    }
                }
                yield fields;
            }
            default -> datum;
        };
    }

    private static Object plain(Object value) {
        if (value instanceof Struct struct) {
            Map<Object, Object> fields = new LinkedHashMap<>();
            for (Field field : struct.schema().fields()) {
                Object part = struct.getWithoutDefault(field.name());
                if (part != null) {
                    fields.put(field.name(), plain(part));
                }
            }
            return fields;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(element -> copy.add(plain(element)));
            return copy;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, element) -> copy.put(key, plain(element)));
            return copy;
        }
        return value;
    }

    private static Schema parse(String text) {
        return new Schema.Parser().setValidateDefaults(false).parse(text);
    }

    private static String record(String type) {
        return "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"f\",\"type\":" + type + "}]}";
    }

    private static SchemaAndValue read(String writer, String reader, Object datum) {
        Schema avro = parse(writer);
        return ReadPlan.compile(avro, parse(reader), DataOptions.DEFAULTS)
                .read(new ByteInput(AvroDefaults.bytes(avro, datum), 0));
    }

    private static Object field(String writer, String reader, Object datum) {
        Schema avro = parse(record(writer));
        SchemaAndValue read = read(
                record(writer),
                record(reader),
                new GenericRecordBuilder(avro).set("f", datum).build());
        return ((Struct) read.value()).get("f");
    }

    private static String logical(String type, String logicalType) {
        return "{\"type\":\"" + type + "\",\"logicalType\":\"" + logicalType + "\"}";
    }

    private static String decimal(int scale) {
        return "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":9,\"scale\":" + scale + "}";
    }

    private static void assertFault(Runnable action, String message) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.found() + " at " + fault.at("t value"))
                                .isEqualTo(message));
    }

    @Test
    void theSameSchemaIsReadAsWithoutAReadersSchema() {
        Schema avro = parse(record("\"bytes\""));
        Schema again = parse(record("\"bytes\""));
        byte[] bytes = {2, 7};

        assertThat(ReadPlan.compile(avro, again, DataOptions.DEFAULTS).read(new ByteInput(bytes, 0)))
                .isEqualTo(ReadPlan.compile(avro, avro, DataOptions.DEFAULTS).read(new ByteInput(bytes, 0)));
        assertThat(ReadPlan.compile(Anything.SCHEMA, Anything.SCHEMA, DataOptions.DEFAULTS)
                        .read(new ByteInput(new byte[9], 0)))
                .isEqualTo(new SchemaAndValue(null, null));
    }

    @Test
    void everyRecordHasItsOwnCopyOfADefaultThatCanBeChanged() {
        ReadPlan plan = ReadPlan.compile(
                parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}"), parse("""
                        {"type":"record","name":"R","fields":[
                        {"name":"list","type":{"type":"array","items":"int"},"default":[1]},
                        {"name":"bytes","type":"bytes","default":"a"},
                        {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"},"default":5},
                        {"name":"text","type":"string","default":"x"}]}"""), DataOptions.DEFAULTS);

        Struct one = (Struct) plan.read(new ByteInput(new byte[0], 0)).value();
        Struct other = (Struct) plan.read(new ByteInput(new byte[0], 0)).value();

        for (String name : List.of("list", "bytes", "at")) {
            assertThat(one.get(name)).isEqualTo(other.get(name)).isNotSameAs(other.get(name));
        }
        one.getArray("list").clear();
        assertThat(other.getArray("list")).containsExactly(1);
        assertThat(other.get("at")).isEqualTo(new Date(5));
        assertThat(one.get("text")).isSameAs(other.get("text"));
    }

    @Test
    void timesAreConvertedBetweenUnitsWhereThatIsExact() {
        String millis = logical("long", "timestamp-millis");
        String micros = logical("long", "timestamp-micros");

        assertThat(field(millis, micros, 5L)).isEqualTo(5_000L);
        assertThat(field(micros, millis, 5_000L)).isEqualTo(new Date(5));
        assertThat(field(logical("int", "time-millis"), logical("long", "time-micros"), 5))
                .isEqualTo(5_000L);
        assertThat(field("\"long\"", millis, 5L)).isEqualTo(new Date(5));
        assertThat(field("\"int\"", millis, 5)).isEqualTo(new Date(5));
        assertThat(field(micros, "\"long\"", 5L)).isEqualTo(5L);
        assertFault(
                () -> field(micros, millis, 5_001L),
                "a time finer than the unit of its schema (expected a multiple of 1/1000 of a second) at t value.f,"
                        + " byte 2");
        assertFault(
                () -> field(logical("int", "date"), millis, 5),
                "int date (expected long timestamp-millis, as the reader's schema has it) at t value.f, byte 0");
    }

    @Test
    void decimalsAreNeverRounded() {
        ByteBuffer fifteenHundred = ByteBuffer.wrap(new byte[] {5, -36});

        assertThat(field(decimal(2), decimal(3), fifteenHundred)).isEqualTo(new BigDecimal("15.000"));
        assertThat(field(decimal(2), decimal(0), fifteenHundred)).isEqualTo(new BigDecimal("15"));
        assertThat(field("\"bytes\"", decimal(1), fifteenHundred)).isEqualTo(new BigDecimal("150.0"));
        assertThat(field(decimal(1), "\"bytes\"", fifteenHundred)).isEqualTo(fifteenHundred);
        assertFault(
                () -> field(decimal(2), decimal(1), ByteBuffer.wrap(new byte[] {7})),
                "a decimal of scale 2 that would have to be rounded (expected scale 1, as the reader's schema has it)"
                        + " at t value.f, byte 2");
        assertFault(
                () -> field(decimal(2), "\"string\"", fifteenHundred),
                "bytes decimal (expected string, as the reader's schema has it) at t value.f, byte 0");
    }

    @Test
    void whatTheReaderLacksIsToldWhenThereAreSuchData() {
        String suits = "{\"type\":\"enum\",\"name\":\"Suit\",\"symbols\":[\"HEARTS\",\"SPADES\"]}";
        String fewer = "{\"type\":\"enum\",\"name\":\"Suit\",\"symbols\":[\"HEARTS\"]}";

        assertThat(field(suits, fewer, new GenericData.EnumSymbol(parse(suits), "HEARTS")))
                .isEqualTo("HEARTS");
        assertFault(
                () -> field(suits, fewer, new GenericData.EnumSymbol(parse(suits), "SPADES")),
                "a symbol that the reader's enum Suit does not have (expected one of its 1, or a default) at t value.f,"
                        + " byte 1");
        assertFault(
                () -> field("\"string\"", "\"int\"", "x"),
                "string (expected int, as the reader's schema has it) at t value.f, byte 0");
        assertThat(field("[\"null\",\"string\"]", "[\"null\",\"int\"]", null)).isNull();
        assertFault(
                () -> field("[\"null\",\"string\"]", "[\"null\",\"int\"]", "x"),
                "string (expected union of null, int, as the reader's schema has it) at t value.f, byte 1");
        assertFault(
                () -> read(
                        "{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}",
                        record("\"int\""),
                        new GenericRecordBuilder(parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}")).build()),
                "R (fields: ) (expected f, which the reader's schema requires and has no default for) at t value,"
                        + " byte 0");
    }

    @Test
    void entriesBecomeAMapWhateverTheirOrder() {
        String entries = "{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"MapEntry\","
                + "\"namespace\":\"io.confluent.connect.avro\",\"fields\":[%s]}}";
        String writer = entries.formatted(
                "{\"name\":\"value\",\"type\":\"int\"},{\"name\":\"more\",\"type\":\"string\"},{\"name\":\"key\",\"type\":\"int\"}");
        String reader =
                entries.formatted("{\"name\":\"key\",\"type\":\"long\"},{\"name\":\"value\",\"type\":\"double\"}");
        Object entry = new GenericRecordBuilder(parse(writer).getElementType())
                .set("value", 1)
                .set("more", "m")
                .set("key", 2)
                .build();

        assertThat(read(writer, reader, List.of(entry)).value()).isEqualTo(Map.of(2L, 1.0));
    }

    @Test
    void blocksThatTellTheirSizeArePassedOver() {
        Schema writer = parse("""
                {"type":"record","name":"R","fields":[
                {"name":"gone","type":{"type":"array","items":"string"}},{"name":"n","type":"int"}]}""");
        Schema reader = parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"n\",\"type\":\"int\"}]}");
        byte[] bytes = {3, 8, 2, 'a', 2, 'b', 2, 2, 'c', 0, 14}; // two elements in four bytes, then one, then 7

        assertThat(((Struct) ReadPlan.compile(writer, reader, DataOptions.DEFAULTS)
                                .read(new ByteInput(bytes, 0))
                                .value())
                        .get("n"))
                .isEqualTo(7);
        bytes[1] = 40;
        assertFault(
                () -> ReadPlan.compile(writer, reader, DataOptions.DEFAULTS).read(new ByteInput(bytes, 0)),
                "a block of 20 bytes (expected 0 to 9, the bytes left) at t value.gone[], byte 2");
    }

    @Test
    void aDefaultThatIsNoneIsToldAtOnce() {
        assertThatThrownBy(() -> ReadPlan.compile(
                        parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}"),
                        parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"f\",\"type\":\"int\","
                                + "\"default\":\"x\"}]}"),
                        DataOptions.DEFAULTS))
                .isInstanceOf(Fault.class)
                .hasMessageStartingWith("a default that is none of its schema (");
    }
}
