// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.DrivenTask;
import io.millrace.testkit.servers.NeedsClickHouse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What records do to rows, mode by mode: curated rows as {@code NormalizeEnvelope} makes them. */
@NeedsClickHouse
@Timeout(120)
class WriteModesIT {
    private static final Schema ROW = SchemaBuilder.struct()
            .name("shop.Row")
            .field("id", Schema.OPTIONAL_INT64_SCHEMA)
            .field("name", Schema.OPTIONAL_STRING_SCHEMA)
            .field("notes", Schema.OPTIONAL_STRING_SCHEMA)
            .field("_op", Schema.OPTIONAL_STRING_SCHEMA)
            .field("_deleted", Schema.OPTIONAL_BOOLEAN_SCHEMA)
            .field("_seq", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    private static final String UNAVAILABLE = "__debezium_unavailable_value";

    private Sandbox sandbox;
    private long offset;

    @BeforeEach
    void setUp() {
        sandbox = new Sandbox();
    }

    @AfterEach
    void tearDown() {
        sandbox.close();
    }

    private DrivenTask task(String... config) {
        return sandbox.task("t", sandbox.config(config));
    }

    private static String seq(int position) {
        return "0000000000000001/0000000000000000/%016x/0000000000000000".formatted(position);
    }

    private static Struct row(@Nullable Long id, @Nullable String name, @Nullable String notes, String op, int seq) {
        return new Struct(ROW)
                .put("id", id)
                .put("name", name)
                .put("notes", notes)
                .put("_op", op)
                .put("_deleted", op.equals("d"))
                .put("_seq", seq(seq));
    }

    private SinkRecord write(long id, String name, String notes, int seq) {
        return record(id, row(id, name, notes, seq == 1 ? "c" : "u", seq));
    }

    /** The image that PostgreSQL sends by default: the key alone. */
    private SinkRecord delete(long id, int seq) {
        return record(id, row(id, null, null, "d", seq));
    }

    private SinkRecord tombstone(long id) {
        return record(id, null);
    }

    private SinkRecord truncate(int seq) {
        return Sandbox.record("t", offset++, null, row(null, null, null, "t", seq));
    }

    private SinkRecord record(long id, @Nullable Struct value) {
        return Sandbox.record("t", offset++, Sandbox.key(id), value);
    }

    private List<String> rows() {
        return sandbox.query("SELECT id, name, notes FROM $.t FINAL ORDER BY id");
    }

    @Test
    void anOlderRecordNeverReplacesANewerRowOrTakesOneAway() {
        DrivenTask task = task("order.field", "_seq");

        task.put(List.of(write(1, "new", "n", 10), write(2, "gone", "n", 10)));
        task.put(List.of(write(1, "old", "n", 5), delete(2, 12), tombstone(2)));
        task.put(List.of(write(2, "late", "n", 11), delete(1, 9), tombstone(1)));
        task.put(List.of(write(3, "b", "n", 7), write(3, "a", "n", 6)));

        assertThat(rows()).containsExactly("1|new|n", "3|b|n");
        task.put(List.of(write(2, "again", "n", 13)));
        assertThat(rows()).containsExactly("1|new|n", "2|again|n", "3|b|n");
        task.stop();
        assertThat(sandbox.reported).isEmpty();
    }

    @Test
    void keepsTheOrderOfLargeKeysAsNumbersAndAsTexts() {
        DrivenTask task = task("order.field", "_seq");
        List<String> ordered = List.of(
                "0000000000000000/0000000000000000/0000000000000000/ffffffffffffffff",
                "0000000000000000/0000000000000000/7fffffffffffffff/0000000000000000",
                "0000000000000000/0000000000000000/8000000000000000/0000000000000000",
                "7fffffffffffffff/ffffffffffffffff/ffffffffffffffff/ffffffffffffffff",
                "8000000000000000/0000000000000000/0000000000000000/0000000000000000",
                "ffffffffffffffff/ffffffffffffffff/ffffffffffffffff/ffffffffffffffff");
        List<String> shuffled = new ArrayList<>(ordered);
        Collections.shuffle(shuffled, new Random(7));

        for (String seq : shuffled) {
            Struct value = row(1L, "at " + seq, "n", "u", 0).put("_seq", seq);
            task.put(List.of(record(1, value), record(ordered.indexOf(seq) + 10L, value)));
        }

        assertThat(sandbox.query("SELECT name FROM $.t FINAL WHERE id = 1"))
                .containsExactly("at " + ordered.get(ordered.size() - 1));
        assertThat(sandbox.query("SELECT _seq FROM $.t FINAL WHERE id >= 10 ORDER BY _version"))
                .isEqualTo(ordered);
        task.stop();
    }

    @Test
    void refusesAnOrderKeyThatIsNone() {
        DrivenTask task = task("order.field", "_seq");
        task.put(List.of(
                write(1, "a", "n", 1),
                record(2, row(2L, "b", "n", "u", 2).put("_seq", null)),
                record(3, row(3L, "c", "n", "u", 3).put("_seq", "17"))));

        assertThat(rows()).containsExactly("1|a|n");
        assertThat(sandbox.reported)
                .containsExactly(
                        "Cannot write column " + sandbox.database + ".t._seq: null (expected a value: the column is not"
                                + " Nullable) at t-0@1 value._seq. Alter the column to a Nullable type, or give it a value"
                                + " with a transform.",
                        "Cannot write column " + sandbox.database + ".t._seq: text that is no order key (expected four"
                                + " sections of 16 hexadecimal digits, joined by '/') at t-0@2 value._seq. Correct"
                                + " 'order.field'.");
        task.stop();
    }

    @Test
    void aRowWithoutAllItsValuesIsRefusedOrGetsDefaults() {
        DrivenTask refusing = task();
        refusing.put(
                List.of(write(1, "a", "long text", 1), write(2, "b", UNAVAILABLE, 2), write(1, "a2", UNAVAILABLE, 3)));
        refusing.stop();

        assertThat(rows()).containsExactly("1|a|long text");
        assertThat(sandbox.reported)
                .hasSize(2)
                .first()
                .asString()
                .isEqualTo("Cannot write column " + sandbox.database + ".t.id: a row without the values of [notes],"
                        + " which the database did not send at t-0@1 key.id. Set REPLICA IDENTITY FULL at the source, or"
                        + " 'unavailable.mode' to 'default'.");

        DrivenTask lenient = task("unavailable.mode", "default");
        lenient.put(List.of(write(1, "a3", UNAVAILABLE, 4), write(3, "c", "text", 5)));
        lenient.stop();
        assertThat(rows()).containsExactly("1|a3|~", "3|c|text");
        assertThat(sandbox.reported).hasSize(2);
    }

    /** Debezium sends a row with another key as a delete and an insert, each with the other's key in a header. */
    @Test
    void aMovedRowWithoutAllItsValuesGetsDefaults() {
        DrivenTask task = task("unavailable.mode", "default");
        SinkRecord first = write(1, "a", "long text", 1);
        SinkRecord removed = delete(1, 2);
        removed.headers().add("__debezium.newkey", Sandbox.key(7), Sandbox.KEY);
        SinkRecord tombstone = tombstone(1);
        SinkRecord added = write(7, "moved", UNAVAILABLE, 3);
        added.headers().add("__debezium.oldkey", Sandbox.key(1), Sandbox.KEY);

        task.put(List.of(first, removed, tombstone, added));
        task.stop();

        assertThat(rows()).containsExactly("7|moved|~");
        assertThat(sandbox.reported).isEmpty();
    }

    @Test
    void softDeleteMarksTheRowWithTheValuesThatTheDeleteHas() {
        DrivenTask task = task("delete.mode", "soft", "current.view.format", "${table}_current");

        task.put(List.of(write(1, "a", "n", 1), write(2, "b", "n", 2), write(3, "c", "n", 3)));
        task.put(List.of(delete(1, 5), tombstone(1), tombstone(3), record(2, row(2L, "b", "n", "d", 4))));
        task.stop();

        assertThat(sandbox.query("SELECT id, name, notes, _deleted, _is_deleted FROM $.t FINAL ORDER BY id"))
                .containsExactly("1|~|~|true|0", "2|b|n|true|0", "3|c|n|false|0");
        assertThat(sandbox.query("SELECT * FROM $.t_current")).containsExactly("3|c|n");
    }

    @Test
    void withoutDeletesTombstonesDoNothingAndMarkedRowsAreRows() {
        DrivenTask task = task("delete.mode", "none");

        task.put(List.of(write(1, "a", "n", 1), write(2, "b", "n", 2), tombstone(1), delete(2, 3)));
        task.stop();

        assertThat(sandbox.query("SELECT id, name, _deleted FROM $.t FINAL ORDER BY id"))
                .containsExactly("1|a|false", "2|~|true");
    }

    @Test
    void aTruncateThatComesAgainSparesWhatCameAfterIt() {
        for (String[] order : new String[][] {{"order.field", "_seq"}, {"order.field", ""}}) {
            sandbox.execute("DROP TABLE IF EXISTS $.t SYNC");
            offset = 0;
            DrivenTask task = task("truncate.mode", "truncate", order[0], order[1]);
            SinkRecord truncate = Sandbox.record("t", 1, null, row(null, null, null, "t", 2));
            List<SinkRecord> records = new ArrayList<>(List.of(write(1, "before", "n", 1), truncate(2)));
            records.add(write(2, "after", "n", 3));

            task.put(records);
            task.stop();
            DrivenTask again = task("truncate.mode", "truncate", order[0], order[1]);
            again.put(List.of(truncate));
            again.stop();

            assertThat(rows()).as(order[1]).containsExactly("2|after|n");
        }
        assertThat(sandbox.reported).isEmpty();
    }

    @Test
    void aTruncateIsRefusedOrIgnoredIfToldTo() {
        DrivenTask refusing = task();
        refusing.put(List.of(write(1, "a", "n", 1), truncate(2)));
        refusing.stop();
        assertThat(rows()).containsExactly("1|a|n");
        assertThat(sandbox.reported).hasSize(1);

        DrivenTask ignoring = task("truncate.mode", "ignore");
        ignoring.put(List.of(truncate(3), write(2, "b", "n", 4)));
        ignoring.stop();
        assertThat(rows()).containsExactly("1|a|n", "2|b|n");
        assertThat(sandbox.reported).hasSize(1);
    }

    @Test
    void aTruncateByOffsetIsRefusedWhereTheTopicHasSeveralPartitions() {
        DrivenTask byOffset = task("truncate.mode", "truncate");
        byOffset.task().open(List.of(new TopicPartition("t", 1)));
        byOffset.put(List.of(write(1, "a", "n", 1), truncate(2), write(2, "b", "n", 3)));
        byOffset.stop();
        assertThat(rows()).containsExactly("1|a|n", "2|b|n");
        assertThat(sandbox.reported)
                .containsExactly(
                        "Cannot write column " + sandbox.database + ".t._version: a truncate by offset in a topic of"
                                + " several partitions (expected one: offsets do not say which rows of another are older) at t-0@1"
                                + " offset. Set 'order.field', or 'truncate.mode' to 'ignore'.");

        sandbox.execute("DROP TABLE $.t SYNC");
        DrivenTask ordered = task("truncate.mode", "truncate", "order.field", "_seq");
        ordered.task().open(List.of(new TopicPartition("t", 1)));
        ordered.put(List.of(write(1, "a", "n", 1), truncate(2), write(2, "b", "n", 3)));
        ordered.stop();
        assertThat(rows()).containsExactly("2|b|n");
    }

    @Test
    void plainInsertsAreThereTwiceWhenTheyComeAgain() {
        List<SinkRecord> records =
                List.of(write(1, "a", "n", 1), write(2, "b", "n", 2), tombstone(1), write(1, "c", "n", 3));
        for (int i = 0; i < 2; i++) {
            DrivenTask task = task("delivery.mode", "at_least_once");
            task.put(records);
            task.stop();
        }

        assertThat(sandbox.query("SELECT id, name FROM $.t ORDER BY id, name"))
                .as("what at_least_once does not promise")
                .containsExactly("1|a", "1|a", "1|c", "1|c", "2|b", "2|b");
        assertThat(sandbox.query("SELECT engine FROM system.tables WHERE database = '$' AND name = 't'"))
                .containsExactly("MergeTree");
    }

    @Test
    void versionedRowsAreReadOnceWhenTheyComeAgainAndReadersWithoutFinalSeeMore() {
        List<SinkRecord> records = List.of(write(1, "a", "n", 1), write(2, "b", "n", 2), write(1, "c", "n", 3));
        sandbox.execute("SYSTEM STOP MERGES");
        try {
            for (int i = 0; i < 3; i++) {
                DrivenTask task = task();
                task.put(records);
                task.stop();
            }

            assertThat(rows()).containsExactly("1|c|n", "2|b|n");
            assertThat(sandbox.query("SELECT count() > 2 FROM $.t")).containsExactly("1");
        } finally {
            sandbox.execute("SYSTEM START MERGES");
        }
        sandbox.execute("OPTIMIZE TABLE $.t FINAL");
        assertThat(sandbox.query("SELECT count() FROM $.t")).containsExactly("2");
    }

    @Test
    void rowsOfDeletedKeysStayUntilACleanupAfterWhichLateRecordsComeBack() {
        DrivenTask task = task("create.settings", "allow_experimental_replacing_merge_with_cleanup = 1");
        SinkRecord first = write(1, "a", "n", 1);
        task.put(List.of(first, write(2, "b", "n", 2), tombstone(1)));
        sandbox.execute("OPTIMIZE TABLE $.t FINAL");
        assertThat(sandbox.query("SELECT id, _is_deleted FROM $.t ORDER BY id")).containsExactly("1|1", "2|0");

        sandbox.execute("OPTIMIZE TABLE $.t FINAL CLEANUP");
        assertThat(sandbox.query("SELECT id, _is_deleted FROM $.t")).containsExactly("2|0");
        task.stop();
        DrivenTask again = task();
        again.put(List.of(first));
        again.stop();
        assertThat(rows()).as("read again from there alone").containsExactly("1|a|n", "2|b|n");
    }

    @Test
    void twoTasksThatWriteTheSameAtOnceAgree() throws Exception {
        Random random = new Random(11);
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 1; i <= 400; i++) {
            long id = random.nextInt(25);
            records.add(random.nextInt(5) == 0 ? delete(id, i) : write(id, "at " + i, "n", i));
        }
        DrivenTask alone = sandbox.task("t", sandbox.config("table.name.format", "alone", "order.field", "_seq"));
        alone.put(records);
        alone.stop();

        CyclicBarrier start = new CyclicBarrier(2);
        List<CompletableFuture<Void>> tasks = new ArrayList<>();
        for (int step : List.of(7, 50)) {
            tasks.add(CompletableFuture.runAsync(() -> writeInSteps(records, step, start)));
        }
        for (CompletableFuture<Void> task : tasks) {
            task.get();
        }

        String select = "SELECT id, name, _seq FROM $.%s FINAL ORDER BY id";
        assertThat(sandbox.query(select.formatted("t")))
                .hasSizeGreaterThan(10)
                .isEqualTo(sandbox.query(select.formatted("alone")));
        assertThat(sandbox.reported).isEmpty();
    }

    private void writeInSteps(List<SinkRecord> records, int step, CyclicBarrier start) {
        DrivenTask task = task("order.field", "_seq");
        try {
            start.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        for (int from = 0; from < records.size(); from += step) {
            task.put(records.subList(from, Math.min(records.size(), from + step)));
        }
        task.stop();
    }

    @Test
    void keysOfKafkaMakeEveryRecordARowOfItsOwn() {
        List<SinkRecord> records = List.of(write(1, "a", "n", 1), write(1, "b", "n", 2), tombstone(1));
        for (int i = 0; i < 2; i++) {
            DrivenTask task = task("key.mode", "kafka", "delete.mode", "none");
            task.put(records);
            task.stop();
        }

        assertThat(sandbox.query("SELECT _topic, _partition, _offset, name FROM $.t FINAL ORDER BY _offset"))
                .containsExactly("t|0|0|a", "t|0|1|b");
    }
}
