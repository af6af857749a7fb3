// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.records.SemanticType;
import io.millrace.testkit.DrivenTask;
import io.millrace.testkit.FakeSinkTaskContext;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What records do to rows, mode by mode, in a real PostgreSQL: curated rows as {@code NormalizeEnvelope} makes them. */
class WriteModesIT {
    private static final Schema TIME = Timestamp.builder().optional().build();
    private static final Schema ROW = SchemaBuilder.struct()
            .name("shop.Row")
            .field("id", Schema.OPTIONAL_INT64_SCHEMA)
            .field("name", Schema.OPTIONAL_STRING_SCHEMA)
            .field("notes", Schema.OPTIONAL_STRING_SCHEMA)
            .field("_op", Schema.OPTIONAL_STRING_SCHEMA)
            .field("_deleted", Schema.OPTIONAL_BOOLEAN_SCHEMA)
            .field("_seq", Schema.OPTIONAL_STRING_SCHEMA)
            .field("_source_ts", TIME)
            .build();
    private static final String UNAVAILABLE = "__debezium_unavailable_value";

    private Sandbox sandbox;
    private long offset;

    @BeforeEach
    void setUp() throws SQLException {
        sandbox = new Sandbox();
    }

    @AfterEach
    void tearDown() throws SQLException {
        sandbox.close();
    }

    private DrivenTask task(String... config) {
        return sandbox.task("t", sandbox.config(config));
    }

    private static Struct row(long id, String name, String notes, String op, int seq) {
        return new Struct(ROW)
                .put("id", id)
                .put("name", name)
                .put("notes", notes)
                .put("_op", op)
                .put("_deleted", op.equals("d"))
                .put("_seq", String.format("%016x", seq))
                .put("_source_ts", Date.from(Instant.ofEpochSecond(1_700_000_000L + seq)));
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
        Struct value = row(0, null, null, "t", seq);
        value.put("id", null);
        return Sandbox.record("t", offset++, null, value);
    }

    private SinkRecord record(long id, Struct value) {
        return Sandbox.record("t", offset++, Sandbox.key(id), value);
    }

    private static SinkRecord with(SinkRecord record, String header, long id) {
        record.headers().add(header, Map.of("id", (byte) id), null); // as SimpleHeaderConverter reads it
        return record;
    }

    private List<String> rows() throws SQLException {
        return sandbox.query("SELECT id, name, notes FROM $.t ORDER BY id");
    }

    @Test
    void softDeleteKeepsTheLastValuesAndMarksTheRow() throws SQLException {
        DrivenTask task = task("delete.mode", "soft");

        task.put(List.of(write(1, "a", "n", 1), write(2, "b", "n", 2), write(3, "c", "n", 3)));
        task.put(List.of(delete(1, 4), tombstone(1), tombstone(2), delete(9, 5), tombstone(9)));
        task.put(List.of(write(3, "c2", "n", 6), delete(3, 7), tombstone(3), write(3, "back", "n", 8)));

        assertThat(sandbox.query("SELECT id, name, notes, _deleted, _op FROM $.t ORDER BY id"))
                .containsExactly("1|a|n|t|d", "2|b|n|t|u", "3|back|n|f|u", "9|~|~|t|d");
    }

    @Test
    void anOlderRecordNeverReplacesANewerRow() throws SQLException {
        DrivenTask task = task("order.field", "_seq", "delete.mode", "hard");

        task.put(List.of(write(1, "new", "n", 10), write(2, "gone", "n", 10)));
        task.put(List.of(write(1, "old", "n", 5), delete(2, 12), tombstone(2)));
        task.put(List.of(write(2, "late", "n", 11), delete(1, 9), tombstone(1)));
        task.put(List.of(write(3, "b", "n", 7), write(3, "a", "n", 6), write(2, "again", "n", 13)));

        assertThat(rows()).containsExactly("1|new|n", "2|again|n", "3|b|n");
        assertThat(sandbox.query("SELECT count(*) FROM $_offsets.\"deleted_" + sandbox.schema + "_t\" WHERE id = 2"))
                .as("where the removed row was in the order")
                .containsExactly("1");
    }

    @Test
    void aTombstoneBelongsToTheDeleteBeforeItInItsPartition() throws SQLException {
        PostgresSinkTask raw = new PostgresSinkTask();
        raw.initialize(new FakeSinkTaskContext(null));
        raw.start(sandbox.config("order.field", "_seq", "delete.mode", "hard"));
        raw.open(List.of(new TopicPartition("t", 0), new TopicPartition("t", 1)));
        DrivenTask task = new DrivenTask(raw);
        Struct other = row(7, "other", "n", "c", 1);
        SinkRecord elsewhere = new SinkRecord("t", 1, Sandbox.KEY, Sandbox.key(7), ROW, other, 0);

        task.put(List.of(write(1, "newer", "n", 10)));
        task.put(List.of(delete(1, 9), elsewhere, tombstone(1)));

        assertThat(rows()).containsExactly("1|newer|n", "7|other|n");
        task.stop();
    }

    @Test
    void anUnpairedTombstoneStillRemovesTheRow() throws SQLException {
        DrivenTask task = task("order.field", "_seq", "delete.mode", "hard");

        task.put(List.of(write(1, "a", "n", 1), tombstone(1)));

        assertThat(rows()).isEmpty();
    }

    @Test
    void orderHoldsForSoftDeletesAndForIntegers() throws SQLException {
        DrivenTask task = task("order.field", "_seq", "delete.mode", "soft");
        task.put(List.of(write(1, "a", "n", 1), delete(1, 5), write(1, "late", "n", 3)));
        assertThat(sandbox.query("SELECT name, _deleted FROM $.t")).containsExactly("a|t");

        Schema schema = SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("v", Schema.INT64_SCHEMA)
                .build();
        DrivenTask byVersion = sandbox.task("v", sandbox.config("order.field", "v", "name", "other"));
        byVersion.put(List.of(
                Sandbox.record(
                        "v", 0, Sandbox.key(1), new Struct(schema).put("id", 1L).put("v", -5L)),
                Sandbox.record(
                        "v", 1, Sandbox.key(1), new Struct(schema).put("id", 1L).put("v", 3L)),
                Sandbox.record(
                        "v", 2, Sandbox.key(1), new Struct(schema).put("id", 1L).put("v", -1L))));
        assertThat(sandbox.query("SELECT v FROM $.v")).containsExactly("3");
    }

    @Test
    void historyKeepsEveryVersionAndWhenItHeld() throws SQLException {
        DrivenTask task = task("write.mode", "history", "delete.mode", "hard");

        task.put(List.of(write(1, "a", "n", 1), write(2, "x", "n", 2), write(1, "b", "n", 3)));
        task.put(List.of(write(1, "c", "n", 4), delete(2, 5), tombstone(2), write(2, "y", "n", 6)));

        String sql = "SELECT id, name, extract(epoch FROM _valid_from)::bigint - 1700000000,"
                + " extract(epoch FROM _valid_to)::bigint - 1700000000 FROM $.t ORDER BY id, _valid_from";
        assertThat(sandbox.query(sql)).containsExactly("1|a|1|3", "1|b|3|4", "1|c|4|~", "2|x|2|5", "2|y|6|~");
        task.put(List.of(tombstone(1)));
        assertThat(sandbox.query("SELECT count(*) FROM $.t WHERE _valid_to IS NULL AND id = 1"))
                .as("ended by a tombstone alone")
                .containsExactly("0");
    }

    @Test
    void historyLeavesOutWhatIsOlderThanTheLastChange() throws SQLException {
        DrivenTask task = task("write.mode", "history", "delete.mode", "hard", "order.field", "_seq");

        task.put(List.of(write(1, "b", "n", 5), write(1, "a", "n", 3), write(1, "c", "n", 7)));
        task.put(List.of(write(1, "late", "n", 6), delete(1, 9)));
        task.put(List.of(write(1, "later", "n", 8)));

        assertThat(sandbox.query("SELECT name, _seq, _seq_end FROM $.t ORDER BY _seq"))
                .containsExactly(
                        "a|0000000000000003|0000000000000005",
                        "b|0000000000000005|0000000000000007",
                        "c|0000000000000007|0000000000000009");
    }

    @Test
    void aValueThatTheDatabaseDidNotSendKeepsTheStoredOne() throws SQLException {
        DrivenTask task = task();

        task.put(List.of(write(1, "a", "long text", 1), write(2, "b", "other", 2)));
        task.put(List.of(write(1, "a2", UNAVAILABLE, 3), write(3, "new", UNAVAILABLE, 4)));
        task.put(List.of(write(4, "d", "four", 5), write(4, "d2", UNAVAILABLE, 6), write(4, "d3", "4", 7)));
        task.put(List.of(write(5, "e", "five", 8), write(5, "e2", UNAVAILABLE, 9)));

        assertThat(rows()).containsExactly("1|a2|long text", "2|b|other", "3|new|~", "4|d3|4", "5|e2|five");
    }

    @Test
    void aListOfUnavailableColumnsIsHeeded() throws SQLException {
        Schema listed = SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("name", Schema.OPTIONAL_STRING_SCHEMA)
                .field("notes", Schema.OPTIONAL_STRING_SCHEMA)
                .field(
                        "_unavailable",
                        SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build())
                .build();
        DrivenTask task = task();

        task.put(List.of(
                record(1, new Struct(listed).put("id", 1L).put("name", "a").put("notes", "n"))));
        task.put(List.of(
                record(1, new Struct(listed).put("id", 1L).put("name", "b").put("_unavailable", List.of("notes")))));

        assertThat(rows()).containsExactly("1|b|n");
        assertThat(sandbox.query("SELECT column_name FROM information_schema.columns WHERE table_schema = '$'"
                        + " AND table_name = 't' AND column_name = '_unavailable'"))
                .isEmpty();
    }

    @Test
    void historyTakesUnavailableValuesFromTheVersionBefore() throws SQLException {
        DrivenTask task = task("write.mode", "history");

        task.put(List.of(
                write(1, "a", "long", 1),
                write(1, "b", UNAVAILABLE, 2),
                write(1, "c", UNAVAILABLE, 3),
                write(1, "d", "short", 4)));

        assertThat(sandbox.query("SELECT name, notes, _valid_to IS NULL FROM $.t ORDER BY _valid_from"))
                .containsExactly("a|long|f", "b|long|f", "c|long|f", "d|short|t");
    }

    @Test
    void aChangedKeyMovesTheRowWithTheValuesThatWereNotSent() throws SQLException {
        DrivenTask task = task("delete.mode", "hard");

        task.put(List.of(write(1, "a", "long", 1), write(2, "b", "longer", 2)));
        task.put(List.of(
                with(delete(1, 3), "__debezium.newkey", 11),
                with(tombstone(1), "__debezium.newkey", 11),
                with(write(11, "a2", UNAVAILABLE, 3), "__debezium.oldkey", 1)));
        assertThat(rows()).containsExactly("2|b|longer", "11|a2|long");

        SinkRecord delete = with(delete(2, 4), "__debezium.newkey", 12);
        SinkRecord tombstone = with(tombstone(2), "__debezium.newkey", 12);
        SinkRecord create = with(write(12, "b2", UNAVAILABLE, 4), "__debezium.oldkey", 2);
        task.put(List.of(at(create, delete.kafkaOffset())));
        task.put(List.of(at(delete, create.kafkaOffset()), at(tombstone, create.kafkaOffset() + 1)));
        offset++;
        assertThat(rows())
                .as("the create came first, from another partition")
                .containsExactly("11|a2|long", "12|b2|longer");
    }

    private static SinkRecord at(SinkRecord record, long offset) {
        SinkRecord moved = new SinkRecord(
                record.topic(), 0, record.keySchema(), record.key(), record.valueSchema(), record.value(), offset);
        record.headers().forEach(header -> moved.headers().add(header));
        return moved;
    }

    @Test
    void historyEndsTheOpenVersionOfAKeyThatAnotherRowTakes() throws SQLException {
        DrivenTask task = task("write.mode", "history");

        task.put(List.of(write(1, "a", "long", 1), write(5, "gone soon", "n", 2)));
        task.put(List.of(with(write(5, "a", UNAVAILABLE, 3), "__debezium.oldkey", 1)));

        assertThat(sandbox.query("SELECT id, name, notes, _valid_to IS NULL FROM $.t ORDER BY id, _valid_from"))
                .containsExactly("1|a|long|t", "5|gone soon|n|f", "5|a|long|t");
    }

    @Test
    void aChangedKeyMovesTheRowEvenWhereDeletesAreKept() throws SQLException {
        DrivenTask task = task("delete.mode", "none");

        task.put(List.of(write(1, "a", "n", 1)));
        task.put(List.of(
                with(delete(1, 2), "__debezium.newkey", 5), with(write(5, "a", "n", 2), "__debezium.oldkey", 1)));

        assertThat(rows()).containsExactly("5|a|n");
    }

    @Test
    void aChangedKeyTakesTheValuesThatWereNotSentAlongInAHistory() throws SQLException {
        DrivenTask task = task("write.mode", "history", "delete.mode", "hard");

        task.put(List.of(write(1, "a", "short", 1), write(1, "a", "long", 2), write(2, "b", "two", 2)));
        task.put(List.of(
                with(delete(1, 3), "__debezium.newkey", 11),
                with(tombstone(1), "__debezium.newkey", 11),
                with(write(11, "a2", UNAVAILABLE, 3), "__debezium.oldkey", 1)));
        task.put(List.of(
                write(11, "a3", UNAVAILABLE, 4), with(write(12, "b2", UNAVAILABLE, 5), "__debezium.oldkey", 2)));

        assertThat(sandbox.query("SELECT id, name, notes, _valid_to IS NULL FROM $.t ORDER BY id, _valid_from"))
                .containsExactly(
                        "1|a|short|f", "1|a|long|f", "2|b|two|t", "11|a2|long|f", "11|a3|long|t", "12|b2|two|t");
    }

    @Test
    void aDeleteThatAHistoryKeepsIsNotTakenForTheRowThatMoved() throws SQLException {
        DrivenTask task = task("write.mode", "history", "delete.mode", "none");

        task.put(List.of(write(1, "a", "long", 1)));
        task.put(List.of(
                with(delete(1, 2), "__debezium.newkey", 5),
                with(write(5, "a2", UNAVAILABLE, 2), "__debezium.oldkey", 1)));

        assertThat(sandbox.query("SELECT id, name, notes, _deleted FROM $.t ORDER BY id, _valid_from"))
                .containsExactly("1|a|long|f", "1|~|~|t", "5|a2|long|f");
    }

    @Test
    void truncateEmptiesTheTableInItsPlace() throws SQLException {
        DrivenTask task = task("truncate.mode", "truncate", "delete.mode", "hard");

        task.put(List.of(write(1, "a", "n", 1)));
        task.put(List.of(write(2, "b", "n", 2), truncate(3), write(3, "c", "n", 4)));

        assertThat(rows()).containsExactly("3|c|n");
    }

    @Test
    void truncateMarksOrEndsRowsWhereDeletesDo() throws SQLException {
        task("truncate.mode", "truncate", "delete.mode", "soft")
                .put(List.of(write(1, "a", "n", 1), truncate(2), write(2, "b", "n", 3)));
        assertThat(sandbox.query("SELECT id, _deleted FROM $.t ORDER BY id")).containsExactly("1|t", "2|f");

        DrivenTask history = sandbox.task(
                "t",
                sandbox.config(
                        "name", "h", "table.name.format", "h", "truncate.mode", "truncate", "write.mode", "history"));
        history.put(List.of(write(1, "a", "n", 1), truncate(2), write(2, "b", "n", 3)));
        assertThat(sandbox.query("SELECT id, _valid_to IS NULL FROM $.h ORDER BY id"))
                .containsExactly("1|f", "2|t");

        DrivenTask ordered = sandbox.task(
                "t",
                sandbox.config(
                        "name", "o", "table.name.format", "o", "truncate.mode", "truncate", "order.field", "_seq"));
        ordered.put(List.of(write(1, "a", "n", 1), write(2, "newer", "n", 9)));
        ordered.put(List.of(truncate(5)));
        assertThat(sandbox.query("SELECT id FROM $.o")).as("a newer row stays").containsExactly("2");
    }

    @Test
    void theFirstRowStaysWhereConflictsAreIgnored() throws SQLException {
        DrivenTask task = task("conflict.mode", "ignore");
        task.put(List.of(write(1, "first", "n", 1)));
        task.put(List.of(write(1, "second", "n", 2), write(2, "other", "n", 3)));
        assertThat(rows()).containsExactly("1|first|n", "2|other|n");

        sandbox.execute("CREATE TABLE $.a (id bigint UNIQUE, name text)");
        Schema small = SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("name", Schema.STRING_SCHEMA)
                .build();
        DrivenTask appending = sandbox.task(
                "a",
                sandbox.config("name", "a", "write.mode", "insert", "key.mode", "none", "conflict.mode", "ignore"));
        appending.put(List.of(
                Sandbox.record("a", 0, null, new Struct(small).put("id", 1L).put("name", "x")),
                Sandbox.record("a", 1, null, new Struct(small).put("id", 1L).put("name", "y"))));
        assertThat(sandbox.query("SELECT name FROM $.a")).containsExactly("x");
    }

    @Test
    void tablesMayHaveRulesOfTheirOwn() throws SQLException {
        Map<String, String> config = sandbox.config(
                "table.name.format", "${value.name}",
                "delete.mode", "hard",
                "table.rules", "log",
                "table.rules.log.tables", ".*_log",
                "table.rules.log.write.mode", "insert",
                "table.rules.log.key.mode", "none",
                "table.rules.log.delete.mode", "none");
        DrivenTask task = sandbox.task("t", config);

        task.put(List.of(
                write(1, "orders", "a", 1),
                write(1, "orders", "b", 2),
                write(1, "my_log", "a", 1),
                write(1, "my_log", "b", 2)));

        assertThat(sandbox.query("SELECT notes FROM $.orders")).containsExactly("b");
        assertThat(sandbox.query("SELECT notes FROM $.my_log ORDER BY notes")).containsExactly("a", "b");
    }

    @Test
    void valuesWithoutSchemaBecomeDocumentsAndColumns() throws SQLException {
        DrivenTask task = task(
                "schemaless.mode", "document",
                "document.fields", "user.email:string,count:int64,seen_at:timestamp",
                "key.fields", "id");

        task.put(List.of(
                new SinkRecord(
                        "t",
                        0,
                        null,
                        7L,
                        null,
                        Map.of(
                                "user",
                                Map.of("email", "a@b.c"),
                                "count",
                                3L,
                                "seen_at",
                                "2026-01-02T03:04:05Z",
                                "more",
                                List.of(1L, 2.5)),
                        0),
                new SinkRecord("t", 0, null, 8L, null, Map.of("count", "many"), 1)));

        assertThat(sandbox.query("SELECT id, user_email, count, seen_at AT TIME ZONE 'UTC', document->'more' FROM $.t"))
                .containsExactly("7|a@b.c|3|2026-01-02 03:04:05|[1, 2.5]");
        assertThat(sandbox.reported)
                .containsExactly("Cannot write column count: String (expected int64) at t-0@1 value.count. Correct"
                        + " 'document.fields' or the value.");
    }

    @Test
    void rowsOfManyShapesAndKeysComeOutAsIfWrittenOneByOne() throws SQLException {
        DrivenTask task = task("delete.mode", "hard", "batch.max.rows", "1000");
        List<SinkRecord> records = new ArrayList<>();
        Random random = new Random(5);
        Map<Long, String[]> model = new TreeMap<>();
        for (int i = 0; i < 5_000; i++) {
            long id = random.nextInt(60);
            switch (random.nextInt(5)) {
                case 0 -> {
                    records.add(delete(id, i));
                    records.add(tombstone(id));
                    model.remove(id);
                }
                case 1 -> {
                    records.add(write(id, "p" + i, UNAVAILABLE, i + 2));
                    String[] known = model.computeIfAbsent(id, absent -> new String[2]);
                    known[0] = "p" + i;
                }
                default -> {
                    records.add(write(id, "w" + i, "n" + i, i + 2));
                    model.put(id, new String[] {"w" + i, "n" + i});
                }
            }
        }

        for (int from = 0; from < records.size(); from += 700) {
            task.give(records.subList(from, Math.min(records.size(), from + 700)));
        }
        task.settle();

        List<String> expected = new ArrayList<>();
        model.forEach((id, row) -> expected.add(id + "|" + row[0] + "|" + (row[1] == null ? "~" : row[1])));
        assertThat(rows()).containsExactlyElementsOf(expected);
    }

    @Test
    void severalConnectionsWriteTheirTopics() throws SQLException {
        PostgresSinkTask raw = new PostgresSinkTask();
        raw.initialize(new FakeSinkTaskContext(null));
        raw.start(sandbox.config("connections.max", "3"));
        List<TopicPartition> partitions = new ArrayList<>();
        List<SinkRecord> records = new ArrayList<>();
        for (int topic = 0; topic < 5; topic++) {
            partitions.add(new TopicPartition("topic" + topic, 0));
            for (long i = 0; i < 100; i++) {
                records.add(Sandbox.record("topic" + topic, i, Sandbox.key(i), row(i, "x", "n", "c", 1)));
            }
        }
        raw.open(partitions);
        DrivenTask task = new DrivenTask(raw);
        task.put(records);

        for (int topic = 0; topic < 5; topic++) {
            assertThat(sandbox.query("SELECT count(*) FROM $.topic" + topic)).containsExactly("100");
        }
        assertThat(sandbox.query("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'millrace sink-$'"))
                .containsExactly("3");
        task.stop();
    }

    @Test
    void aDryRunWritesNothing() throws SQLException {
        PostgresSinkTask raw = new PostgresSinkTask();
        raw.initialize(new FakeSinkTaskContext(null));
        raw.start(sandbox.config("dry.run", "true"));
        raw.open(List.of(new TopicPartition("t", 0)));
        raw.put(List.of(write(1, "a", "n", 1)));
        assertThat(raw.preCommit(Map.of())).isEmpty();
        raw.stop();

        assertThat(sandbox.query("SELECT to_regclass('$.t')")).containsExactly("~");
        assertThat(sandbox.query("SELECT to_regnamespace('$_offsets')")).containsExactly("~");
    }

    @Test
    void theJsonMarkOfAnUnavailableColumnCountsToo() throws SQLException {
        Schema schema = SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field(
                        "doc",
                        SchemaBuilder.string()
                                .name(SemanticType.JSON.schemaName())
                                .optional()
                                .build())
                .build();
        DrivenTask task = task();

        task.put(List.of(record(1, new Struct(schema).put("id", 1L).put("doc", "{\"a\":1}"))));
        task.put(List.of(record(1, new Struct(schema).put("id", 1L).put("doc", UNAVAILABLE))));

        assertThat(sandbox.query("SELECT doc FROM $.t")).containsExactly("{\"a\": 1}");
    }
}
