// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.RepeatedTest;

/** Random records and fields: the field is masked, and nothing else is different, input least of all. */
class MaskFieldsRandomTest {
    private static final List<String> MASKS = List.of("null", "fixed", "partial", "hmac", "digits", "drop");

    private final long seed = Long.getLong("millrace.seed", 1);
    private final Random random = new Random(seed);

    @RepeatedTest(300)
    void masksOneFieldAndNothingElse() {
        Schema schema = struct(3);
        Struct value = filled(schema);
        SinkRecord record = new SinkRecord("t", 0, null, null, schema, value, 1);
        Map<String, Object> before = leaves(value);
        String path = pick(schema);
        String mask = MASKS.get(random.nextInt(path.endsWith("*") ? MASKS.size() - 1 : MASKS.size())); // drop is last

        SinkRecord result = masked(record, path, mask);

        String told = "seed " + seed + ": " + path + " by " + mask + " of " + value;
        Map<String, Object> after = leaves(result.value());
        ((Struct) result.value()).validate();
        assertThat(leaves(value)).as("input, %s", told).isEqualTo(before);
        assertThat(without(after, path)).as(told).isEqualTo(without(before, path));
        before.keySet().stream()
                .filter(leaf -> pattern(leaf).equals(path))
                .forEach(leaf -> assertMasked(mask, before.get(leaf), after, leaf, told));
        assertThat(masked(Schemaless.record(record), path, mask).value())
                .as("schemaless, %s", told)
                .isEqualTo(Schemaless.of(result.value()));
    }

    private static void assertMasked(String mask, Object before, Map<String, Object> after, String leaf, String told) {
        if (mask.equals("drop")) {
            assertThat(after).as(told).doesNotContainKey(leaf);
        } else if (before == null || mask.equals("null")) {
            assertThat(after.get(leaf)).as(told).isNull();
        } else {
            assertThat(after.get(leaf).toString())
                    .as(told)
                    .matches(
                            switch (mask) {
                                case "fixed" -> "7";
                                case "hmac" -> "k1:[0-9a-f]{64}";
                                case "digits" -> before.toString().replaceAll("[0-9]", "[0-9]");
                                default ->
                                    "\\*{" + Math.min(2, before.toString().length()) + ",}.{0,2}";
                            });
        }
    }

    private static SinkRecord masked(SinkRecord record, String path, String mask) {
        Map<String, String> props = new HashMap<>();
        props.put("fields", path);
        props.put("mask", mask);
        props.put("replacement", "7");
        props.put("partial.keep", "2");
        props.put("missing", "ignore"); // a map or array that is empty or null
        props.put("hmac.key", "a key of at least 16 bytes");
        props.put("hmac.key.id", "k1");
        try (MaskFields<SinkRecord> transform = new MaskFields.Value<>()) {
            transform.configure(props);
            return transform.apply(record);
        }
    }

    private Schema struct(int depth) {
        SchemaBuilder builder = SchemaBuilder.struct();
        int fields = 1 + random.nextInt(4);
        for (int i = 0; i < fields; i++) {
            builder.field("f" + i, schema(depth));
        }
        return random.nextBoolean() ? builder.optional().build() : builder.build();
    }

    private Schema schema(int depth) {
        return switch (random.nextInt(depth > 0 ? 6 : 3)) {
            case 0 -> Schema.OPTIONAL_STRING_SCHEMA;
            case 1 -> Schema.INT64_SCHEMA;
            case 2 -> SchemaBuilder.int32().optional().defaultValue(3).build();
            case 3 -> struct(depth - 1);
            case 4 -> SchemaBuilder.array(schema(depth - 1)).optional().build();
            default ->
                SchemaBuilder.map(Schema.STRING_SCHEMA, schema(depth - 1)).build();
        };
    }

    private Object value(Schema schema) {
        if (schema.isOptional() && random.nextInt(5) == 0) {
            return null;
        }
        return switch (schema.type()) {
            case STRING -> Integer.toString(random.nextInt(100_000), 36) + random.nextInt(100);
            case INT64 -> (long) random.nextInt(1_000_000);
            case INT32 -> random.nextInt(1_000_000);
            case ARRAY -> {
                List<Object> list = new ArrayList<>();
                for (int left = random.nextInt(3); left > 0; left--) {
                    list.add(value(schema.valueSchema()));
                }
                yield list;
            }
            case MAP -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (int left = random.nextInt(3); left > 0; left--) {
                    map.put("k" + left, value(schema.valueSchema()));
                }
                yield map;
            }
            case STRUCT -> filled(schema);
            default -> throw new IllegalStateException(schema.toString());
        };
    }

    private Struct filled(Schema schema) {
        Struct struct = new Struct(schema);
        for (Field field : schema.fields()) {
            Object each = value(field.schema());
            if (each != null) {
                struct.put(field, each);
            }
        }
        return struct;
    }

    /** The path of a random leaf, which begins with a field; elements and map values by wildcard. */
    private String pick(Schema schema) {
        StringBuilder path = new StringBuilder();
        Schema at = schema;
        while (!at.type().isPrimitive()) {
            if (at.type() == Schema.Type.STRUCT) {
                Field field = at.fields().get(random.nextInt(at.fields().size()));
                path.append(path.isEmpty() ? "" : ".").append(field.name());
                at = field.schema();
            } else {
                path.append(".*");
                at = at.valueSchema();
            }
        }
        return path.toString();
    }

    static Map<String, Object> leaves(Object value) {
        Map<String, Object> leaves = new TreeMap<>();
        collect("", Schemaless.of(value), leaves);
        return leaves;
    }

    private static void collect(String path, Object value, Map<String, Object> leaves) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, each) -> collect(path + "." + key, each, leaves));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                collect(path + "." + i, list.get(i), leaves);
            }
        } else {
            leaves.put(path.isEmpty() ? path : path.substring(1), value);
        }
    }

    private static Map<String, Object> without(Map<String, Object> leaves, String path) {
        Map<String, Object> others = new TreeMap<>(leaves);
        others.keySet().removeIf(leaf -> pattern(leaf).equals(path));
        return others;
    }

    private static String pattern(String leaf) {
        return leaf.replaceAll("\\.(k?\\d+)(?=\\.|$)", ".*");
    }
}
