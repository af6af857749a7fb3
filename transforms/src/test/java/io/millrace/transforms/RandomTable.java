// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** A table of random columns and change events of it, as a Debezium connector would make them. */
final class RandomTable {
    private static final int PLAIN = 9;
    private static final int NESTED = 2;
    private static final List<String> OPS = List.of("c", "u", "r", "d", "d", "u", "m", "x");
    private static final List<String> REFERENCES = List.of(
            "op",
            "ts_ms",
            "source.ts_ms:committed",
            "table",
            "lsn",
            "transaction.id",
            "id:tx",
            "total_order", //
            "source.snapshot",
            "nothing",
            "source.nothing",
            "before.a0",
            "after.a1:later",
            "tags",
            "op:");

    private final Random random;
    private final Schema row;
    private final Schema source;
    private final Schema transaction;
    private final Schema envelope;
    private final Schema key;

    RandomTable(Random random) {
        this.random = random;
        this.row = row();
        this.source = source();
        this.transaction = SchemaBuilder.struct()
                .name("event.block")
                .version(1)
                .optional()
                .field("id", Schema.STRING_SCHEMA)
                .field("total_order", Schema.INT64_SCHEMA)
                .build();
        this.envelope = SchemaBuilder.struct()
                .name(random.nextInt(20) == 0 ? "shop.t.Other" : "shop.t.Envelope")
                .field("before", row)
                .field("after", row)
                .field("source", source)
                .field("transaction", transaction)
                .field("op", Schema.STRING_SCHEMA)
                .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
                .build();
        this.key = SchemaBuilder.struct()
                .name("shop.t.Key")
                .field("a0", Schema.INT64_SCHEMA)
                .field("a1", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
    }

    /** Settings without those that differ on purpose: a list to drop lets no null meet a default. */
    static Map<String, String> settings(Random random, RandomTable table) {
        Map<String, String> settings = new HashMap<>();
        List<String> modes =
                List.of("drop", "tombstone", "rewrite", "rewrite-with-tombstone", "delete-to-tombstone", "REWRITE");
        settings.put("delete.tombstone.handling.mode", modes.get(random.nextInt(modes.size())));
        settings.put("replace.null.with.default", String.valueOf(random.nextBoolean()));
        settings.put("add.fields", some(random, REFERENCES));
        settings.put("add.fields.prefix", random.nextInt(4) == 0 ? "cdc." : "__");
        settings.put("add.headers", some(random, REFERENCES));
        if (random.nextBoolean()) {
            settings.put("add.headers.prefix", "");
        }
        if (random.nextInt(3) == 0) {
            settings.put("route.by.field", table.route());
        }
        if (random.nextInt(3) == 0 && !table.mixesNullAndDefault()) {
            settings.put("drop.fields.header.name", "drop");
            settings.put("drop.fields.from.key", String.valueOf(random.nextBoolean()));
            boolean canDropFromAll =
                    settings.get("delete.tombstone.handling.mode").equals("delete-to-tombstone");
            settings.put("drop.fields.keep.schema.compatible", String.valueOf(!canDropFromAll && random.nextBoolean()));
        }
        return settings;
    }

    SourceRecord record() {
        ConnectHeaders headers = new ConnectHeaders();
        headers.addString("trace", "abc");
        if (random.nextBoolean()) {
            List<String> names =
                    new ArrayList<>(row.fields().stream().map(Field::name).toList());
            Collections.shuffle(names, random);
            headers.add(
                    "drop",
                    names.subList(0, random.nextInt(names.size() + 1)),
                    SchemaBuilder.array(Schema.STRING_SCHEMA).build());
        }
        Object event = random.nextInt(8) == 0 ? null : event();
        boolean keyed = random.nextInt(10) > 0;
        return new SourceRecord(
                Map.of("server", "shop"),
                Map.of("n", 1L),
                "shop.t",
                random.nextInt(3),
                keyed ? key : null,
                keyed ? filled(key) : null,
                event == null ? null : envelope,
                event,
                random.nextInt(5) == 0 ? null : 1_700_000_000_000L,
                headers);
    }

    private Struct event() {
        String op = OPS.get(random.nextInt(OPS.size()));
        Struct event = new Struct(envelope)
                .put("op", op)
                .put("source", filled(source))
                .put("ts_ms", value(Schema.OPTIONAL_INT64_SCHEMA))
                .put("transaction", random.nextBoolean() ? filled(transaction) : null);
        if (random.nextInt(12) == 0) {
            return event.put("op", "t");
        }
        if (op.equals("d") || random.nextBoolean()) {
            event.put("before", filled(row));
        }
        return op.equals("d") ? event : event.put("after", filled(row));
    }

    /** A text column as a rule; sometimes another, or none, which fails. */
    private String route() {
        List<String> texts = row.fields().stream()
                .filter(field -> field.schema().type() == Schema.Type.STRING)
                .map(Field::name)
                .toList();
        return texts.isEmpty() || random.nextInt(8) == 0 ? "a3" : texts.get(random.nextInt(texts.size()));
    }

    private boolean mixesNullAndDefault() {
        return row.fields().stream()
                .anyMatch(field -> field.schema().isOptional() && field.schema().defaultValue() != null);
    }

    private Schema row() {
        SchemaBuilder builder = SchemaBuilder.struct().name("shop.t.Value").optional();
        if (random.nextBoolean()) {
            builder.version(random.nextInt(5)).doc("a table").parameter("p", "v");
        }
        int columns = random.nextInt(12);
        for (int i = 0; i < columns; i++) {
            builder.field("a" + i, column(i < 2 ? PLAIN : PLAIN + NESTED)); // the first two are added as fields, too
        }
        return builder.build();
    }

    private Schema source() {
        return SchemaBuilder.struct()
                .name("io.debezium.connector.any.Source")
                .version(1)
                .field("ts_ms", Schema.INT64_SCHEMA)
                .field(
                        "snapshot",
                        SchemaBuilder.string().optional().defaultValue("false").build())
                .field("table", Schema.OPTIONAL_STRING_SCHEMA)
                .field(
                        "lsn",
                        SchemaBuilder.int64()
                                .name("io.debezium.Lsn")
                                .version(2)
                                .defaultValue(3L)
                                .doc("d")
                                .build())
                .field("tags", SchemaBuilder.array(Schema.STRING_SCHEMA).build())
                .field("id", Schema.STRING_SCHEMA)
                .build();
    }

    private Schema column(int types) {
        SchemaBuilder builder = switch (random.nextInt(types)) {
            case 0 -> SchemaBuilder.int32();
            case 1 ->
                SchemaBuilder.int64().name("io.debezium.time.MicroTimestamp").version(1);
            case 2 -> SchemaBuilder.bool();
            case 3 -> SchemaBuilder.float64();
            case 4 -> SchemaBuilder.bytes();
            case 5 -> Decimal.builder(2);
            case 6 -> Timestamp.builder();
            case 7 -> SchemaBuilder.array(Schema.OPTIONAL_INT32_SCHEMA);
            case 8 -> SchemaBuilder.string().parameter("__debezium.source.column.type", "TEXT");
            case 9 -> SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_STRING_SCHEMA);
            default ->
                SchemaBuilder.struct()
                        .name("io.debezium.data.VariableScaleDecimal")
                        .field("scale", Schema.INT32_SCHEMA)
                        .field(
                                "note",
                                SchemaBuilder.string()
                                        .optional()
                                        .defaultValue("n")
                                        .build());
        };
        Object fallback = value(builder);
        if (random.nextInt(3) == 0 && fallback != null && builder.type() != Schema.Type.STRUCT) {
            builder.defaultValue(fallback);
        }
        return (random.nextBoolean() ? builder.optional() : builder).build();
    }

    private Struct filled(Schema schema) {
        Struct struct = new Struct(schema);
        for (Field field : schema.fields()) {
            Object value = value(field.schema());
            if (value != null) {
                struct.put(field, value);
            }
        }
        return struct;
    }

    private @Nullable Object value(Schema schema) {
        if (schema.isOptional() && random.nextInt(3) == 0) {
            return null;
        }
        if (Decimal.LOGICAL_NAME.equals(schema.name())) {
            return new BigDecimal(BigInteger.valueOf(random.nextLong()), 2);
        }
        if (Timestamp.LOGICAL_NAME.equals(schema.name())) {
            return new Date(random.nextInt());
        }
        return switch (schema.type()) {
            case INT32 -> random.nextInt();
            case INT64 -> random.nextLong();
            case BOOLEAN -> random.nextBoolean();
            case FLOAT64 -> random.nextDouble();
            case BYTES -> new byte[] {(byte) random.nextInt()};
            case ARRAY ->
                List.of(value(
                        schema.valueSchema().type() == Schema.Type.STRING
                                ? Schema.STRING_SCHEMA
                                : Schema.INT32_SCHEMA));
            case MAP ->
                Map.of(
                        "k",
                        value(
                                schema.valueSchema().type() == Schema.Type.STRING
                                        ? Schema.STRING_SCHEMA
                                        : Schema.INT32_SCHEMA));
            case STRUCT -> filled(schema);
            default -> random.nextInt(4) == 0 ? "" : "s" + random.nextInt(5);
        };
    }

    private static String some(Random random, List<String> from) {
        List<String> names = new ArrayList<>(from);
        names.remove(random.nextBoolean() ? "op" : "op:"); // both would be called the same
        Collections.shuffle(names, random);
        return String.join(",", names.subList(0, random.nextInt(6)));
    }
}
