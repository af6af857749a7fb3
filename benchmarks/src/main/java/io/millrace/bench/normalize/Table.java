// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.normalize;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** A MySQL table and its change events as Debezium sends them. Every instance has schemas of its own. */
public final class Table {
    private static final long COMMITTED_MS = 1_795_340_873_000L;
    private static final ColumnKind[] KINDS = ColumnKind.values();

    private final String topic;
    private final int columns;
    private final Schema key;
    private final Schema row;
    private final Schema source;
    private final Schema envelope;

    public Table(int number, int columns) {
        this.topic = "shop.shop.orders" + number;
        this.columns = columns;
        this.key = SchemaBuilder.struct()
                .name(topic + ".Key")
                .field("id", Schema.INT64_SCHEMA)
                .build();
        SchemaBuilder builder = SchemaBuilder.struct().name(topic + ".Value").optional();
        for (int i = 0; i < columns; i++) {
            builder.field(kind(i).column(i), kind(i).schema(i));
        }
        this.row = builder.build();
        this.source = source();
        this.envelope = envelope();
    }

    private static ColumnKind kind(int column) {
        return KINDS[column % KINDS.length];
    }

    private static Schema source() {
        SchemaBuilder builder = SchemaBuilder.struct()
                .name("io.debezium.connector.mysql.Source")
                .version(1);
        builder.field("version", Schema.STRING_SCHEMA)
                .field("connector", Schema.STRING_SCHEMA)
                .field("name", Schema.STRING_SCHEMA)
                .field("ts_ms", Schema.INT64_SCHEMA)
                .field("snapshot", snapshot())
                .field("db", Schema.STRING_SCHEMA)
                .field("sequence", Schema.OPTIONAL_STRING_SCHEMA)
                .field("ts_us", Schema.OPTIONAL_INT64_SCHEMA)
                .field("ts_ns", Schema.OPTIONAL_INT64_SCHEMA)
                .field("table", Schema.OPTIONAL_STRING_SCHEMA)
                .field("server_id", Schema.INT64_SCHEMA)
                .field("gtid", Schema.OPTIONAL_STRING_SCHEMA)
                .field("file", Schema.STRING_SCHEMA)
                .field("pos", Schema.INT64_SCHEMA)
                .field("row", Schema.INT32_SCHEMA)
                .field("thread", Schema.OPTIONAL_INT64_SCHEMA)
                .field("query", Schema.OPTIONAL_STRING_SCHEMA);
        return builder.build();
    }

    private static Schema snapshot() {
        return SchemaBuilder.string()
                .name("io.debezium.data.Enum")
                .version(1)
                .parameter(
                        "allowed", "true,first,first_in_data_collection,last_in_data_collection,last,false,incremental")
                .defaultValue("false")
                .optional()
                .build();
    }

    private Schema envelope() {
        Schema transaction = SchemaBuilder.struct()
                .name("event.block")
                .version(1)
                .optional()
                .field("id", Schema.STRING_SCHEMA)
                .field("total_order", Schema.INT64_SCHEMA)
                .field("data_collection_order", Schema.INT64_SCHEMA)
                .build();
        return SchemaBuilder.struct()
                .name(topic + ".Envelope")
                .version(2)
                .field("before", row)
                .field("after", row)
                .field("source", source)
                .field("transaction", transaction)
                .field("op", Schema.STRING_SCHEMA)
                .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
                .field("ts_us", Schema.OPTIONAL_INT64_SCHEMA)
                .field("ts_ns", Schema.OPTIONAL_INT64_SCHEMA)
                .build();
    }

    /** The {@code number}-th change: {@code op} is {@code c}, {@code u} or {@code d}. */
    public Change change(String op, int number) {
        Struct before = op.equals("c") ? null : image(number, 0);
        Struct after = op.equals("d") ? null : image(number, 1);
        long pos = 4_000 + 317L * number;
        Struct event = new Struct(envelope)
                .put("before", before)
                .put("after", after)
                .put("source", origin(pos))
                .put("op", op)
                .put("ts_ms", COMMITTED_MS + 70)
                .put("ts_us", (COMMITTED_MS + 70) * 1_000)
                .put("ts_ns", (COMMITTED_MS + 70) * 1_000_000);
        return new Change(record(event, number, pos), facts(op, before, after, pos));
    }

    private Struct image(int number, int version) {
        Struct image = new Struct(row);
        for (int i = 0; i < columns; i++) {
            if (i % 2 == 0 || (i + number) % 7 != 0) {
                image.put(row.fields().get(i), kind(i).value(number, isChanged(i) ? version : 0));
            }
        }
        return image;
    }

    /** Every fifth column, never the key. */
    private static boolean isChanged(int column) {
        return column % 5 == 2;
    }

    private Struct origin(long pos) {
        return new Struct(source)
                .put("version", "3.6.1.Final")
                .put("connector", "mysql")
                .put("name", "shop")
                .put("ts_ms", COMMITTED_MS)
                .put("db", "shop")
                .put("ts_us", COMMITTED_MS * 1_000)
                .put("ts_ns", COMMITTED_MS * 1_000_000)
                .put("table", topic.substring(topic.lastIndexOf('.') + 1))
                .put("server_id", 184_054L)
                .put("file", "mysql-bin.000042")
                .put("pos", pos)
                .put("row", 3)
                .put("thread", 11L);
    }

    private SourceRecord record(Struct event, int number, long pos) {
        Map<String, Object> offset = new LinkedHashMap<>();
        offset.put("ts_sec", COMMITTED_MS / 1000);
        offset.put("file", "mysql-bin.000042");
        offset.put("pos", pos);
        offset.put("row", 1L);
        offset.put("server_id", 184_054L);
        offset.put("event", 2L);
        ConnectHeaders headers = new ConnectHeaders();
        headers.addString("__debezium.context.connectorLogicalName", "shop");
        headers.addString("__debezium.context.taskId", "0");
        headers.addString("__debezium.context.connectorName", "mysql");
        headers.addString("__debezium.context.runId", "01a202a7-aa6c-7083-bec9-2b1f890c9481");
        Struct id = new Struct(key).put("id", (Long) ColumnKind.ID.value(number, 0));
        return new SourceRecord(
                Map.of("server", "shop"), offset, topic, 0, key, id, envelope, event, COMMITTED_MS + 90, headers);
    }

    private static Map<String, Object> facts(String op, @Nullable Struct before, @Nullable Struct after, long pos) {
        Map<String, Object> facts = new LinkedHashMap<>();
        Facts.putColumns(facts, after == null ? Facts.required(before, "before") : after);
        facts.put(Facts.OP, op);
        facts.put(Facts.DELETED, op.equals("d"));
        facts.put(Facts.COMMITTED, Facts.instant(COMMITTED_MS));
        facts.put(Facts.FILE, "mysql-bin.000042");
        facts.put(Facts.POS, pos);
        facts.put(Facts.ORDER_KEY, String.format("%016x/%016x/%016x/%016x", 42, pos, (1L << 60) | 2, 3 << 1));
        if (before != null && after != null) {
            facts.put(Facts.CHANGED, changed(before, after));
        }
        return facts;
    }

    /** The columns whose values differ. */
    static List<String> changed(Struct before, Struct after) {
        List<String> changed = new ArrayList<>();
        before.schema().fields().forEach(field -> {
            if (!Objects.deepEquals(before.get(field), after.get(field))) {
                changed.add(field.name());
            }
        });
        return changed;
    }
}
