// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.sink.Advance;
import io.millrace.connect.sink.Claim;
import io.millrace.connect.sink.RowBatch;
import io.millrace.connect.sink.StoreTransaction;
import io.millrace.connect.sink.StoreUnavailableException;
import io.millrace.testkit.DrivenTask;
import io.millrace.testkit.servers.NeedsClickHouse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Appends whose ranges are written down before they are sent. */
@NeedsClickHouse
class ExactlyOnceIT {
    private static final String TOPIC = "devices.events";
    private static final TopicPartition P0 = new TopicPartition(TOPIC, 0);
    private static final Schema EVENT = SchemaBuilder.struct()
            .field("n", Schema.INT64_SCHEMA)
            .field("type", Schema.STRING_SCHEMA)
            .build();
    private static final String COUNTS = "SELECT count(), uniqExact(n), min(n), max(n) FROM $.devices_events";

    private Sandbox sandbox;

    @BeforeEach
    void open() {
        sandbox = new Sandbox();
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private Map<String, String> config(String ledger) {
        return sandbox.config("delivery.mode", "exactly_once", "key.mode", "none", "offsets.ledger", ledger);
    }

    private static List<SinkRecord> events(long from, long end) {
        List<SinkRecord> events = new ArrayList<>();
        for (long n = from; n < end; n++) {
            Struct value = new Struct(EVENT).put("n", n).put("type", "tick");
            events.add(new SinkRecord(TOPIC, 0, null, null, EVENT, value, n));
        }
        return events;
    }

    private ClickHouseStore store(String ledger) {
        Map<String, String> config = config(ledger);
        return new ClickHouseStore(new ClickHouseSinkConfig(config), config.get("name"));
    }

    /** What a task has done when it dies, or stands still, before it could say that it was done. */
    private static StoreTransaction planned(ClickHouseStore store, long from, long end) {
        Claim claim = store.claim(List.of(P0)).get(P0);
        StoreTransaction transaction = store.begin();
        assertThat(transaction.advance(List.of(new Advance(P0, claim.epoch(), claim.nextOffset(), from, end))))
                .isTrue();
        return transaction;
    }

    private static RowBatch batch(ClickHouseStore store, long from, long end) {
        RowBatch batch = store.newBatch();
        for (SinkRecord event : events(from, end)) {
            if (batch.add(event, event) == RowBatch.Added.UNPREPARED) {
                store.prepare(event, event);
                batch.add(event, event);
            }
        }
        return batch;
    }

    @ParameterizedTest
    @ValueSource(strings = {"keeper", "table"})
    void appendsEachRecordOnce(String ledger) {
        DrivenTask task = sandbox.task(TOPIC, config(ledger));
        task.put(events(0, 50));
        task.put(events(50, 120));
        task.stop();
        DrivenTask next = sandbox.task(TOPIC, config(ledger));
        next.put(events(120, 130));
        next.stop();

        assertThat(sandbox.query(COUNTS)).containsExactly("130|130|0|129");
    }

    @ParameterizedTest
    @ValueSource(strings = {"keeper", "table"})
    void writesAgainWhatADeadTaskMayHaveWritten(String ledger) {
        try (ClickHouseStore dying = store(ledger)) {
            RowBatch batch = batch(dying, 0, 40);
            StoreTransaction transaction = planned(dying, 0, 40);
            transaction.write(batch); // and dies before it says so
        }
        assertThat(sandbox.query(COUNTS)).containsExactly("40|40|0|39");

        DrivenTask next = sandbox.task(TOPIC, config(ledger));
        next.give(events(0, 7)); // in other batches
        next.give(events(7, 61));
        next.settle();
        next.stop();

        assertThat(sandbox.query(COUNTS)).containsExactly("61|61|0|60");
    }

    @Test
    void writesWhatADeadTaskOnlyPlanned() {
        try (ClickHouseStore dying = store("keeper")) {
            planned(dying, 0, 40);
        }

        DrivenTask next = sandbox.task(TOPIC, config("keeper"));
        next.put(events(0, 61));
        next.stop();

        assertThat(sandbox.query(COUNTS)).containsExactly("61|61|0|60");
    }

    /** The zombie: it was given the partition first, stood still, and wakes when another has gone on. */
    @Test
    void letsATaskThatStoodStillDoNothingWhenItWakes() {
        try (ClickHouseStore zombie = store("keeper")) {
            RowBatch batch = batch(zombie, 0, 40);
            StoreTransaction transaction = planned(zombie, 0, 40);
            DrivenTask owner = sandbox.task(TOPIC, config("keeper"));
            owner.put(events(0, 61));

            transaction.write(batch); // the same range, the same token
            assertThatThrownBy(transaction::commit).isInstanceOf(StoreUnavailableException.class);
            StoreTransaction another = zombie.begin();
            assertThat(another.advance(List.of(new Advance(P0, 1, 40L, 40, 70))))
                    .isFalse();

            owner.put(events(61, 70));
            owner.stop();
        }
        assertThat(sandbox.query(COUNTS)).containsExactly("70|70|0|69");
    }

    @Test
    void keepsAMaterializedViewRightWhenABlockComesAgain() {
        DrivenTask first = sandbox.task(TOPIC, config("keeper"));
        first.put(events(0, 1));
        first.stop();
        sandbox.execute("CREATE TABLE $.per_type (type String, events UInt64) ENGINE = SummingMergeTree ORDER BY type"
                + " SETTINGS non_replicated_deduplication_window = 1000");
        sandbox.execute("CREATE MATERIALIZED VIEW $.per_type_view TO $.per_type AS"
                + " SELECT type, count() AS events FROM $.devices_events GROUP BY type");
        try (ClickHouseStore dying = store("keeper")) {
            RowBatch batch = batch(dying, 1, 40);
            planned(dying, 1, 40).write(batch);
        }

        DrivenTask next = sandbox.task(TOPIC, config("keeper"));
        next.put(events(1, 61));
        next.stop();

        assertThat(sandbox.query("SELECT type, sum(events) FROM $.per_type GROUP BY type"))
                .containsExactly("tick|60");
    }

    /** A flush of two tables, one of which refuses a row: what the other has must not come again as another block. */
    @Test
    void stopsAtARowThatTheServerRefusesAndDoublesNothingOnceItIsTaken() {
        Map<String, String> config = config("keeper");
        config.put("table.name.format", "${value.type}");
        DrivenTask first = sandbox.task(TOPIC, config);
        first.put(List.of(event(0, "a"), event(1, "b")));
        first.stop();
        sandbox.execute("ALTER TABLE $.b ADD CONSTRAINT small CHECK n < 3");
        List<SinkRecord> more = List.of(event(2, "a"), event(3, "b"), event(4, "a"));

        DrivenTask stopped = sandbox.task(TOPIC, config);
        assertThatThrownBy(() -> stopped.put(more))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("a row was refused by table " + sandbox.database + ".b")
                .hasMessageContaining("small");
        stopped.stop();
        sandbox.execute("ALTER TABLE $.b DROP CONSTRAINT small");
        DrivenTask next = sandbox.task(TOPIC, config);
        next.put(more);
        next.stop();

        assertThat(sandbox.query("SELECT n FROM $.a ORDER BY n")).containsExactly("0", "2", "4");
        assertThat(sandbox.query("SELECT n FROM $.b ORDER BY n")).containsExactly("1", "3");
        assertThat(sandbox.reported).isEmpty();
    }

    private static SinkRecord event(long n, String type) {
        return new SinkRecord(
                TOPIC, 0, null, null, EVENT, new Struct(EVENT).put("n", n).put("type", type), n);
    }

    @Test
    void refusesATableThatRemembersNoBlocks() {
        sandbox.execute("CREATE TABLE $.devices_events (n Int64, type String) ENGINE = MergeTree ORDER BY n");
        DrivenTask task = sandbox.task(TOPIC, config("keeper"));

        assertThatThrownBy(() -> task.put(events(0, 1)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("found non_replicated_deduplication_window 0 (expected 100 or more")
                .hasMessageContaining("MODIFY SETTING non_replicated_deduplication_window = 10000");
        task.stop();
    }

    /** The server still knows blocks of these very offsets: what is asked for again must not be taken for them. */
    @ParameterizedTest
    @ValueSource(strings = {"keeper", "table"})
    void writesAgainWhatWasReadBeforeWhenOffsetsAreSetBack(String ledger) {
        DrivenTask task = sandbox.task(TOPIC, config(ledger));
        task.put(events(0, 50));
        task.stop();

        new ClickHouseSinkConnector().alterOffsets(config(ledger), Map.of(P0, 0L));
        DrivenTask next = sandbox.task(TOPIC, config(ledger));
        next.put(events(0, 50));
        next.stop();

        assertThat(sandbox.query(COUNTS)).containsExactly("100|50|0|49");
    }

    @Test
    void goesOnWhereOffsetsWereAlteredTo() {
        DrivenTask task = sandbox.task(TOPIC, config("keeper"));
        task.put(events(0, 50));
        task.stop();

        new ClickHouseSinkConnector().alterOffsets(config("keeper"), Map.of(P0, 100L));
        DrivenTask next = sandbox.task(TOPIC, config("keeper"));
        next.put(events(100, 110));
        next.stop();

        assertThat(sandbox.query(COUNTS)).containsExactly("60|60|0|109");
    }
}
