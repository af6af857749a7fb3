// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.sink.FencedException;
import io.millrace.testkit.DrivenTask;
import io.millrace.testkit.FakeSinkTaskContext;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PostgresSinkIT {
    private static final TopicPartition P0 = new TopicPartition("t", 0);
    private static final Schema V1 =
            SchemaBuilder.struct().field("a", Schema.OPTIONAL_STRING_SCHEMA).build();
    private static final Schema V2 = SchemaBuilder.struct()
            .field("a", Schema.OPTIONAL_STRING_SCHEMA)
            .field(
                    "b",
                    SchemaBuilder.int32().optional().doc("How many, or 'none'").build())
            .build();
    private static final Schema CURATED = SchemaBuilder.struct()
            .field("a", Schema.OPTIONAL_STRING_SCHEMA)
            .field("_op", Schema.STRING_SCHEMA)
            .field("_deleted", Schema.BOOLEAN_SCHEMA)
            .build();

    private Sandbox sandbox;

    @BeforeEach
    void open() throws SQLException {
        sandbox = new Sandbox();
    }

    @AfterEach
    void close() throws SQLException {
        sandbox.close();
    }

    private static SinkRecord v1(long offset, long id, String a) {
        return Sandbox.record("t", offset, Sandbox.key(id), new Struct(V1).put("a", a));
    }

    private static SinkRecord v2(long offset, long id, String a, Integer b) {
        return Sandbox.record(
                "t", offset, Sandbox.key(id), new Struct(V2).put("a", a).put("b", b));
    }

    private static SinkRecord tombstone(long offset, long id) {
        return Sandbox.record("t", offset, Sandbox.key(id), null);
    }

    private static SinkRecord curated(long offset, Long id, String a, String op) {
        Struct value = new Struct(CURATED).put("a", a).put("_op", op).put("_deleted", op.equals("d"));
        return Sandbox.record("t", offset, id == null ? null : Sandbox.key(id), value);
    }

    private DrivenTask task(String... keysAndValues) {
        return sandbox.task("t", sandbox.config(keysAndValues));
    }

    private List<String> offsets() throws SQLException {
        return sandbox.query("SELECT topic, partition, next_offset, epoch FROM $_offsets.sink_offsets");
    }

    @Test
    void upsertsAndDeletesInOrder() throws SQLException {
        DrivenTask task = task("delete.mode", "hard");

        task.put(List.of(tombstone(0, 9), v1(1, 1, "x"), v1(2, 2, "y"), v1(3, 1, "x2"), tombstone(4, 2)));
        task.put(List.of(tombstone(5, 1), v1(6, 1, "x3"), v1(7, 3, null), tombstone(8, 77)));

        assertThat(sandbox.query("SELECT id, a FROM $.t ORDER BY id")).containsExactly("1|x3", "3|~");
        assertThat(offsets()).containsExactly("t|0|9|1");
        assertThat(sandbox.reported).isEmpty();
    }

    @Test
    void deletesRowsMarkedAsDeleted() throws SQLException {
        DrivenTask task = task("delete.mode", "hard");

        task.put(
                List.of(curated(0, 1L, "x", "c"), curated(1, 2L, "y", "c"), curated(2, 1L, "x", "d"), tombstone(3, 1)));

        assertThat(sandbox.query("SELECT id, a, _op, _deleted FROM $.t")).containsExactly("2|y|c|f");
    }

    @Test
    void keepsDeletedRowsWithTheirMarkWhereNothingIsDeleted() throws SQLException {
        DrivenTask task = task();

        task.put(List.of(curated(0, 1L, "x", "c"), curated(1, 1L, "x", "d"), tombstone(2, 1)));

        assertThat(sandbox.query("SELECT id, a, _op, _deleted FROM $.t")).containsExactly("1|x|d|t");
        assertThat(offsets()).containsExactly("t|0|3|1");
    }

    @Test
    void refusesTruncatesUnlessToldToIgnoreThem() throws SQLException {
        task().put(List.of(curated(0, 1L, "x", "c"), curated(1, null, null, "t"), curated(2, null, "lost", "c")));
        task("truncate.mode", "ignore").put(List.of(curated(3, null, null, "t"), curated(4, 2L, "y", "c")));

        assertThat(sandbox.reported)
                .containsExactly(
                        "Cannot write the record: a truncate of the source table (_op is 't') at t-0@1 value."
                                + " Set 'truncate.mode' to 'truncate' to delete the rows, or to 'ignore' to keep them.",
                        "Cannot write the record: no key (expected one, because 'key.mode' is 'record_key') at t-0@2"
                                + " key. Give the records keys, or choose another 'key.mode'.");
        assertThat(sandbox.query("SELECT id FROM $.t ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    void appendsEveryRecord() throws SQLException {
        DrivenTask task = task("write.mode", "insert", "key.mode", "none");

        task.put(List.of(v1(0, 1, "x"), v1(1, 1, "x"), v2(2, 1, "x", 7), tombstone(3, 1), v1(4, 1, "y")));

        assertThat(sandbox.query("SELECT a, b FROM $.t ORDER BY a, b")).containsExactly("x|7", "x|~", "x|~", "y|~");
        assertThat(offsets()).containsExactly("t|0|5|1");
    }

    @Test
    void takesTheKeyFromWhereItIsTold() throws SQLException {
        task("key.mode", "record_value", "key.fields", "a").put(List.of(v1(0, 1, "x"), v1(1, 2, "x"), v1(2, 3, "y")));
        assertThat(sandbox.query("SELECT * FROM $.t ORDER BY a")).containsExactly("x", "y");

        sandbox.execute("DROP TABLE $.t");
        task("name", "other", "key.mode", "kafka").put(List.of(v1(0, 1, "x"), v1(1, 1, "x")));
        assertThat(sandbox.query("SELECT * FROM $.t ORDER BY _offset")).containsExactly("t|0|0|x", "t|0|1|x");

        sandbox.execute("DROP TABLE $.t");
        SinkRecord primitive = new SinkRecord("t", 0, Schema.STRING_SCHEMA, "k", V1, new Struct(V1).put("a", "z"), 0);
        task("name", "third", "key.fields", "kk").put(List.of(primitive));
        assertThat(sandbox.query("SELECT kk, a FROM $.t")).containsExactly("k|z");
    }

    @Test
    void addsColumnsAndLeavesThemAloneWhereARecordHasNone() throws SQLException {
        DrivenTask task = task("delete.mode", "hard");

        task.put(List.of(v1(0, 1, "x"), v2(1, 1, "y", 7), v1(2, 1, "z"), v2(3, 2, "w", 8), tombstone(4, 2)));

        assertThat(sandbox.query("SELECT id, a, b FROM $.t")).containsExactly("1|z|7");
        assertThat(sandbox.query("SELECT col_description('$.t'::regclass, 3)")).containsExactly("How many, or 'none'");
    }

    @Test
    void saysWhatToRunWhereItMayNotChangeTables() throws SQLException {
        String table = "\"" + sandbox.schema + "\".\"t\"";
        DrivenTask creating = task("auto.create", "false");
        assertThatThrownBy(() -> creating.put(List.of(v1(0, 1, "x"))))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessage("Cannot write to table " + sandbox.schema + ".t: it does not exist, and 'auto.create' is"
                        + " false. Run: CREATE TABLE " + table
                        + " (\"id\" bigint, \"a\" text, PRIMARY KEY (\"id\"));");

        sandbox.execute("CREATE TABLE $.t (id bigint PRIMARY KEY)");
        DrivenTask evolving = task("auto.evolve", "false");
        assertThatThrownBy(() -> evolving.put(List.of(v2(0, 1, "x", 7))))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessage("Cannot write to table " + sandbox.schema + ".t: no column for field(s) a, b, and"
                        + " 'auto.evolve' is false. Run: ALTER TABLE " + table
                        + " ADD COLUMN \"a\" text, ADD COLUMN \"b\" integer;");
    }

    @Test
    void saysWhenAColumnOrKeyDoesNotFit() throws SQLException {
        sandbox.execute("CREATE TABLE $.t (id bigint PRIMARY KEY, a integer)");
        assertThatThrownBy(() -> task().put(List.of(v1(0, 1, "x"))))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessage("Cannot write string field a to column " + sandbox.schema + ".t.a: found type integer"
                        + " (expected text). Run: ALTER TABLE \"" + sandbox.schema + "\".\"t\" ALTER COLUMN \"a\" TYPE"
                        + " text; or convert the field with a transform.");

        sandbox.execute("DROP TABLE $.t; CREATE TABLE $.t (id bigint, a text UNIQUE)");
        assertThatThrownBy(() -> task().put(List.of(v1(0, 1, "x"))))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessage("Cannot upsert into table " + sandbox.schema
                        + ".t: found unique keys [[a]] (expected one on"
                        + " [id]). Run: ALTER TABLE \"" + sandbox.schema + "\".\"t\" ADD PRIMARY KEY (\"id\"); or"
                        + " correct 'key.mode' and 'key.fields'.");
    }

    @Test
    void quotesNamesAndRefusesLongOnes() throws SQLException {
        Schema odd = SchemaBuilder.struct()
                .field("Select \"x\"", Schema.STRING_SCHEMA)
                .build();
        DrivenTask task = task("table.name.format", "Odd \"name\" of ${topic}");
        task.put(List.of(Sandbox.record("t", 0, Sandbox.key(1), new Struct(odd).put("Select \"x\"", "v"))));
        assertThat(sandbox.query("SELECT \"Select \"\"x\"\"\" FROM $.\"Odd \"\"name\"\" of t\""))
                .containsExactly("v");

        String name = "ä".repeat(32);
        Schema tooLong =
                SchemaBuilder.struct().field(name, Schema.STRING_SCHEMA).build();
        assertThatThrownBy(() ->
                        task.put(List.of(Sandbox.record("t", 1, Sandbox.key(1), new Struct(tooLong).put(name, "v")))))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessage("Cannot use column name '" + name + "': found 64 bytes (expected 1 to 63, PostgreSQL's"
                        + " limit). Rename it with a transform or 'table.name.format'.");
    }

    @Test
    void isolatesRecordsThatTheServerRefuses() throws SQLException {
        sandbox.execute("CREATE TABLE $.t (id bigint PRIMARY KEY, a text CHECK (a <> 'bad'))");
        DrivenTask task = task();
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            records.add(v1(i, i, i == 123 || i == 400 ? "bad" : "good"));
        }

        task.put(records);

        assertThat(sandbox.query("SELECT count(*) FROM $.t")).containsExactly("498");
        assertThat(offsets()).containsExactly("t|0|500|1");
        assertThat(sandbox.reported)
                .hasSize(2)
                .first()
                .isEqualTo("Cannot write the record: refused by table " + sandbox.schema + ".t by constraint t_a_check"
                        + " (SQLSTATE 23514) at t-0@123. Correct the record or the table, or let 'errors.tolerance'"
                        + " send it to a dead letter queue.");
        task.put(List.of(v1(500, 1, "better")));
        assertThat(sandbox.query("SELECT a FROM $.t WHERE id = 1")).containsExactly("better");
    }

    @Test
    void failsAtABadRecordWithoutADeadLetterQueueAndGoesOnOnceMended() throws SQLException {
        sandbox.execute("CREATE TABLE $.t (id bigint PRIMARY KEY, a text CHECK (a <> 'bad'))");
        DrivenTask task = sandbox.task("t", sandbox.config(), new FakeSinkTaskContext(null));
        List<SinkRecord> records = List.of(v1(0, 1, "good"), v1(1, 2, "bad"), v1(2, 3, "good"));

        assertThatThrownBy(() -> task.put(records))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("at t-0@1.");
        assertThat(sandbox.query("SELECT * FROM $.t")).isEmpty();
        task.stop();
        sandbox.execute("ALTER TABLE $.t DROP CONSTRAINT t_a_check");
        task().put(records);

        assertThat(sandbox.query("SELECT id, a FROM $.t ORDER BY id")).containsExactly("1|good", "2|bad", "3|good");
    }

    @Test
    void refusesKeysWithNullAndValuesWithoutSchema() throws SQLException {
        Schema nullable =
                SchemaBuilder.struct().field("id", Schema.OPTIONAL_INT64_SCHEMA).build();
        DrivenTask task = task();

        task.put(List.of(
                Sandbox.record("t", 0, new Struct(nullable), new Struct(V1)),
                new SinkRecord("t", 0, null, null, null, new LinkedHashMap<>(Map.of("a", "x")), 1),
                Sandbox.record("t", 2, null, new Struct(V1)),
                v1(3, 1, "x")));

        assertThat(sandbox.reported)
                .containsExactly(
                        "Cannot write column " + sandbox.schema + ".t.id: null (expected a value, because it is part of"
                                + " the key) at t-0@0 key.id. Correct 'key.fields'.",
                        "Cannot read the record: LinkedHashMap (expected Struct) at t-0@1 value. Set 'schemaless.mode' to"
                                + " 'document', or check the converter.",
                        "Cannot write the record: no key (expected one, because 'key.mode' is 'record_key') at t-0@2"
                                + " key. Give the records keys, or choose another 'key.mode'.");
        assertThat(sandbox.query("SELECT id, a FROM $.t")).containsExactly("1|x");
    }

    @Test
    void fencesAZombie() throws SQLException {
        DrivenTask zombie = task();
        zombie.put(List.of(v1(0, 1, "first")));
        FakeSinkTaskContext context = new FakeSinkTaskContext(null);
        DrivenTask owner = sandbox.task("t", sandbox.config(), context);

        assertThat(context.sought()).containsEntry(P0, 1L);
        assertThatThrownBy(() -> zombie.put(List.of(v1(1, 1, "zombie")))).isInstanceOf(FencedException.class);
        owner.put(List.of(v1(1, 1, "owner")));
        assertThatThrownBy(() -> zombie.put(List.of(v1(1, 1, "zombie")))).isInstanceOf(FencedException.class);

        assertThat(sandbox.query("SELECT a FROM $.t")).containsExactly("owner");
        assertThat(offsets()).containsExactly("t|0|2|2");
    }

    @Test
    void waitsForAFlushInFlightBeforeItTakesOver()
            throws SQLException, InterruptedException, ExecutionException, TimeoutException {
        DrivenTask zombie = task();
        zombie.put(List.of(v1(0, 1, "first")));
        FakeSinkTaskContext context = new FakeSinkTaskContext(null);

        CompletableFuture<Void> flush;
        CompletableFuture<DrivenTask> opening;
        sandbox.execute("BEGIN; LOCK TABLE $.t IN SHARE MODE"); // the zombie's flush stops here, offsets already moved
        try {
            flush = CompletableFuture.runAsync(() -> zombie.put(List.of(v1(1, 1, "second"))));
            await("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = '$.t'::regclass");
            opening = CompletableFuture.supplyAsync(() -> sandbox.task("t", sandbox.config(), context));
            await("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'");
            assertThat(opening).isNotDone();
        } finally {
            sandbox.execute("COMMIT");
        }
        flush.get(20, TimeUnit.SECONDS);
        opening.get(20, TimeUnit.SECONDS);

        assertThat(context.sought()).containsEntry(P0, 2L);
        assertThat(sandbox.query("SELECT a FROM $.t")).containsExactly("second");
        assertThatThrownBy(() -> zombie.put(List.of(v1(2, 1, "third")))).isInstanceOf(FencedException.class);
    }

    private void await(String countSql) throws SQLException {
        for (int i = 0; sandbox.query(countSql).equals(List.of("0")); i++) {
            assertThat(i).as("tries of " + countSql).isLessThan(1_000);
            LockSupport.parkNanos(10_000_000);
        }
    }

    @Test
    void losesAndDoublesNothingWhenConnectionsAreTerminated() throws SQLException, InterruptedException {
        int batches = 150;
        int size = 200;
        DrivenTask task = task(
                "write.mode",
                "insert",
                "key.mode",
                "none",
                "retry.backoff.ms",
                "10",
                "name",
                "killed-" + sandbox.schema);
        AtomicBoolean done = new AtomicBoolean();
        List<Long> kills = new ArrayList<>();
        Thread killer = new Thread(() -> {
            while (!done.get()) {
                LockSupport.parkNanos(5_000_000);
                try (Sandbox other = new Sandbox()) {
                    other.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name ="
                                    + " 'millrace killed-" + sandbox.schema + "'")
                            .forEach(killed -> kills.add(1L));
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        killer.start();
        int retries = 0;
        for (int b = 0; b < batches; b++) {
            List<SinkRecord> records = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                records.add(v1((long) b * size + i, i, "r" + (b * size + i)));
            }
            retries += deliver(task, records);
        }
        done.set(true);
        killer.join();

        assertThat(sandbox.query("SELECT count(*), count(DISTINCT a) FROM $.t"))
                .as(kills.size() + " connections terminated, " + retries + " retries")
                .containsExactly(batches * size + "|" + batches * size);
        assertThat(kills).isNotEmpty();
    }

    /** As Connect does: the same records again. */
    private static int deliver(DrivenTask task, List<SinkRecord> records) {
        for (int retries = 0; ; retries++) {
            try {
                task.put(records);
                return retries;
            } catch (RetriableException e) {
                LockSupport.parkNanos(10_000_000);
            }
        }
    }

    @Test
    void saysWhichPrivilegeIsMissingAndGoesOnOnceItIsGranted() throws SQLException {
        String role = sandbox.schema + "_role";
        sandbox.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'pw'; GRANT USAGE ON SCHEMA $ TO " + role
                + "; CREATE SCHEMA $_offsets AUTHORIZATION " + role
                + "; CREATE TABLE $.t (id bigint PRIMARY KEY, a text); GRANT SELECT ON $.t TO " + role);
        try {
            Map<String, String> config = sandbox.config("connection.user", role, "connection.password", "pw");
            DrivenTask refused = sandbox.task("t", config);
            assertThatThrownBy(() -> refused.put(List.of(v1(0, 1, "x"))))
                    .isExactlyInstanceOf(ConnectException.class)
                    .hasMessageStartingWith("Cannot write to table " + sandbox.schema
                            + ".t: permission denied for table t (SQLSTATE 42501) at 127.0.0.1:")
                    .hasMessageContaining("Run: GRANT SELECT, INSERT, UPDATE, DELETE ON \"" + sandbox.schema
                            + "\".\"t\" TO \"" + role + "\"; then restart the task.");
            assertThat(offsets()).containsExactly("t|0|~|1");
            refused.stop();

            sandbox.execute("GRANT INSERT, UPDATE ON $.t TO " + role);
            DrivenTask mended = sandbox.task("t", config);
            mended.put(List.of(v1(0, 1, "x")));
            mended.stop();
            assertThat(sandbox.query("SELECT a FROM $.t")).containsExactly("x");

            assertThatThrownBy(() ->
                            sandbox.task("t", sandbox.config("connection.user", role, "connection.password", "no")))
                    .isExactlyInstanceOf(ConnectException.class)
                    .hasMessageContaining("(SQLSTATE 28P01)")
                    .hasMessageEndingWith("Correct 'connection.user' and 'connection.password'.");
        } finally {
            sandbox.execute("DROP SCHEMA $_offsets CASCADE; DROP OWNED BY " + role + "; DROP ROLE " + role);
        }
    }
}
