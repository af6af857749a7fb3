// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testkit.DrivenTask;
import io.millrace.testkit.servers.NeedsClickHouse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables that the sink makes, and those of others that it takes or refuses. */
@NeedsClickHouse
@Timeout(120)
class TablesIT {
    private static final Schema KEY = SchemaBuilder.struct()
            .field("device", Schema.STRING_SCHEMA)
            .field("id", Schema.INT64_SCHEMA)
            .build();
    private static final Schema VALUE = SchemaBuilder.struct()
            .doc("What the shop's devices say")
            .field("occurred_at", Timestamp.SCHEMA)
            .field(
                    "amount",
                    SchemaBuilder.float64().optional().doc("In cents, 'net'").build())
            .field("type", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private Sandbox sandbox;

    @BeforeEach
    void open() {
        sandbox = new Sandbox();
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private static SinkRecord event(long offset, String device, long id) {
        return event("t", offset, device, id);
    }

    private static SinkRecord event(String topic, long offset, String device, long id) {
        Struct value = new Struct(VALUE)
                .put("occurred_at", Date.from(Instant.parse("2026-02-03T04:05:06.789Z")))
                .put("amount", 7.5)
                .put("type", "click");
        return Sandbox.record(
                topic, offset, new Struct(KEY).put("device", device).put("id", id), value);
    }

    private void write(String... config) {
        DrivenTask task = sandbox.task("t", sandbox.config(config));
        try {
            task.put(List.of(event(0, "a", 1), event(1, "b", 2), event(2, "a", 1)));
        } finally {
            task.stop();
        }
    }

    private String table(String columns) {
        return String.join(
                ",",
                sandbox.query("SELECT " + columns + " FROM system.tables WHERE database = '$' AND name = 't' SETTINGS"
                        + " show_table_uuid_in_table_create_query_if_not_nil = 0"));
    }

    @Test
    void sortsByTheKeyAndDocumentsTablesAndColumns() {
        write();

        assertThat(table("engine, sorting_key, partition_key, comment"))
                .isEqualTo("ReplacingMergeTree|device, id||What the shop's devices say");
        assertThat(sandbox.query("SELECT name, type, comment FROM system.columns WHERE database = '$' AND table = 't'"
                        + " ORDER BY position"))
                .containsExactly(
                        "device|String|",
                        "id|Int64|",
                        "occurred_at|DateTime64(3, 'UTC')|",
                        "amount|Nullable(Float64)|In cents, 'net'",
                        "type|Nullable(String)|",
                        "_version|UInt128|",
                        "_is_deleted|UInt8|");
        assertThat(sandbox.query("SELECT device, id FROM $.t FINAL ORDER BY id"))
                .containsExactly("a|1", "b|2");
    }

    @Test
    void makesTheTableAsToldTo() {
        write(
                "create.order.by",
                "id, device",
                "create.partition.by",
                "toYYYYMM(occurred_at)",
                "create.ttl",
                "toDateTime(occurred_at) + INTERVAL 20 YEAR",
                "create.settings",
                "index_granularity = 4096",
                "create.codecs",
                "occurred_at:DoubleDelta+ZSTD(3),amount:Gorilla",
                "create.low.cardinality",
                "type,device",
                "version.column",
                "at_version",
                "deleted.column",
                "gone");

        assertThat(table("engine_full"))
                .isEqualTo(
                        "ReplacingMergeTree(at_version, gone) PARTITION BY toYYYYMM(occurred_at) ORDER BY (id, device)"
                                + " TTL toDateTime(occurred_at) + toIntervalYear(20) SETTINGS index_granularity = 4096");
        assertThat(sandbox.query("SELECT name, type, compression_codec FROM system.columns WHERE database = '$' AND"
                        + " table = 't' AND (compression_codec != '' OR type LIKE 'Low%') ORDER BY position"))
                .containsExactly(
                        "device|LowCardinality(String)|",
                        "occurred_at|DateTime64(3, 'UTC')|CODEC(DoubleDelta, ZSTD(3))",
                        "amount|Nullable(Float64)|CODEC(Gorilla(8))",
                        "type|LowCardinality(Nullable(String))|");
        assertThat(sandbox.query("SELECT device, id, gone FROM $.t FINAL ORDER BY id"))
                .containsExactly("a|1|0", "b|2|0");
    }

    @Test
    void appendsToAPlainTableInAnyOrder() {
        write(
                "delivery.mode",
                "at_least_once",
                "key.mode",
                "none",
                "create.order.by",
                "occurred_at",
                "create.partition.by",
                "toDate(occurred_at)");

        assertThat(table("engine, trim(BOTH '()' FROM sorting_key), partition_key"))
                .isEqualTo("MergeTree|occurred_at|toDate(occurred_at)");
        assertThat(sandbox.query("SELECT count() FROM $.t")).containsExactly("3");
    }

    @Test
    void makesATableOfItsOwnKindWhereARuleSaysSo() {
        String[] rules = {
            "table.rules", "clicks",
            "table.rules.clicks.tables", "clicks_.*",
            "table.rules.clicks.delivery.mode", "at_least_once",
            "table.rules.clicks.create.order.by", "occurred_at",
            "table.rules.clicks.create.low.cardinality", "type"
        };
        DrivenTask task = sandbox.task("clicks_eu", sandbox.config(rules));
        task.put(List.of(event("clicks_eu", 0, "a", 1), event("clicks_eu", 1, "a", 1)));
        task.stop();
        write(rules);

        assertThat(
                        sandbox.query(
                                "SELECT name, engine, trim(BOTH '()' FROM sorting_key) FROM system.tables WHERE database = '$' ORDER BY name"))
                .containsExactly("clicks_eu|MergeTree|occurred_at", "t|ReplacingMergeTree|device, id");
        assertThat(sandbox.query("SELECT count() FROM $.clicks_eu")).containsExactly("2");
        assertThat(sandbox.query("SELECT count() FROM $.t FINAL")).containsExactly("2");
    }

    @Test
    void keepsNamesThatNeedQuotes() {
        Schema odd = SchemaBuilder.struct()
                .field("a`b", Schema.INT32_SCHEMA)
                .field("c\\d e", Schema.OPTIONAL_STRING_SCHEMA)
                .field("select", Schema.INT32_SCHEMA)
                .build();
        Struct key = new Struct(SchemaBuilder.struct()
                        .field("the `key\\", Schema.INT64_SCHEMA)
                        .build())
                .put("the `key\\", 1L);
        Struct value = new Struct(odd).put("a`b", 1).put("c\\d e", "x").put("select", 2);
        for (int i = 0; i < 2; i++) {
            DrivenTask task = sandbox.task("odd `topic\\", sandbox.config("current.view.format", "${table} view"));
            task.put(List.of(Sandbox.record("odd `topic\\", i, key, value)));
            task.stop();
        }

        assertThat(sandbox.query("SELECT * FROM $.`odd \\`topic\\\\ view`")).containsExactly("1|1|x|2");
        assertThat(sandbox.reported).isEmpty();
    }

    @Test
    void namesTheStatementWhereItMayNotCreate() {
        assertThatThrownBy(() -> write("auto.create", "false"))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessage("Cannot write to table " + sandbox.database
                        + ".t: it does not exist, and 'auto.create' is false. Run: CREATE TABLE IF NOT EXISTS `"
                        + sandbox.database
                        + "`.`t` (`device` String, `id` Int64, `occurred_at` DateTime64(3, 'UTC'), `amount` Nullable(Float64)"
                        + " COMMENT 'In cents, \\'net\\'', `type` Nullable(String), `_version` UInt128, `_is_deleted` UInt8)"
                        + " ENGINE = ReplacingMergeTree(`_version`, `_is_deleted`) ORDER BY (`device`, `id`) COMMENT 'What"
                        + " the shop\\'s devices say';");
        assertThatThrownBy(() -> write("connection.database", "nowhere"))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("nowhere")
                .hasMessageContaining("connection.database");
    }

    @Test
    void letsTwoTasksMakeTheSameTable() throws Exception {
        for (int round = 0; round < 4; round++) {
            String topic = "c" + round;
            CyclicBarrier start = new CyclicBarrier(2);
            List<CompletableFuture<Void>> tasks = new ArrayList<>();
            for (String device : List.of("x", "y")) {
                tasks.add(CompletableFuture.runAsync(() -> writeAtOnce(topic, device, start)));
            }
            for (CompletableFuture<Void> task : tasks) {
                task.get();
            }

            assertThat(sandbox.query("SELECT device FROM $." + topic + " FINAL ORDER BY device"))
                    .containsExactly("x", "y");
        }
    }

    private void writeAtOnce(String topic, String device, CyclicBarrier start) {
        DrivenTask task = sandbox.task(topic, sandbox.config("current.view.format", "${table}_current"));
        try {
            start.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        task.put(List.of(event(topic, 0, device, 1)));
        task.stop();
    }

    @Test
    void onlySaysWhatItWouldDoInADryRun() {
        DrivenTask task =
                sandbox.task("t", sandbox.config("dry.run", "true", "current.view.format", "${table}_current"));

        task.give(List.of(event(0, "a", 1), event(1, "a", 2)));
        assertThat(task.task().preCommit(java.util.Map.of())).isEmpty();
        task.stop();

        assertThat(sandbox.query("SELECT name FROM system.tables WHERE database = '$'"))
                .isEmpty();
    }

    private static final String COLUMNS =
            "(device String, id Int64, occurred_at DateTime64(3, 'UTC'), amount Nullable(Float64), type Nullable(String),"
                    + " _version UInt128, _is_deleted UInt8)";

    static Stream<Arguments> unfit() {
        String remedy = " (expected ReplacingMergeTree(_version, _is_deleted)). Make the table anew with that engine,"
                + " correct 'version.column' and 'deleted.column', or choose delivery.mode at_least_once.";
        return Stream.of(
                Arguments.of(COLUMNS + " ENGINE = MergeTree ORDER BY (device, id)", "found engine MergeTree" + remedy),
                Arguments.of(
                        COLUMNS + " ENGINE = ReplacingMergeTree ORDER BY (device, id)",
                        "found engine ReplacingMergeTree" + remedy),
                Arguments.of(
                        COLUMNS + " ENGINE = ReplacingMergeTree(_version) ORDER BY (device, id)",
                        "found engine ReplacingMergeTree(_version)" + remedy),
                Arguments.of(
                        COLUMNS + " ENGINE = SummingMergeTree ORDER BY (device, id)",
                        "found engine SummingMergeTree" + remedy),
                Arguments.of(
                        COLUMNS.replace("UInt128", "UInt64")
                                + " ENGINE = ReplacingMergeTree(_version, _is_deleted) ORDER BY (device, id)",
                        "found UInt64 for column _version (expected UInt128). Make the table anew, or correct"
                                + " 'order.field': with it versions are UInt256, without it UInt128."),
                Arguments.of(
                        COLUMNS + " ENGINE = ReplacingMergeTree(_version, _is_deleted) ORDER BY device",
                        "found sorting key (device) (expected one of the key columns [device, id], all of them and nothing"
                                + " else: rows that are equal in it replace each other). Make the table anew with ORDER BY"
                                + " (`device`, `id`), or correct 'key.mode' and 'key.fields'."),
                Arguments.of(
                        COLUMNS
                                + " ENGINE = ReplacingMergeTree(_version, _is_deleted) ORDER BY (device, id, occurred_at)",
                        "found sorting key (device, id, occurred_at) (expected one of the key columns [device, id], all of"
                                + " them and nothing else: rows that are equal in it replace each other). Make the table"
                                + " anew with ORDER BY (`device`, `id`), or correct 'key.mode' and 'key.fields'."));
    }

    @ParameterizedTest
    @MethodSource("unfit")
    void refusesTablesThatWouldLoseRows(String table, String found) {
        sandbox.execute("CREATE TABLE $.t " + table);

        assertThatThrownBy(TablesIT.this::write)
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessageStartingWith("Cannot write ")
                .hasMessageEndingWith(" to table " + sandbox.database + ".t: " + found);
        assertThat(sandbox.query("SELECT count() FROM $.t")).containsExactly("0");
    }

    @Test
    void takesATableThatIsSortedByTheKeyInAnotherOrder() {
        sandbox.execute("CREATE TABLE $.t " + COLUMNS
                + " ENGINE = ReplacingMergeTree(_version, _is_deleted) PARTITION BY tuple() ORDER BY (id, `device`)"
                + " SETTINGS index_granularity = 1024");

        write();

        assertThat(sandbox.query("SELECT device, id FROM $.t FINAL ORDER BY id"))
                .containsExactly("a|1", "b|2");
    }

    @ParameterizedTest
    @MethodSource("merging")
    void appendsToNoTableThatMergesRows(String engine, String found) {
        sandbox.execute("CREATE TABLE $.t " + COLUMNS + " ENGINE = " + engine + " ORDER BY device");

        assertThatThrownBy(() -> write("delivery.mode", "at_least_once"))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessage("Cannot append to table " + sandbox.database + ".t: found engine " + found
                        + ", which merges rows into fewer (expected one that keeps every row, such as MergeTree). Choose"
                        + " delivery.mode replay_safe, or write to another table and fill this one by a materialized"
                        + " view.");
    }

    static Stream<Arguments> merging() {
        return Stream.of(
                Arguments.of("SummingMergeTree", "SummingMergeTree"),
                Arguments.of("AggregatingMergeTree", "AggregatingMergeTree"),
                Arguments.of("ReplacingMergeTree(_version)", "ReplacingMergeTree"));
    }
}
