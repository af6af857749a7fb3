// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.corpus;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/** Numbers, text and bytes, by themselves and as fields, with everything that a schema can say about them. */
final class ScalarCases {
    /** A type, a default for it, and values at its edges. */
    private record Type(Supplier<SchemaBuilder> builder, Object ordinary, Object... edges) {}

    private ScalarCases() {}

    private static Map<String, Type> types() {
        Map<String, Type> types = new LinkedHashMap<>();
        types.put("int8", new Type(SchemaBuilder::int8, (byte) 7, (byte) 0, Byte.MIN_VALUE, Byte.MAX_VALUE));
        types.put("int16", new Type(SchemaBuilder::int16, (short) -300, Short.MIN_VALUE, Short.MAX_VALUE));
        types.put("int32", new Type(SchemaBuilder::int32, 42, 0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE));
        types.put("int64", new Type(SchemaBuilder::int64, 9_007_199_254_740_993L, Long.MIN_VALUE, Long.MAX_VALUE));
        types.put(
                "float32",
                new Type(SchemaBuilder::float32, 1.1f, -0.0f, Float.MIN_VALUE, Float.NaN, Float.NEGATIVE_INFINITY));
        types.put(
                "float64",
                new Type(SchemaBuilder::float64, 1.1, -0.0, Double.MAX_VALUE, Double.NaN, Double.POSITIVE_INFINITY));
        types.put("boolean", new Type(SchemaBuilder::bool, true, false));
        types.put("string", new Type(SchemaBuilder::string, "a \"quoted\" €", "", "\0 \u007f \u00e9 \ud83d\ude00"));
        types.put("bytes", new Type(SchemaBuilder::bytes, bytes(65, 255), bytes(), bytes(0, 1, 2, 128)));
        return types;
    }

    private static ByteBuffer bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return ByteBuffer.wrap(bytes);
    }

    static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        types().forEach((name, type) -> addVariants(cases, name, type));
        cases.add(Case.of("int64-widths", Schema.INT64_SCHEMA, 63L, 64L, -64L, -65L, 8191L, 8192L, 1L << 62));
        cases.add(Case.of("string-of-1000", Schema.STRING_SCHEMA, "x".repeat(1000)));
        cases.add(
                Case.of("named-string", SchemaBuilder.string().name("shop.Code").build(), "A1"));
        cases.add(Case.of("version-only", SchemaBuilder.int32().version(3).build(), 1));
        cases.add(Case.of("doc-only", SchemaBuilder.int32().doc("how many").build(), 1));
        cases.add(Case.field(
                "avro-parameters",
                SchemaBuilder.string()
                        .parameter("avro.java.string", "String")
                        .parameter("avroX", "1")
                        .build(),
                "x"));
        cases.add(Case.field(
                "default-of-the-avro-field",
                SchemaBuilder.string()
                        .parameter("io.confluent.connect.avro.field.default", "true")
                        .defaultValue("x")
                        .build(),
                "y"));
        cases.add(Case.field(
                "float-default-not-a-number",
                SchemaBuilder.float64().defaultValue(Double.NaN).build(),
                1.0));
        cases.add(Case.field(
                "empty-string-default",
                SchemaBuilder.string().optional().defaultValue("").build(),
                "",
                null));
        return cases;
    }

    private static void addVariants(List<Case> cases, String name, Type type) {
        Object[] all = values(type, type.ordinary);
        Object[] withNull = values(type, type.ordinary, null);
        cases.add(Case.of(name, type.builder.get().build(), all));
        cases.add(Case.of(name + "-optional", type.builder.get().optional().build(), all));
        cases.add(Case.of(name + "-annotated", annotated(type.builder.get()).build(), all));
        cases.add(Case.field(
                name + "-field-optional", type.builder.get().optional().build(), withNull));
        Object given = type.ordinary;
        cases.add(Case.field(
                name + "-field-default", type.builder.get().defaultValue(given).build(), all));
        cases.add(Case.field(
                name + "-field-optional-default",
                type.builder.get().optional().defaultValue(given).build(),
                withNull));
        cases.add(Case.field(
                name + "-field-everything",
                annotated(type.builder.get()).optional().defaultValue(given).build(),
                withNull));
    }

    private static SchemaBuilder annotated(SchemaBuilder builder) {
        return builder.name("shop.Thing")
                .version(2)
                .doc("what it is")
                .parameter("unit", "€")
                .parameter("a", "b");
    }

    private static Object[] values(Type type, Object... first) {
        List<Object> values = new ArrayList<>(Arrays.asList(first));
        values.addAll(Arrays.asList(type.edges));
        return values.toArray();
    }
}
