// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every sink does with the rows of a table that it keeps as it is at the source: extend it in the sink's own integration
 * test, which runs against a real store.
 */
public abstract class SinkContract {
    private static final String TOPIC = "shop.orders";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final int SEED = 20_260;

    private static final Schema KEY =
            SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
    private static final Schema ORDER = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("state", Schema.STRING_SCHEMA)
            .field("_op", Schema.STRING_SCHEMA)
            .field("_deleted", Schema.BOOLEAN_SCHEMA)
            .build();
    private static final Schema NOTED_ORDER = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("state", Schema.STRING_SCHEMA)
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .field("_op", Schema.STRING_SCHEMA)
            .field("_deleted", Schema.BOOLEAN_SCHEMA)
            .build();

    private final List<String> reported = new ArrayList<>();
    private final List<DrivenTask> tasks = new ArrayList<>();
    private long nextOffset;
    private long sought;

    /** A new task, not started. */
    protected abstract SinkTask newTask();

    /**
     * Settings with which a record replaces the row with its key, tombstones and marked rows remove it, and a truncate empties
     * the table, in a place where there are no tables yet for each test.
     */
    protected abstract Map<String, String> config();

    /**
     * The rows that a reader sees in table {@code shop_orders}, in the order of their ids: the columns' values, joined by
     * {@code |}, null as {@code ~}.
     */
    protected abstract List<String> rows(String... columns);

    private DrivenTask task() {
        SinkTask task = newTask();
        FakeSinkTaskContext context = new FakeSinkTaskContext((record, error) -> {
            reported.add(error.getMessage());
            return CompletableFuture.completedFuture(null);
        });
        task.initialize(context);
        task.start(config());
        task.open(List.of(PARTITION));
        sought = context.sought().getOrDefault(PARTITION, 0L);
        DrivenTask driven = new DrivenTask(task);
        tasks.add(driven);
        return driven;
    }

    @AfterEach
    void stop() {
        tasks.forEach(DrivenTask::stop);
    }

    @Test
    protected void createsTheTableAndWritesRows() {
        task().put(List.of(order(1, "new"), order(2, "π, 😀 and 'quotes' \\")));

        assertThat(rows("id", "state")).containsExactly("1|new", "2|π, 😀 and 'quotes' \\");
        assertThat(reported).isEmpty();
    }

    @Test
    protected void replacesTheRowWithTheKey() {
        DrivenTask task = task();
        task.put(List.of(order(1, "new"), order(2, "new"), order(1, "paid")));
        task.put(List.of(order(2, "paid"), order(1, "sent")));

        assertThat(rows("id", "state")).containsExactly("1|sent", "2|paid");
    }

    @Test
    protected void removesTheRowOfATombstone() {
        DrivenTask task = task();
        task.put(List.of(order(1, "new"), order(2, "new"), tombstone(1)));
        task.put(List.of(tombstone(2), order(3, "new")));

        assertThat(rows("id", "state")).containsExactly("3|new");
    }

    @Test
    protected void removesARowThatIsMarkedAsDeleted() {
        DrivenTask task = task();
        task.put(List.of(order(1, "new"), order(2, "new")));
        task.put(List.of(deleted(1, "new"), tombstone(1)));

        assertThat(rows("id", "state")).containsExactly("2|new");
    }

    @Test
    protected void bringsARowBackThatWasRemoved() {
        DrivenTask task = task();
        task.put(List.of(order(1, "new"), deleted(1, "new"), tombstone(1), order(1, "again")));

        assertThat(rows("id", "state")).containsExactly("1|again");

        task.put(List.of(tombstone(1)));
        task.put(List.of(order(1, "and again")));

        assertThat(rows("id", "state")).containsExactly("1|and again");
    }

    @Test
    protected void givesARowAnotherKey() {
        DrivenTask task = task();
        task.put(List.of(order(1, "new"), order(2, "new")));
        SinkRecord gone = deleted(1, "new");
        gone.headers().add("__debezium.newkey", key(9), KEY);
        SinkRecord tombstone = tombstone(1);
        SinkRecord moved = order(9, "new");
        moved.headers().add("__debezium.oldkey", key(1), KEY);
        task.put(List.of(gone, tombstone, moved));

        assertThat(rows("id", "state")).containsExactly("2|new", "9|new");
    }

    @Test
    protected void emptiesTheTableAndGoesOn() {
        DrivenTask task = task();
        task.put(List.of(order(1, "new"), order(2, "new")));
        task.put(List.of(order(3, "new"), truncate(), order(2, "again")));

        assertThat(rows("id", "state")).containsExactly("2|again");
    }

    @Test
    protected void addsAColumnInMidBatch() {
        DrivenTask task = task();
        task.put(List.of(order(1, "new"), noted(2, "new", "handle with care"), order(3, "new")));
        task.put(List.of(noted(1, "paid", null)));

        assertThat(rows("id", "state", "note")).containsExactly("1|paid|~", "2|new|handle with care", "3|new|~");
    }

    @Test
    protected void changesNothingWhenRecordsComeAgain() {
        List<SinkRecord> records = new ArrayList<>(List.of(
                order(1, "new"), order(2, "new"), order(1, "paid"), deleted(2, "new"), tombstone(2), order(3, "new")));
        task().put(records);

        DrivenTask again = task();
        again.put(records.stream()
                .filter(record -> record.kafkaOffset() >= sought) // as the consumer is told
                .toList());
        again.put(List.of(order(4, "new")));

        assertThat(rows("id", "state")).containsExactly("1|paid", "3|new", "4|new");
    }

    @Test
    protected void reportsARecordWithoutKeyAndWritesTheOthers() {
        SinkRecord first = order(1, "new");
        SinkRecord keyless = new SinkRecord(TOPIC, 0, null, null, ORDER, value(2, "new", "c", false), nextOffset++);
        task().put(List.of(first, keyless, order(3, "new")));

        assertThat(rows("id", "state")).containsExactly("1|new", "3|new");
        assertThat(reported).singleElement().asString().contains("no key", TOPIC + "-0@" + keyless.kafkaOffset());
    }

    /** Any sequence of changes in any batches leaves what a map would hold. */
    @Test
    protected void holdsWhatTheSourceHolds() {
        Random random = new Random(SEED);
        Map<Long, String> expected = new TreeMap<>();
        DrivenTask task = task();
        for (int batch = 0; batch < 12; batch++) {
            List<SinkRecord> records = new ArrayList<>();
            int size = random.nextInt(40);
            for (int i = 0; i < size; i++) {
                change(random, expected, records);
            }
            task.put(records);
        }

        assertThat(rows("id", "state"))
                .containsExactlyElementsOf(expected.entrySet().stream()
                        .map(row -> row.getKey() + "|" + row.getValue())
                        .toList());
    }

    private void change(Random random, Map<Long, String> expected, List<SinkRecord> records) {
        long id = random.nextInt(15);
        String state = "state " + random.nextInt(1_000);
        switch (random.nextInt(10)) {
            case 0 -> {
                records.add(tombstone(id));
                expected.remove(id);
            }
            case 1 -> {
                records.add(deleted(id, state));
                records.add(tombstone(id));
                expected.remove(id);
            }
            default -> {
                records.add(random.nextBoolean() ? order(id, state) : noted(id, state, null));
                expected.put(id, state);
            }
        }
    }

    private SinkRecord order(long id, String state) {
        return record(id, value(id, state, "u", false));
    }

    private SinkRecord noted(long id, String state, @Nullable String note) {
        return record(
                id,
                new Struct(NOTED_ORDER)
                        .put("id", id)
                        .put("state", state)
                        .put("note", note)
                        .put("_op", "u")
                        .put("_deleted", false));
    }

    private SinkRecord deleted(long id, String state) {
        return record(id, value(id, state, "d", true));
    }

    private SinkRecord tombstone(long id) {
        return record(id, null);
    }

    /** As NormalizeEnvelope passes it on: no key, and nothing in the columns. */
    private SinkRecord truncate() {
        return new SinkRecord(TOPIC, 0, null, null, ORDER, value(0, "", "t", false), nextOffset++);
    }

    private static Struct value(long id, String state, String operation, boolean isDeleted) {
        return new Struct(ORDER)
                .put("id", id)
                .put("state", state)
                .put("_op", operation)
                .put("_deleted", isDeleted);
    }

    private static Struct key(long id) {
        return new Struct(KEY).put("id", id);
    }

    private SinkRecord record(long id, @Nullable Struct value) {
        return new SinkRecord(TOPIC, 0, KEY, key(id), value == null ? null : value.schema(), value, nextOffset++);
    }
}
