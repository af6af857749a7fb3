// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import io.millrace.spark.curated.CuratedReader;
import io.millrace.testkit.servers.TestServers;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Random;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The topic of a table of orders, and what happens to them. After {@link #evolve} rows have a column more and wider ones. */
final class OrdersTopic implements AutoCloseable {
    private static final Schema KEY = SchemaBuilder.struct()
            .name("shop.orders.Key")
            .field("id", Schema.INT64_SCHEMA)
            .build();
    private static final Schema FIRST = order("10", Schema.INT32_SCHEMA).build();
    private static final Schema SECOND = order("14", Schema.INT64_SCHEMA)
            .field(
                    "channel",
                    SchemaBuilder.string().optional().doc("Where it was placed").build())
            .build();

    private final CuratedTopic topic;
    private final List<Long> live = new ArrayList<>();
    private Schema schema = FIRST;
    private long last;
    private int seq;

    OrdersTopic(int partitions) {
        topic = new CuratedTopic("curated.shop.orders", partitions);
    }

    private static SchemaBuilder order(String precision, Schema quantity) {
        return SchemaBuilder.struct()
                .name("shop.orders.Value")
                .field("id", Schema.INT64_SCHEMA)
                .field("status", Schema.OPTIONAL_STRING_SCHEMA)
                .field(
                        "total",
                        Decimal.builder(2)
                                .optional()
                                .parameter("connect.decimal.precision", precision)
                                .build())
                .field("quantity", quantity)
                .field("note", Schema.OPTIONAL_STRING_SCHEMA)
                .field("placed_at", Timestamp.builder().optional().build())
                .field("_op", Schema.STRING_SCHEMA)
                .field("_deleted", Schema.BOOLEAN_SCHEMA)
                .field("_seq", Schema.STRING_SCHEMA)
                .field(
                        "_unavailable",
                        SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build());
    }

    String name() {
        return topic.name();
    }

    CuratedTopic topic() {
        return topic;
    }

    void evolve() {
        schema = SECOND;
    }

    Struct row(long id, String op, int seq) {
        Struct row = new Struct(schema)
                .put("id", id)
                .put("status", "s" + seq)
                .put("total", new BigDecimal(seq).movePointLeft(2))
                .put("quantity", schema == SECOND ? (Object) (3_000_000_000L + seq) : (Object) seq)
                .put("note", "note " + seq)
                .put(
                        "placed_at",
                        Date.from(Instant.parse("2026-03-01T10:20:30.456Z").plusSeconds(seq)))
                .put("_op", op)
                .put("_deleted", op.equals("d"))
                .put("_seq", seq(seq));
        return schema == SECOND ? row.put("channel", "c" + seq) : row;
    }

    static String seq(int seq) {
        return "0000000000000000/%016x".formatted(seq);
    }

    long insert() {
        long id = ++last;
        send(id, row(id, "c", ++seq));
        live.add(id);
        return id;
    }

    void update(long id) {
        send(id, row(id, "u", ++seq));
    }

    void updateWithoutNote(long id) {
        send(id, row(id, "u", ++seq).put("note", null).put("_unavailable", List.of("note")));
    }

    void delete(long id) {
        send(id, row(id, "d", ++seq));
        send(id, null);
        live.remove(id);
    }

    /** A changed key: Debezium's delete of the old one, and create of the new one. */
    long move(long id) {
        delete(id);
        return insert();
    }

    void send(long id, Struct row) {
        topic.send(new Struct(KEY).put("id", id), row);
    }

    void bad() {
        topic.sendRaw("key".getBytes(), "value".getBytes());
    }

    /** As a busy shop has them: mostly updates, and now and then all the rest. */
    void random(Random random, int count) {
        for (int i = 0; i < count; i++) {
            int roll = random.nextInt(20);
            if (live.size() < 10 || roll < 4) {
                insert();
                continue;
            }
            long id = live.get(random.nextInt(live.size()));
            switch (roll) {
                case 4, 5 -> delete(id);
                case 6 -> move(id);
                case 7, 8 -> updateWithoutNote(id);
                default -> update(id);
            }
        }
        topic.flush();
    }

    List<String> arguments(String checkpoint, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--bootstrap-servers", TestServers.kafka().bootstrapServers(),
                "--registry", TestServers.registry().url(),
                "--topics", name(),
                "--checkpoint", checkpoint,
                "--table", name() + "=orders"));
        arguments.addAll(List.of(more));
        return arguments;
    }

    /** All of the topic's good changes in one batch. */
    Dataset<Row> latest() {
        return Changes.latest(ChangeRecords.of(asWritten()).changes());
    }

    /** All of the topic's records. */
    Dataset<Row> asWritten() {
        return new CuratedReader(CuratedTopic.settings()).readAsWritten(topic.records(LocalSpark.session()), name());
    }

    @Override
    public void close() {
        topic.close();
    }
}
