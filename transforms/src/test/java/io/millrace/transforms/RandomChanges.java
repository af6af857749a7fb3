// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import io.millrace.transforms.ConnectorEnvelopes.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** A table with a random key and random columns, and changes of it as one of the relational connectors writes them. */
public final class RandomChanges {
    private static final List<String> NAMES = List.of(
            "state",
            "orderState",
            "ORDER_ID",
            "unit price",
            "1st",
            "Größe",
            "a.b",
            "a-b",
            "_op",
            "op",
            "before",
            "seq",
            "_deleted",
            "value",
            "_before",
            "x/y",
            "select");
    private static final List<String> OPS = List.of("c", "u", "u", "r", "d", "d", "t");
    private static final List<Family> FAMILIES =
            List.of(Family.SQL_SERVER, Family.DB2, Family.INFORMIX, Family.ORACLE, Family.VITESS, Family.OTHER);

    public final Schema row;
    public final Schema key;
    public final Schema envelope;
    private final Random random;
    private final RandomColumns columns;
    private final Place place;
    private long position = 1_000;

    public RandomChanges(Random random, String placeholder) {
        this.random = random;
        this.columns = new RandomColumns(random, placeholder);
        this.place = place();
        SchemaBuilder keys = SchemaBuilder.struct().name("shop.orders.Key");
        SchemaBuilder rows = SchemaBuilder.struct().name("shop.orders.Value").optional();
        for (int i = random.nextInt(3); i >= 0; i--) {
            Schema column = columns.keyColumn();
            keys.field("id" + i, column);
            rows.field("id" + i, column);
        }
        List<String> names = new ArrayList<>(NAMES);
        for (int i = random.nextInt(10); i > 0; i--) {
            boolean odd = random.nextInt(6) == 0;
            rows.field(odd ? names.remove(random.nextInt(names.size())) : "c" + i, columns.column());
        }
        this.key = keys.build();
        this.row = rows.build();
        this.envelope = SchemaBuilder.struct()
                .name("shop.orders.Envelope")
                .version(2)
                .field("before", row)
                .field("after", row)
                .field("source", place.source)
                .field("transaction", Envelopes.binlog().transaction)
                .field("op", Schema.STRING_SCHEMA)
                .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
                .build();
    }

    /** Where changes are: a source block for each, in the order of the log. */
    private record Place(String connector, Schema source, At at) {
        private interface At {
            Struct at(long position);
        }
    }

    private Place place() {
        int which = random.nextInt(6);
        if (which < 2) {
            Envelopes made = Envelopes.binlog();
            return new Place("mysql", made.source, at -> made.at("binlog.000003", at, 0));
        }
        if (which < 4) {
            Envelopes made = Envelopes.wal();
            return new Place("postgresql", made.source, at -> made.at("[\"" + (at - 1) + "\",\"" + at + "\"]"));
        }
        ConnectorEnvelopes made = ConnectorEnvelopes.of(columns.pick(FAMILIES));
        return new Place(made.family.name(), made.source, at -> made.place(Logged.streamed("u", 1, at, at - 1, 1)));
    }

    /** Whether deleted rows may hold made-up values, which are then left out. */
    public boolean logsKeysOnly() {
        return place.connector.equals("postgresql");
    }

    public Struct event() {
        String op = columns.pick(OPS);
        Struct source = place.at.at(++position);
        if (op.equals("r")) {
            source.put("snapshot", columns.pick(List.of("true", "last", "incremental")));
        }
        Struct event = new Struct(envelope).put("op", op).put("source", source).put("ts_ms", 1_700_000_000_500L);
        if (random.nextBoolean()) {
            event.put(
                    "transaction",
                    new Struct(envelope.field("transaction").schema())
                            .put("id", "tx")
                            .put("total_order", position)
                            .put("data_collection_order", 1L));
        }
        if (op.equals("t")) {
            return event;
        }
        if (op.equals("d") || (op.equals("u") && random.nextBoolean())) {
            event.put("before", image());
        }
        return op.equals("d") ? event : event.put("after", alike(image(), event.getStruct("before")));
    }

    /** With some columns as they were. */
    private Struct alike(Struct image, @Nullable Struct old) {
        if (old != null) {
            for (Field field : row.fields()) {
                Object value = old.getWithoutDefault(field.name());
                if (value != null && random.nextBoolean()) {
                    image.put(field, value);
                }
            }
        }
        return image;
    }

    private Struct image() {
        Struct image = columns.filled(row);
        for (Field field : row.fields()) {
            Object mark = random.nextInt(12) == 0 ? columns.placeholder(field.schema()) : null;
            if (mark != null && key.field(field.name()) == null) {
                image.put(field, mark);
            }
        }
        return image;
    }

    public SourceRecord source(@Nullable Struct event) {
        boolean keyed = random.nextInt(8) > 0;
        return new SourceRecord(
                Map.of("server", "shop"),
                Map.of("pos", position, "event", 1L),
                "shop.orders",
                random.nextBoolean() ? 0 : null,
                keyed ? key : null,
                keyed ? key(event) : null,
                event == null ? null : envelope,
                event,
                random.nextInt(4) == 0 ? null : 1_700_000_000_999L,
                headers());
    }

    public SinkRecord sink(@Nullable Struct event) {
        SourceRecord record = source(event);
        return new SinkRecord(
                record.topic(),
                2,
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                position,
                record.timestamp(),
                record.timestamp() == null ? TimestampType.NO_TIMESTAMP_TYPE : TimestampType.CREATE_TIME,
                record.headers());
    }

    private Struct key(@Nullable Struct event) {
        Struct image = event == null
                ? null
                : event.getStruct("after") != null ? event.getStruct("after") : event.getStruct("before");
        Struct result = new Struct(key);
        for (Field field : key.fields()) {
            result.put(field, image == null ? columns.value(field.schema()) : image.getWithoutDefault(field.name()));
        }
        return result;
    }

    private ConnectHeaders headers() {
        ConnectHeaders headers = new ConnectHeaders();
        headers.addString("trace", "abc");
        if (random.nextInt(6) == 0) {
            headers.add("__debezium." + columns.pick(List.of("oldkey", "newkey")), columns.filled(key), key);
        }
        return headers;
    }
}
