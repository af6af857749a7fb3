// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.sink.TableName;
import io.millrace.connect.sink.WantedColumn;
import io.millrace.testkit.DrivenTask;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tables that the sink makes. */
@Timeout(120)
class TablesIT {
    private static final Schema KEY = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("region", Schema.STRING_SCHEMA)
            .build();
    private static final Schema VALUE = SchemaBuilder.struct()
            .doc("What the shop's customers ordered")
            .field(
                    "amount",
                    SchemaBuilder.int32().optional().doc("In cents, 'net'").build())
            .field("type", Schema.OPTIONAL_STRING_SCHEMA)
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

    private static SinkRecord order(long offset, long id, String region) {
        return order("t", offset, id, region);
    }

    private static SinkRecord order(String topic, long offset, long id, String region) {
        Struct key = new Struct(KEY).put("id", id).put("region", region);
        return Sandbox.record(topic, offset, key, new Struct(VALUE).put("amount", 7));
    }

    private void write(List<SinkRecord> records, String... config) {
        DrivenTask task = sandbox.task("t", sandbox.config(config));
        task.put(records);
        task.stop();
        assertThat(sandbox.reported).isEmpty();
    }

    @Test
    void documentsTablesAndColumns() throws SQLException {
        write(List.of(order(0, 1, "eu")));

        assertThat(sandbox.query("SELECT obj_description('$.t'::regclass), col_description('$.t'::regclass, 3),"
                        + " col_description('$.t'::regclass, 4)"))
                .containsExactly("What the shop's customers ordered|In cents, 'net'|~");
    }

    @Test
    void fillsPagesAndSkipsTheLogAsToldTo() throws SQLException {
        write(List.of(order(0, 1, "eu")), "create.fillfactor", "70", "create.unlogged", "true");

        assertThat(sandbox.query("SELECT reloptions, relpersistence FROM pg_class WHERE oid = '$.t'::regclass"))
                .containsExactly("{fillfactor=70}|u");
    }

    @Test
    void partitionsByListWithADefaultBesideWhichOthersAreMade() throws SQLException {
        write(List.of(order(0, 1, "eu")), "create.partition.by", "list(region)", "create.fillfactor", "80");
        sandbox.execute("CREATE TABLE $.t_us PARTITION OF $.t FOR VALUES IN ('us')");
        write(List.of(order(1, 2, "us"), order(2, 1, "eu")));

        assertThat(sandbox.query("SELECT tableoid::regclass::text, id FROM $.t ORDER BY id"))
                .containsExactly(sandbox.schema + ".t_default|1", sandbox.schema + ".t_us|2");
        assertThat(sandbox.query("SELECT reloptions FROM pg_class WHERE oid = '$.t_default'::regclass"))
                .containsExactly("{fillfactor=80}");
    }

    @Test
    void partitionsByRange() throws SQLException {
        write(List.of(order(0, 1, "eu"), order(1, 2, "eu")), "create.partition.by", "range (id, region)");

        assertThat(sandbox.query("SELECT pg_get_partkeydef('$.t'::regclass), count(*) FROM $.t_default"))
                .containsExactly("RANGE (id, region)|2");
    }

    @Test
    void partitionsByHash() throws SQLException {
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            records.add(order(i, i, "eu"));
        }

        write(records, "create.partition.by", "hash(id) 4", "create.indexes", "type");

        assertThat(sandbox.query("SELECT c.relname FROM pg_class c JOIN pg_inherits i ON inhrelid ="
                        + " c.oid WHERE inhparent = '$.t'::regclass ORDER BY 1"))
                .containsExactly("t_p0", "t_p1", "t_p2", "t_p3");
        assertThat(sandbox.query("SELECT count(*), count(DISTINCT tableoid) FROM $.t"))
                .containsExactly("100|4");
        assertThat(sandbox.query("SELECT count(*) FROM pg_indexes WHERE schemaname = '$' AND indexdef LIKE '%(type)'"))
                .containsExactly("5");
    }

    @Test
    void refusesToPartitionByWhatIsNotInTheKey() {
        assertThatThrownBy(() -> write(List.of(order(0, 1, "eu")), "create.partition.by", "range(amount)"))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessage("Cannot create table " + sandbox.schema + ".t: 'create.partition.by' names column amount,"
                        + " which is not in the key [id, region] (expected so, because PostgreSQL cannot keep that unique"
                        + " else). Add it to the key, or partition by a column of the key.");
        assertThatThrownBy(() -> write(List.of(order(0, 1, "eu")), "create.partition.by", "hash(nothing) 2"))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessage("Cannot create table " + sandbox.schema + ".t: 'create.partition.by' names column nothing,"
                        + " which it does not have. Correct it, or set it for some tables alone in 'table.rules'.");
    }

    @Test
    void indexesWhatIsThere() throws SQLException {
        write(List.of(order(0, 1, "eu")), "create.indexes", "type, amount DESC nulls last; nothing, type; region");

        assertThat(sandbox.query(
                        "SELECT replace(indexdef, '$.', '') FROM pg_indexes WHERE schemaname = '$' ORDER BY 1"))
                .containsExactly(
                        "CREATE INDEX t_region_idx ON t USING btree (region)",
                        "CREATE INDEX t_type_amount_desc_nulls_last_idx ON t USING btree (type, amount DESC NULLS LAST)",
                        "CREATE UNIQUE INDEX t_pkey ON t USING btree (id, region)");
    }

    @Test
    void leavesATablePlainWhereTimescaleIsNotInstalled() throws SQLException {
        write(List.of(order(0, 1, "eu")), "create.hypertable.column", "id");

        assertThat(sandbox.query("SELECT relkind FROM pg_class WHERE oid = '$.t'::regclass"))
                .containsExactly("r");
    }

    @Test
    void namesTheSchemaThatIsMissing() {
        assertThatThrownBy(() -> write(List.of(order(0, 1, "eu")), "schema.name", "No \"where\""))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessage("Cannot create table No \"where\".t: there is no schema No \"where\". Run: CREATE SCHEMA"
                        + " \"No \"\"where\"\"\"; or correct 'schema.name'.");
    }

    @Test
    void letsTwoTasksMakeTheSameTable() throws Exception {
        for (int round = 0; round < 5; round++) {
            String topic = "c" + round;
            CyclicBarrier start = new CyclicBarrier(2);
            List<CompletableFuture<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                int id = i;
                Map<String, String> config =
                        sandbox.config("name", "sink" + i, "table.name.format", topic, "create.indexes", "type");
                DrivenTask task = sandbox.task(topic, config);
                tasks.add(CompletableFuture.runAsync(() -> {
                    await(start);
                    task.put(List.of(order(topic, 0, id, "eu")));
                }));
            }
            for (CompletableFuture<Void> task : tasks) {
                task.get(30, TimeUnit.SECONDS);
            }

            assertThat(sandbox.query("SELECT id FROM $." + topic + " ORDER BY id"))
                    .containsExactly("0", "1");
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void triesAgainWhereATableIsLocked() throws SQLException {
        sandbox.execute("CREATE TABLE $.t (id bigint, region text, PRIMARY KEY (id, region))");
        DrivenTask task = sandbox.task("t", sandbox.config("lock.timeout.ms", "200"));
        List<SinkRecord> records = List.of(order(0, 1, "eu"));

        sandbox.execute("BEGIN; LOCK TABLE $.t IN ACCESS SHARE MODE");
        try {
            assertThatThrownBy(() -> task.put(records))
                    .isInstanceOf(RetriableException.class)
                    .hasMessageStartingWith("Cannot change table " + sandbox.schema
                            + ".t now: canceling statement due to lock timeout (SQLSTATE 55P03) at ");
        } finally {
            sandbox.execute("COMMIT");
        }
        assertThat(sandbox.query("SELECT * FROM $.t")).isEmpty();
        task.put(records);

        assertThat(sandbox.query("SELECT id, amount FROM $.t")).containsExactly("1|7");
    }

    private WantedTable history(String... config) {
        List<WantedColumn> columns = List.of(
                new WantedColumn("id", Schema.INT64_SCHEMA, false),
                new WantedColumn("name", Schema.OPTIONAL_STRING_SCHEMA, true),
                new WantedColumn("_valid_from", Timestamp.SCHEMA, false),
                new WantedColumn("_valid_to", Timestamp.builder().optional().build(), true));
        TableSettings settings =
                new PostgresSinkConfig(sandbox.config(config)).tables().of(new TableName(sandbox.schema, "t"));
        return new WantedTable(
                new TableName(sandbox.schema, "t"),
                WantedTable.Kind.HISTORY,
                "",
                columns,
                List.of("id"),
                "",
                settings.design());
    }

    private Tables tables(List<String> announced, boolean dryRun) {
        PostgresSinkConfig config = new PostgresSinkConfig(sandbox.config());
        Session session = new Sessions(config.connection(), "test").open();
        return new Tables(() -> session, config.evolution(), dryRun, announced::add);
    }

    @Test
    void keepsOneVersionOfAHistoryCurrent() throws SQLException {
        ReadyTable ready = tables(new ArrayList<>(), false).prepare(history());

        assertThat(ready.columns().keySet()).containsExactly("id", "name", "_valid_from", "_valid_to");
        assertThat(ready.uniqueKeys()).isEmpty();
        assertThat(sandbox.query(
                        "SELECT replace(indexdef, '$.', '') FROM pg_indexes WHERE schemaname = '$' ORDER BY 1"))
                .containsExactly(
                        "CREATE INDEX t_versions_idx ON t USING btree (id, _valid_from)",
                        "CREATE UNIQUE INDEX t_current_idx ON t USING btree (id) WHERE (_valid_to IS NULL)");
        assertThat(sandbox.query("SELECT attname FROM pg_attribute WHERE attrelid = '$.t'::regclass AND attnum > 0"
                        + " AND attnotnull"))
                .containsExactly("id");
    }

    @Test
    void showsWhatHoldsNowOfAHistory() throws SQLException {
        tables(new ArrayList<>(), false).prepare(history("current.view.format", "${table}_now"));
        sandbox.execute("INSERT INTO $.t VALUES (1, 'old', '2026-01-01', '2026-01-02'), (1, 'new', '2026-01-02', NULL),"
                + " (2, 'gone', '2026-01-01', '2026-01-02')");

        assertThat(sandbox.query("SELECT * FROM $.t_now")).containsExactly("1|new");
        assertThat(sandbox.query("SELECT obj_description('$.t_now'::regclass)"))
                .containsExactly("Current rows of " + sandbox.schema
                        + ".t, without those where _valid_to is set. Kept by the Millrace PostgreSQL sink.");
    }

    @Test
    void onlySaysOnceInADryRunWhatItWouldDo() throws SQLException {
        List<String> announced = new ArrayList<>();
        Tables tables = tables(announced, true);
        WantedTable wanted = history("current.view.format", "${table}_now");

        ReadyTable ready = tables.prepare(wanted);
        tables.prepare(wanted);

        String t = "\"" + sandbox.schema + "\".\"t\"";
        String start = "Would run for table " + sandbox.schema + ".t: ";
        assertThat(announced)
                .containsExactly(
                        start + "CREATE TABLE " + t
                                + " (\"id\" bigint NOT NULL, \"name\" text, \"_valid_from\" timestamp"
                                + " with time zone, \"_valid_to\" timestamp with time zone);",
                        start + "CREATE UNIQUE INDEX \"t_current_idx\" ON " + t
                                + " (\"id\") WHERE \"_valid_to\" IS NULL;",
                        start + "CREATE INDEX \"t_versions_idx\" ON " + t + " (\"id\", \"_valid_from\");",
                        start + "CREATE VIEW \"" + sandbox.schema + "\".\"t_now\" AS SELECT \"id\", \"name\" FROM " + t
                                + " WHERE \"_valid_to\" IS NULL;",
                        start + "COMMENT ON VIEW \"" + sandbox.schema + "\".\"t_now\" IS 'Current rows of "
                                + sandbox.schema
                                + ".t, without those where _valid_to is set. Kept by the Millrace PostgreSQL sink.';");
        assertThat(ready.columns().get("id").name()).isEqualTo("int8");
        assertThat(ready.columns().get("_valid_to").name()).isEqualTo("timestamptz");
        assertThat(tables.exists(wanted.name())).isFalse();
        assertThat(sandbox.query("SELECT relname FROM pg_class WHERE relnamespace = '$'::regnamespace"))
                .isEmpty();
    }

    @Test
    void answersInADryRunAsIfATableWereAltered() throws SQLException {
        sandbox.execute("CREATE TABLE $.t (id bigint NOT NULL UNIQUE, name varchar(5), _valid_from timestamptz)");
        List<String> announced = new ArrayList<>();

        ReadyTable ready = tables(announced, true).prepare(history());

        assertThat(announced)
                .containsExactly(
                        "Would run for table " + sandbox.schema + ".t: ALTER TABLE \"" + sandbox.schema
                                + "\".\"t\" ADD COLUMN \"_valid_to\" timestamp with time zone, ALTER COLUMN \"name\" TYPE text;");
        assertThat(ready.columns().get("name").display()).isEqualTo("text");
        assertThat(ready.columns().get("_valid_to").display()).isEqualTo("timestamp with time zone");
        assertThat(ready.uniqueKeys()).containsExactly(Set.of("id"));
        assertThat(sandbox.query("SELECT count(*) FROM pg_attribute WHERE attrelid = '$.t'::regclass AND attnum > 0"))
                .containsExactly("3");
    }
}
