// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.corpus;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/** Enums, unions and fixed in the forms that Connect has for them, and Variant. */
final class SumTypeCases {
    private static final String AVRO_ENUM = "io.confluent.connect.avro.Enum";
    private static final String CONNECT_ENUM = "org.apache.kafka.connect.data.Enum";
    private static final String CONNECT_UNION = "org.apache.kafka.connect.data.Union";

    private SumTypeCases() {}

    static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        enums(cases);
        unions(cases);
        fixed(cases);
        variants(cases);
        return cases;
    }

    private static SchemaBuilder avroEnum(String name) {
        SchemaBuilder builder = SchemaBuilder.string().name(name).parameter(AVRO_ENUM, name);
        for (String symbol : List.of("NEW", "PAID", "SENT")) {
            builder.parameter(AVRO_ENUM + "." + symbol, symbol);
        }
        return builder;
    }

    private static SchemaBuilder connectEnum(String name) {
        SchemaBuilder builder = SchemaBuilder.string().name(name).parameter(CONNECT_ENUM, name);
        List<String> symbols = List.of("NEW", "PAID", "SENT");
        symbols.forEach(symbol -> builder.parameter(CONNECT_ENUM + "." + symbol, "" + symbols.indexOf(symbol)));
        return builder;
    }

    private static void enums(List<Case> cases) {
        cases.add(Case.of("enum-avro", avroEnum("shop.State").build(), "NEW", "SENT"));
        cases.add(Case.field(
                "enum-avro-optional", avroEnum("shop.State").optional().build(), "PAID", null));
        cases.add(Case.field(
                "enum-avro-default", avroEnum("shop.State").defaultValue("NEW").build(), "PAID"));
        Schema documented = avroEnum("shop.State")
                .parameter("io.confluent.connect.avro.enum.doc.State", "of an order")
                .parameter("io.confluent.connect.avro.enum.default.State", "NEW")
                .build();
        cases.add(Case.field("enum-avro-documented", documented, "PAID"));
        cases.add(Case.of("enum-connect", connectEnum("shop.State").build(), "NEW", "SENT"));
        cases.add(Case.field(
                "enum-connect-optional", connectEnum("shop.State").optional().build(), "PAID", null));
        cases.add(Case.field(
                "enum-connect-default",
                connectEnum("shop.State").defaultValue("NEW").build(),
                "PAID"));
        Schema state = avroEnum("shop.State").build();
        Schema two = SchemaBuilder.struct()
                .name("shop.Two")
                .field("a", state)
                .field("b", state)
                .build();
        cases.add(Case.of("enum-twice", two, new Struct(two).put("a", "NEW").put("b", "PAID")));
        Schema debezium = SchemaBuilder.string()
                .name("io.debezium.data.Enum")
                .version(1)
                .parameter("allowed", "true,last,false")
                .defaultValue("false")
                .optional()
                .build();
        cases.add(Case.field("enum-debezium", debezium, "last", null));
    }

    private static Schema optional(Schema.Type type) {
        return SchemaBuilder.type(type).optional().build();
    }

    private static SchemaBuilder avroUnion() {
        return SchemaBuilder.struct()
                .name("io.confluent.connect.avro.Union")
                .field("int", optional(Schema.Type.INT32))
                .field("string", optional(Schema.Type.STRING));
    }

    private static SchemaBuilder connectUnion(String name) {
        return SchemaBuilder.struct()
                .name(name)
                .parameter(CONNECT_UNION, name)
                .field("connect_union_field_0", optional(Schema.Type.INT64))
                .field("connect_union_field_1", optional(Schema.Type.BOOLEAN));
    }

    private static void unions(List<Case> cases) {
        Schema union = avroUnion().build();
        cases.add(Case.of("union", union, new Struct(union).put("int", 1), new Struct(union).put("string", "x")));
        Schema nullable = avroUnion().optional().build();
        cases.add(Case.field("union-optional", nullable, new Struct(nullable).put("int", 1), null));
        Schema part = SchemaBuilder.struct()
                .name("shop.Part")
                .optional()
                .field("id", Schema.INT32_SCHEMA)
                .build();
        Schema records = SchemaBuilder.struct()
                .name("io.confluent.connect.avro.Union")
                .field("Part", part)
                .field("bytes", optional(Schema.Type.BYTES))
                .build();
        cases.add(Case.field(
                "union-of-records",
                records,
                new Struct(records).put("Part", new Struct(part).put("id", 1)),
                new Struct(records).put("bytes", ByteBuffer.wrap(new byte[] {9}))));
        Schema general = connectUnion("connect_union_0").build();
        cases.add(Case.field("union-connect", general, new Struct(general).put("connect_union_field_0", 1L)));
        Schema generalNullable = connectUnion("connect_union_0").optional().build();
        cases.add(Case.field(
                "union-connect-optional",
                generalNullable,
                new Struct(generalNullable).put("connect_union_field_1", true),
                null));
        Schema arrays = SchemaBuilder.array(avroUnion().build()).build();
        cases.add(Case.of("union-in-array", arrays, List.of(new Struct(arrays.valueSchema()).put("int", 5))));
    }

    private static SchemaBuilder fixedBytes() {
        return SchemaBuilder.bytes().name("shop.Hash").parameter("connect.fixed.size", "2");
    }

    private static void fixed(List<Case> cases) {
        ByteBuffer two = ByteBuffer.wrap(new byte[] {1, -1});
        cases.add(Case.of("fixed", fixedBytes().build(), two));
        cases.add(Case.field("fixed-optional", fixedBytes().optional().build(), two, null));
        cases.add(Case.field("fixed-default", fixedBytes().defaultValue(two).build(), two));
        cases.add(Case.of(
                "fixed-size-without-name",
                SchemaBuilder.bytes().parameter("connect.fixed.size", "2").build(),
                two));
        Schema hash = fixedBytes().build();
        Schema twice = SchemaBuilder.struct()
                .name("shop.Two")
                .field("a", hash)
                .field("b", hash)
                .build();
        cases.add(Case.of("fixed-twice", twice, new Struct(twice).put("a", two).put("b", two)));
    }

    private static void variants(List<Case> cases) {
        for (boolean optional : List.of(false, true)) {
            SchemaBuilder builder = SchemaBuilder.struct()
                    .name("org.apache.kafka.connect.data.Variant")
                    .field("metadata", Schema.BYTES_SCHEMA)
                    .field("value", Schema.BYTES_SCHEMA);
            Schema variant = optional ? builder.optional().build() : builder.build();
            Struct value = new Struct(variant)
                    .put("metadata", ByteBuffer.wrap(new byte[] {1, 0}))
                    .put("value", ByteBuffer.wrap(new byte[] {12, 5}));
            cases.add(Case.field(optional ? "variant-optional" : "variant", variant, value));
        }
    }
}
