// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.corpus;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;

/** Structs: without names, inside each other, inside themselves, with docs, defaults and names that Avro forbids. */
final class StructCases {
    private StructCases() {}

    static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        plain(cases);
        nested(cases);
        names(cases);
        docs(cases);
        return cases;
    }

    private static SchemaBuilder struct(String name) {
        SchemaBuilder builder = SchemaBuilder.struct();
        return name == null ? builder : builder.name(name);
    }

    private static Schema one(String name) {
        return struct(name).field("id", Schema.INT32_SCHEMA).build();
    }

    private static Struct id(Schema schema, int id) {
        return new Struct(schema).put("id", id);
    }

    private static void add(List<Case> cases, String name, Schema schema) {
        cases.add(Case.of(name, schema, id(schema, 1)));
    }

    private static void plain(List<Case> cases) {
        Schema empty = struct("shop.Empty").build();
        cases.add(Case.of("struct-empty", empty, new Struct(empty)));
        add(cases, "struct-unnamed", one(null));
        add(cases, "struct-without-namespace", one("Row"));
        add(cases, "struct-deep-namespace", one("a.b.c.d.Row"));
        Schema optional =
                struct("shop.Row").optional().field("id", Schema.INT32_SCHEMA).build();
        add(cases, "struct-optional", optional);
        Schema annotated = struct("shop.Row")
                .version(7)
                .doc("a row")
                .parameter("z", "1")
                .parameter("a", "2")
                .field("id", Schema.INT32_SCHEMA)
                .build();
        add(cases, "struct-annotated", annotated);
        SchemaBuilder wide = struct("shop.Wide").field("id", Schema.INT32_SCHEMA);
        for (int i = 0; i < 100; i++) {
            wide.field("c" + i, i % 2 == 0 ? Schema.OPTIONAL_STRING_SCHEMA : Schema.OPTIONAL_INT64_SCHEMA);
        }
        Schema built = wide.build();
        cases.add(Case.of(
                "struct-wide", built, id(built, 1), id(built, 2).put("c0", "x").put("c99", 1L)));
        Schema tableChange = struct("shop.ddl")
                .field("id", Schema.INT32_SCHEMA)
                .field(
                        "ts",
                        SchemaBuilder.array(Timestamp.builder().optional().build())
                                .optional()
                                .build())
                .build();
        add(cases, "struct-of-optional-containers", tableChange);
    }

    private static void nested(List<Case> cases) {
        Schema part = one("shop.Part");
        Schema optionalPart =
                struct("shop.Part").optional().field("id", Schema.INT32_SCHEMA).build();
        Schema twice = struct("shop.Pair").field("a", part).field("b", part).build();
        cases.add(Case.of(
                "struct-shared", twice, new Struct(twice).put("a", id(part, 1)).put("b", id(part, 2))));
        Schema mixed =
                struct("shop.Mixed").field("a", part).field("b", optionalPart).build();
        cases.add(Case.of("struct-shared-optional", mixed, new Struct(mixed).put("a", id(part, 1))));
        Schema other =
                struct("shop.Mixed").field("a", optionalPart).field("b", part).build();
        cases.add(Case.of("struct-shared-optional-first", other, new Struct(other).put("b", id(part, 1))));
        Schema inner = one(null);
        Schema second =
                struct(null).field("b", inner).field("c", Schema.INT32_SCHEMA).build();
        Schema unnamed = struct(null).field("x", second).field("y", inner).build();
        Struct value = new Struct(unnamed)
                .put("x", new Struct(second).put("b", id(inner, 1)).put("c", 2))
                .put("y", id(inner, 3));
        cases.add(Case.of("structs-unnamed", unnamed, value));
        Schema free = new ConnectSchema(
                Schema.Type.STRUCT, true, id(part, 5), "shop.Part", null, null, null, part.fields(), null, null);
        Schema withDefault = struct("shop.Row").field("p", free).build();
        cases.add(Case.of("struct-default", withDefault, new Struct(withDefault)));
        deep(cases);
        recursive(cases);
    }

    private static void deep(List<Case> cases) {
        Schema schema = one("shop.Level0");
        Struct value = id(schema, 0);
        for (int level = 1; level <= 12; level++) {
            schema = struct("shop.Level" + level)
                    .field("id", Schema.INT32_SCHEMA)
                    .field("inner", schema)
                    .build();
            value = id(schema, level).put("inner", value);
        }
        cases.add(Case.of("struct-deep", schema, value));
    }

    private static void recursive(List<Case> cases) {
        SchemaBuilder node = struct("shop.Node").optional().field("id", Schema.INT32_SCHEMA);
        node.field("next", node);
        Schema built = node.build();
        Struct last = id(node, 2); // of the builder: that is what the field's schema is
        cases.add(Case.of("struct-recursive", built, id(built, 1).put("next", last)));
        SchemaBuilder tree = struct("shop.Tree").field("id", Schema.INT32_SCHEMA);
        tree.field("children", SchemaBuilder.array(tree).build());
        Schema forest = tree.build();
        Struct leaf = id(tree, 2).put("children", List.of());
        cases.add(Case.of("struct-recursive-array", forest, id(forest, 1).put("children", List.of(leaf))));
    }

    private static void names(List<Case> cases) {
        for (String name : List.of("my-ns.1rec", "shop.orders-2.Value", "a b", "shop.€uro", "dc1.shop.2024.Key")) {
            add(cases, "name-" + name, one(name));
        }
        for (String field : List.of("un it", "1st", "a.b", "€", "x-y", "grün", "a$b", "_ok", "%")) {
            Schema schema =
                    struct("shop.Row").field(field, Schema.STRING_SCHEMA).build();
            cases.add(Case.of("field-" + field, schema, new Struct(schema).put(field, "v")));
        }
        Schema optional = struct("shop-1.Row")
                .field(
                        "line-item",
                        struct("shop-1.Item")
                                .optional()
                                .field("unit price", Schema.INT32_SCHEMA)
                                .build())
                .build();
        cases.add(Case.of("names-nested", optional, new Struct(optional)));
        Schema map = SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.STRING_SCHEMA)
                .name("shop-1.by no")
                .build();
        cases.add(Case.field("name-of-entries", map, java.util.Map.of(1, "a")));
    }

    private static void docs(List<Case> cases) {
        Schema documented = struct("shop.Row")
                .parameter("io.confluent.connect.avro.record.doc", "a row")
                .parameter("io.confluent.connect.avro.field.doc.id", "its number")
                .field("id", Schema.INT32_SCHEMA)
                .build();
        add(cases, "doc-parameters", documented);
        Schema connectDocs = struct("shop.Row")
                .doc("a row")
                .field("id", SchemaBuilder.int32().doc("its number").build())
                .build();
        add(cases, "doc-of-connect", connectDocs);
        Schema old = struct("shop.Row")
                .doc("a row")
                .parameter("connect.record.doc", "an old row")
                .field(
                        "id",
                        SchemaBuilder.int32().doc("its number").defaultValue(1).build())
                .build();
        add(cases, "doc-record-parameter", old);
    }
}
