// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.avro;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.Nullable;

/**
 * Shows, before anything is measured, that a contender does the work: that Avro's bytes are those that generic Avro
 * records give, and that what was written is read back, value by value.
 */
final class Proof {
    private static final int PREFIX_BYTES = 5;

    private final List<Struct> values;
    private final Schema avro;
    private final List<byte[]> expected;

    /** The schema is the one that Millrace registers for {@code values}; Avro's own writer says what their bytes are. */
    Proof(Shape shape, List<Struct> values, StubRegistry registry) {
        this.values = values;
        written(Contestant.millrace(registry));
        avro = new Schema.Parser().parse(registry.newest());
        expected = written(Contestant.GENERIC_AVRO.converter(shape, avro, registry));
    }

    Schema avro() {
        return avro;
    }

    /** What {@code converter} writes, which is right. */
    List<byte[]> require(Contestant contestant, Converter converter) {
        List<byte[]> written = written(converter);
        for (int i = 0; i < values.size(); i++) {
            if (contestant.isAvro() && !Arrays.equals(payload(written.get(i)), payload(expected.get(i)))) {
                throw new IllegalStateException(contestant.text() + " writes other bytes than Avro's own writer: "
                        + written.get(i).length + " (expected " + expected.get(i).length + ") in record " + i + ".");
            }
            Object read = converter.toConnectData(Shape.TOPIC, written.get(i)).value();
            requireSame(contestant, leaves(contestant, values.get(i)), leaves(contestant, read));
        }
        return written;
    }

    private List<byte[]> written(Converter converter) {
        return values.stream()
                .map(value -> converter.fromConnectData(Shape.TOPIC, value.schema(), value))
                .toList();
    }

    private static byte[] payload(byte[] framed) {
        return Arrays.copyOfRange(framed, PREFIX_BYTES, framed.length);
    }

    private static void requireSame(Contestant contestant, Map<String, Object> wrote, Map<String, Object> read) {
        if (contestant == Contestant.JSON) { // knows texts, numbers and truth values, and no other types
            wrote.replaceAll((name, value) -> value instanceof String || value instanceof Boolean ? value : "");
            read.replaceAll((name, value) -> wrote.getOrDefault(name, "").equals("") ? "" : value);
        }
        if (!wrote.equals(read)) {
            List<String> names = new ArrayList<>(wrote.keySet());
            names.addAll(read.keySet());
            names.removeIf(name -> Objects.equals(wrote.get(name), read.get(name)));
            String name = names.get(0);
            throw new IllegalStateException(contestant.text() + " reads other values than it wrote: " + name + " is "
                    + read.get(name) + " (expected " + wrote.get(name) + ").");
        }
    }

    /** Values without parts that are not null, by path. */
    private static Map<String, Object> leaves(Contestant contestant, @Nullable Object value) {
        Map<String, Object> leaves = new TreeMap<>();
        new Leaves(leaves, contestant.replacesNull()).collect("", value);
        return leaves;
    }

    private record Leaves(Map<String, Object> found, boolean withDefaults) {
        void collect(String path, @Nullable Object value) {
            if (value instanceof Struct struct) {
                for (Field field : struct.schema().fields()) {
                    collect(
                            path + "." + field.name(),
                            withDefaults ? struct.get(field) : struct.getWithoutDefault(field.name()));
                }
            } else if (value instanceof Map<?, ?> map) {
                map.forEach((key, each) -> collect(path + "." + key, each));
            } else if (value instanceof List<?> list) {
                for (int i = 0; i < list.size(); i++) {
                    collect(path + "." + i, list.get(i));
                }
            } else if (value != null) {
                found.put(path, value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value);
            }
        }
    }
}
