// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.millrace.converters.internal.wire.Codec;
import io.millrace.records.Fault;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

/** Whatever bytes come: a value or a fault with its place, and no more memory than the bytes are worth. */
class DamagedDataTest {
    private static final int SCHEMAS = 150;
    private static final int DEEP = 10_000;
    /** So much, and so much for each byte, may one record cost: ten thousand structs without bytes, small ones in bytes. */
    private static final long MAX_BYTES = 32L << 20;

    private static final long MAX_BYTES_PER_BYTE = 4096;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Random seeds = new Random(3); // the same on every build

    /** A writer's schema, data of it, and the plans that read them: as written, and as another schema. */
    private record Sample(long seed, Schema writer, byte[] bytes, List<ReadPlan> plans) {
        static Sample of(long seed) {
            RandomAvro random = new RandomAvro(seed);
            Schema writer = random.schema();
            Schema reader = random.evolve(writer);
            return new Sample(
                    seed,
                    writer,
                    AvroDefaults.bytes(writer, random.datum(writer)),
                    List.of(
                            ReadPlan.compile(writer, writer, DataOptions.DEFAULTS),
                            ReadPlan.compile(writer, reader, DataOptions.DEFAULTS)));
        }
    }

    private Sample nextSample() {
        return Sample.of(Long.getLong("millrace.seed", seeds.nextLong()));
    }

    /** Whether {@code bytes} are data; fails when reading them ends in anything but a value or a fault with its place. */
    private static boolean reads(ReadPlan plan, byte[] bytes, long seed) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        boolean read;
        try {
            plan.read(new ByteInput(bytes, 0));
            read = true;
        } catch (Fault fault) {
            assertThat(fault.at("t value")).as("seed %d", seed).matches("(?s)t value.*, byte [0-9]+");
            read = false;
        }
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
                .as("seed %d: memory for %d bytes", seed, bytes.length)
                .isLessThan(MAX_BYTES + bytes.length * MAX_BYTES_PER_BYTE);
        return read;
    }

    @Test
    void dataCutOffAtAnyByteAreRefused() {
        for (int i = 0; i < SCHEMAS; i++) {
            Sample sample = nextSample();
            for (int length = 0; length < sample.bytes.length; length++) {
                byte[] cut = Arrays.copyOf(sample.bytes, length);
                for (ReadPlan plan : sample.plans) {
                    assertThat(sample.writer.getType() != Schema.Type.BYTES && reads(plan, cut, sample.seed))
                            .as("seed %d, %d bytes", sample.seed, length)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void dataWithAnyBitFlippedAreReadOrRefused() {
        for (int i = 0; i < SCHEMAS; i++) {
            Sample sample = nextSample();
            for (int bit = 0; bit < sample.bytes.length * 8; bit++) {
                byte[] flipped = sample.bytes.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                sample.plans.forEach(plan -> reads(plan, flipped, sample.seed));
            }
        }
    }

    @Test
    void noLengthOrCountIsBelieved() {
        long[] hostile = {
            -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1L << 32, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE, 9_999, 1 << 20
        };
        for (int i = 0; i < SCHEMAS; i++) {
            Sample sample = nextSample();
            for (int at = 0; at <= sample.bytes.length; at++) {
                for (long number : hostile) {
                    byte[] damaged = withNumber(sample.bytes, at, number);
                    sample.plans.forEach(plan -> reads(plan, damaged, sample.seed));
                }
            }
        }
    }

    /** {@code bytes} with a number in the place of the byte at {@code at}. */
    private static byte[] withNumber(byte[] bytes, int at, long number) {
        ByteOutput out = new ByteOutput();
        out.writeFixed(Arrays.copyOf(bytes, at));
        out.writeLong(number);
        out.writeFixed(Arrays.copyOfRange(bytes, Math.min(at + 1, bytes.length), bytes.length));
        return out.toByteArray();
    }

    private static ReadPlan plan(String text) {
        Schema avro = new Schema.Parser().parse(text);
        return ReadPlan.compile(avro, avro, DataOptions.DEFAULTS);
    }

    private static void assertRefused(ReadPlan plan, byte[] bytes, String message) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> plan.read(new ByteInput(bytes, 0)))
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.found() + " at " + fault.at("t value"))
                                .isEqualTo(message));
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(MAX_BYTES);
    }

    private static byte[] numbers(long... numbers) {
        ByteOutput out = new ByteOutput();
        for (long number : numbers) {
            out.writeLong(number);
        }
        return out.toByteArray();
    }

    @Test
    void hostileLengthsAreToldWithTheirPlace() {
        String list = "{\"type\":\"array\",\"items\":\"long\"}";
        String map = "{\"type\":\"map\",\"values\":\"long\"}";
        String nested = "{\"type\":\"array\",\"items\":" + list + "}";

        assertRefused(
                plan("\"string\""),
                numbers(Integer.MAX_VALUE),
                "length 2147483647 (expected 0 to 0, the bytes left) at t value, byte 5");
        assertRefused(
                plan(list),
                numbers(Long.MIN_VALUE, 0),
                "a block of -9223372036854775808 elements (expected at most 0) at t value[], byte 11");
        assertRefused(
                plan(map),
                numbers(-3, -1),
                "a block of -1 bytes (expected 0 to 0, the bytes left) at t value[], byte 2");
        assertRefused(
                plan(nested),
                numbers(1, 1L << 33, 0),
                "a block of 8589934592 elements (expected at most 1) at t value[][], byte 6");
        assertRefused(
                plan("[\"null\",\"string\",\"int\"]"), numbers(3), "index 3 (expected 0 to 2) at t value, byte 1");
        assertRefused(
                plan("{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\"]}"),
                numbers(-1),
                "index -1 (expected 0 to 0) at t value, byte 1");
        assertRefused(plan("\"int\""), numbers(1L << 32), "an int of more than 32 bits at t value, byte 5");
        assertRefused(
                plan("\"long\""),
                new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, 2},
                "a long of more than 64 bits at t value, byte 10");
    }

    @Test
    void elementsWithoutBytesAreCountedOverTheWholeRecord() {
        String empty = "{\"type\":\"record\",\"name\":\"E\",\"fields\":[]}";
        ReadPlan plan = plan("{\"type\":\"array\",\"items\":{\"type\":\"array\",\"items\":" + empty + "}}");
        long[] full = new long[1 + 2 * 100 + 1];
        Arrays.fill(full, 0);
        full[0] = 100;
        for (int i = 0; i < 100; i++) {
            full[1 + 2 * i] = 100;
        }

        assertThat((List<?>) plan.read(new ByteInput(numbers(full), 0)).value()).hasSize(100);
        full[1] = 101;
        assertRefused(
                plan,
                numbers(full),
                "a block of 100 elements (expected at most 99) at t value[][], byte " + (numbers(full).length - 2));
    }

    @Test
    void aRecordThatHoldsTheSameEmptyRecordTwiceIsEmptyToo() {
        ReadPlan plan = plan("""
                {"type":"array","items":{"type":"record","name":"Two","fields":[
                {"name":"a","type":{"type":"record","name":"E","fields":[]}},{"name":"b","type":"E"}]}}""");

        assertThat((List<?>) plan.read(new ByteInput(numbers(5, 0), 0)).value()).hasSize(5);
    }

    @Test
    void bytesThatAreNoTextAreRefusedAndNotReplaced() {
        byte[] cutOff = {2, (byte) 0xc3};
        byte[] surrogate = {6, (byte) 0xed, (byte) 0xa0, (byte) 0x80};

        assertRefused(plan("\"string\""), cutOff, "bytes that are no UTF-8 (expected text) at t value, byte 1");
        assertRefused(plan("\"string\""), surrogate, "bytes that are no UTF-8 (expected text) at t value, byte 1");
        assertRefused(
                plan("{\"type\":\"map\",\"values\":\"int\"}"),
                new byte[] {2, 2, (byte) 0xff, 0, 0},
                "bytes that are no UTF-8 (expected text) at t value[], byte 2");
        byte[] replacement = "\ufffd".getBytes(StandardCharsets.UTF_8);
        assertThat(plan("\"string\"")
                        .read(new ByteInput(new byte[] {6, replacement[0], replacement[1], replacement[2]}, 0))
                        .value())
                .isEqualTo("\ufffd");
    }

    @Test
    void valuesThatTheirLogicalTypeDoesNotHaveAreRefused() {
        assertRefused(
                plan("{\"type\":\"int\",\"logicalType\":\"time-millis\"}"),
                numbers(86_400_001),
                "a Time of another day (expected 0 to 86400000 ms) at t value, byte 4");
        assertRefused(
                plan("{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":4}"),
                new byte[0],
                "no bytes (expected at least 1, a decimal) at t value, byte 0");
        assertRefused(
                plan("{\"type\":\"int\",\"connect.type\":\"int8\"}"),
                numbers(128),
                "a number of more than 8 bits (expected int8) at t value, byte 2");
        assertThat(plan("{\"type\":\"int\",\"logicalType\":\"date\"}")
                        .read(new ByteInput(numbers(Integer.MIN_VALUE), 0))
                        .value())
                .isEqualTo(new java.util.Date(Integer.MIN_VALUE * 86_400_000L));
    }

    private static byte[] ofTwos(int length) {
        byte[] twos = new byte[length];
        Arrays.fill(twos, (byte) 2); // 1 as a number: one more, or the second branch
        return twos;
    }

    @Test
    void dataThatAreNestedTooDeepAreRefused() {
        String chain =
                "{\"type\":\"record\",\"name\":\"Chain\",\"fields\":[{\"name\":\"next\",\"type\":[\"null\",\"Chain\"]}]}";
        Schema writer = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"gone\",\"type\":" + chain + "}]}");
        Schema reader = new Schema.Parser().parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}");
        String inner = ".(976 levels)" + ".next".repeat(12);

        assertRefused(
                plan(chain),
                ofTwos(DEEP),
                "more than 1000 levels of nesting at t value" + ".next".repeat(12) + inner + ", byte 1000");
        assertRefused(
                ReadPlan.compile(writer, reader, DataOptions.DEFAULTS),
                ofTwos(DEEP),
                "more than 1000 levels of nesting at t value.gone" + ".next".repeat(11) + inner + ", byte 999");
    }

    @Test
    void whatIsTooDeepForTheStackOnlyIsRefusedAsWell() {
        StringBuilder text =
                new StringBuilder("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"f\",\"type\":");
        text.append("{\"type\":\"array\",\"items\":".repeat(300))
                .append("\"R\"")
                .append("}".repeat(300));
        ReadPlan plan = plan(text.append("}]}").toString());

        assertThatThrownBy(() -> plan.read(new ByteInput(ofTwos(300_000), 0)))
                .isInstanceOf(Fault.class)
                .hasMessage("more levels of nesting than the thread's stack has room for");
    }

    private static byte[] anything(int depth) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < depth; i++) {
            out.writeBytes(new byte[] {0, 0, 0, 0, 0, 0, 0, 2, 2}); // seven nulls, then an array of one
        }
        return out.toByteArray();
    }

    @Test
    void schemalessDataThatAreNestedTooDeepAreRefused() {
        ReadPlan plan = ReadPlan.compile(Anything.SCHEMA, Anything.SCHEMA, DataOptions.DEFAULTS);

        assertRefused(plan, anything(DEEP), "more than 1000 levels of nesting at t value, byte 9000");
        Object deep = "x";
        for (int i = 0; i < DEEP; i++) {
            deep = List.of(deep);
        }
        Object value = deep;
        assertThatThrownBy(() -> new Codec(DataOptions.DEFAULTS).write(null, value))
                .isInstanceOf(DataException.class)
                .hasMessage("Cannot write Avro: more than 1000 levels of nesting at orders value."
                        + " Mend the schema or the source.");
    }

    @Test
    void schemasThatAreNestedTooDeepAreRefusedForWriting() {
        org.apache.kafka.connect.data.Schema lists = org.apache.kafka.connect.data.Schema.INT32_SCHEMA;
        org.apache.kafka.connect.data.Schema structs = lists;
        for (int i = 0; i < DEEP; i++) {
            lists = SchemaBuilder.array(lists).build();
            structs = SchemaBuilder.struct().name("S" + i).field("f", structs).build();
        }
        Codec codec = new Codec(DataOptions.DEFAULTS);
        for (org.apache.kafka.connect.data.Schema schema : List.of(lists, structs)) {
            Object value = schema == lists ? List.of() : new Struct(schema);
            assertThatThrownBy(() -> codec.write(schema, value))
                    .isInstanceOf(DataException.class)
                    .message()
                    .matches("Cannot write Avro: (a schema of more than 1000 levels|more levels of nesting than the"
                            + " thread's stack has room for) at orders value\\. Mend the schema or the source\\.");
            assertThatThrownBy(() ->
                            WritePlan.compile(schema, DataOptions.DEFAULTS).avroText())
                    .isInstanceOf(Fault.class)
                    .hasMessage("a schema of more than 1000 levels");
        }
    }

    @Test
    void schemasOfAlmostThatDepthAreTakenOrRefusedButNeverOverflowTheStack() {
        for (int levels = 100; levels < 1000; levels += 150) {
            org.apache.kafka.connect.data.Schema connect = org.apache.kafka.connect.data.Schema.INT32_SCHEMA;
            for (int i = 0; i < levels; i++) {
                connect = i % 2 == 0
                        ? SchemaBuilder.array(connect).build()
                        : SchemaBuilder.struct()
                                .name("S" + i)
                                .field("f", connect)
                                .build();
            }
            try {
                Schema avro = WritePlan.compile(connect, DataOptions.DEFAULTS).avro();
                ReadPlan.compile(avro, avro, DataOptions.DEFAULTS);
            } catch (Fault refused) {
                assertThat(levels).as("levels that are too many").isGreaterThan(200);
            }
        }
    }

    @Test
    void aFewRecordsThatStandForBillionsOfFieldsAreRefused() {
        Schema doubled = Schema.create(Schema.Type.INT);
        for (int i = 0; i < 40; i++) {
            Schema record = Schema.createRecord("R" + i, null, null, false);
            record.setFields(List.of(new Schema.Field("a", doubled), new Schema.Field("b", doubled)));
            doubled = record;
        }
        Schema schema = doubled;

        assertThatThrownBy(() -> ReadPlan.compile(schema, schema, DataOptions.DEFAULTS))
                .isInstanceOf(Fault.class)
                .hasMessage("a schema of more than 200000 parts, each use of a named one counted");
    }

    @Test
    void schemasThatAreNestedTooDeepAreRefusedForReading() {
        Schema deep = Schema.create(Schema.Type.INT);
        Schema records = deep;
        for (int i = 0; i < DEEP; i++) {
            deep = Schema.createArray(deep);
            Schema record = Schema.createRecord("R" + i, null, null, false);
            record.setFields(List.of(new Schema.Field("f", records)));
            records = record;
        }
        for (Schema schema : List.of(deep, records)) {
            assertThatThrownBy(() -> ReadPlan.compile(schema, schema, DataOptions.DEFAULTS))
                    .isInstanceOf(Fault.class)
                    .hasMessage("a schema of more than 1000 levels");
            assertThatThrownBy(() -> WritePlan.compile(
                                    org.apache.kafka.connect.data.Schema.INT32_SCHEMA, schema, DataOptions.DEFAULTS)
                            .avroText())
                    .isInstanceOf(Fault.class)
                    .hasMessage("a schema of more than 1000 levels");
        }
    }
}
