// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.corpus;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/**
 * Arrays and maps of every kind of element and key. The keys of each map are in the order in which a hash map has them
 * too, so that converters which copy into one write the same bytes.
 */
final class ContainerCases {
    private static final Schema POINT = SchemaBuilder.struct()
            .name("shop.Point")
            .field("x", Schema.INT32_SCHEMA)
            .field("y", Schema.OPTIONAL_INT32_SCHEMA)
            .build();

    private ContainerCases() {}

    static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        arrays(cases);
        textMaps(cases);
        entryMaps(cases);
        return cases;
    }

    private static Struct point(Integer y) {
        return new Struct(POINT).put("x", 1).put("y", y);
    }

    private static Map<Object, Object> map(Object... keysAndValues) {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    private static SchemaBuilder array(Schema element) {
        return SchemaBuilder.array(element);
    }

    private static void arrays(List<Case> cases) {
        List<Integer> many = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            many.add(i);
        }
        cases.add(Case.of("array-int32", array(Schema.INT32_SCHEMA).build(), List.of(), List.of(1, -1), many));
        cases.add(Case.of("array-int8", array(Schema.INT8_SCHEMA).build(), List.of((byte) 1)));
        cases.add(Case.of("array-bytes", array(Schema.BYTES_SCHEMA).build(), List.of(ByteBuffer.wrap(new byte[] {1}))));
        cases.add(Case.of(
                "array-optional-string", array(Schema.OPTIONAL_STRING_SCHEMA).build(), Arrays.asList("a", null, "")));
        cases.add(Case.of("array-struct", array(POINT).build(), List.of(point(2), point(null))));
        cases.add(Case.of(
                "array-array", array(array(Schema.STRING_SCHEMA).build()).build(), List.of(List.of("a"), List.of())));
        cases.add(Case.of("array-date", array(Date.SCHEMA).build(), List.of(new java.util.Date(0))));
        cases.add(
                Case.of("array-optional", array(Schema.INT64_SCHEMA).optional().build(), List.of(1L)));
        cases.add(Case.of(
                "array-annotated",
                array(Schema.INT64_SCHEMA)
                        .name("shop.Numbers")
                        .version(1)
                        .doc("all")
                        .parameter("p", "q")
                        .build(),
                List.of(1L)));
        Schema optional = array(Schema.INT32_SCHEMA).optional().build();
        cases.add(Case.field("array-field-optional", optional, List.of(1), null));
        Schema withDefault =
                array(Schema.FLOAT32_SCHEMA).defaultValue(List.of(1.1f)).build();
        cases.add(Case.field("array-field-default", withDefault, List.of(2.2f)));
        Schema empty =
                array(Schema.STRING_SCHEMA).optional().defaultValue(List.of()).build();
        cases.add(Case.field("array-field-default-empty", empty, List.of("x"), null));
        Schema elementDefault = SchemaBuilder.int32().optional().defaultValue(7).build();
        cases.add(Case.of("array-element-default", array(elementDefault).build(), Arrays.asList(1, null)));
    }

    private static void textMaps(List<Case> cases) {
        Schema text = Schema.STRING_SCHEMA;
        cases.add(Case.of(
                "map-int32", SchemaBuilder.map(text, Schema.INT32_SCHEMA).build(), map(), map("a", 1, "b", 2)));
        cases.add(Case.of(
                "map-optional-value",
                SchemaBuilder.map(text, Schema.OPTIONAL_STRING_SCHEMA).build(),
                map("a", null)));
        cases.add(Case.of("map-struct", SchemaBuilder.map(text, POINT).build(), map("a", point(1))));
        Schema inner = SchemaBuilder.map(text, Schema.BOOLEAN_SCHEMA).build();
        cases.add(Case.of("map-map", SchemaBuilder.map(text, inner).build(), map("a", map("b", true))));
        cases.add(Case.of(
                "map-named",
                SchemaBuilder.map(text, text).name("shop.Labels").version(1).build(),
                map("a", "b")));
        Schema optional = SchemaBuilder.map(text, Decimal.schema(1)).optional().build();
        cases.add(Case.field("map-field-optional", optional, null, map()));
        Schema withDefault = SchemaBuilder.map(text, Schema.INT64_SCHEMA)
                .defaultValue(map("a", 1L))
                .build();
        cases.add(Case.field("map-field-default", withDefault, map("b", 2L)));
    }

    private static void entryMaps(List<Case> cases) {
        Schema text = Schema.STRING_SCHEMA;
        Schema ints = Schema.INT32_SCHEMA;
        cases.add(Case.of("entries-int32", SchemaBuilder.map(ints, text).build(), map(), map(1, "a", 2, "b")));
        cases.add(Case.of(
                "entries-int8", SchemaBuilder.map(Schema.INT8_SCHEMA, text).build(), map((byte) 1, "a")));
        cases.add(Case.of(
                "entries-optional-text-key",
                SchemaBuilder.map(Schema.OPTIONAL_STRING_SCHEMA, ints).build(),
                map("a", 1)));
        cases.add(Case.of(
                "entries-null-key",
                SchemaBuilder.map(Schema.OPTIONAL_STRING_SCHEMA, ints).build(),
                map(null, 1)));
        cases.add(Case.of("entries-struct-key", SchemaBuilder.map(POINT, ints).build(), map(point(3), 1)));
        cases.add(Case.of(
                "entries-named",
                SchemaBuilder.map(ints, text).name("shop.Names").build(),
                map(1, "a")));
        cases.add(Case.of(
                "entries-named-optional-key",
                SchemaBuilder.map(Schema.OPTIONAL_STRING_SCHEMA, text)
                        .name("shop.Maybe")
                        .build(),
                map("k", "v")));
        cases.add(Case.of(
                "entries-annotated",
                SchemaBuilder.map(ints, text)
                        .version(4)
                        .doc("by number")
                        .parameter("p", "q")
                        .build(),
                map(1, "a")));
        Schema optional = SchemaBuilder.map(Schema.INT64_SCHEMA, Schema.OPTIONAL_INT64_SCHEMA)
                .optional()
                .build();
        cases.add(Case.field("entries-field-optional", optional, map(1L, null), null));
        Schema withDefault =
                SchemaBuilder.map(ints, text).defaultValue(map(1, "a")).build();
        cases.add(Case.field("entries-field-default", withDefault, map(2, "b")));
        Schema named = SchemaBuilder.map(ints, text).name("shop.Names").build();
        Schema two = SchemaBuilder.struct()
                .name("shop.Two")
                .field("a", named)
                .field("b", named)
                .build();
        cases.add(Case.of(
                "entries-named-twice",
                two,
                new Struct(two).put("a", map(1, "x")).put("b", map())));
    }
}
