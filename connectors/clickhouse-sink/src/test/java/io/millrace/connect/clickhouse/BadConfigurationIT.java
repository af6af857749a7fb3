// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.DrivenTask;
import io.millrace.testkit.FakeSinkTaskContext;
import io.millrace.testkit.servers.ClickHouseServer;
import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.NeedsClickHouse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a worker's validate endpoint says of wrong settings, addresses, passwords, databases and rights, with the packaged
 * connector: per key, within five seconds.
 */
@NeedsClickHouse
@Timeout(120)
class BadConfigurationIT {
    private static final Duration BOUND = Duration.ofSeconds(5);
    private static final String PASSWORD = "pw";

    @TempDir
    private static Path dir;

    private static ClickHouseServer server;
    private static ConnectWorker worker;

    @BeforeAll
    static void start() {
        worker = PackagedSink.worker().start();
        server = ClickHouseServer.builder(dir)
                .user("nobody", PASSWORD)
                .user("reader", PASSWORD, "GRANT SELECT ON shop.*")
                .user("writer", PASSWORD, "GRANT SELECT, INSERT ON shop.*")
                .user(
                        "maker",
                        PASSWORD,
                        "GRANT SELECT, INSERT, CREATE TABLE ON shop.*",
                        "GRANT TABLE ENGINE ON ReplacingMergeTree")
                .user(
                        "keeper",
                        PASSWORD,
                        "GRANT SELECT, INSERT, CREATE TABLE, ALTER COLUMN, CREATE VIEW, DROP TABLE ON shop.*",
                        "GRANT ALTER DELETE ON shop.*",
                        "GRANT TABLE ENGINE ON ReplacingMergeTree")
                .find()
                .orElseThrow();
        server.query("CREATE DATABASE shop");
        server.query("CREATE DATABASE `other shop`");
    }

    @AfterAll
    static void stop() {
        worker.close();
        server.close();
    }

    private static Map<String, String> config(String user, String... keysAndValues) {
        Map<String, String> config = new HashMap<>(Map.of(
                "name",
                "orders-sink",
                "topics",
                "orders",
                "connection.urls",
                server.httpUrl(),
                "connection.user",
                user,
                "connection.password",
                PASSWORD,
                "connection.database",
                "shop"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            config.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return config;
    }

    private static Map<String, List<String>> validate(String user, String... keysAndValues) {
        long startNanos = System.nanoTime();
        Map<String, List<String>> problems = worker.validate(PackagedSink.CLASS, config(user, keysAndValues));
        assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(BOUND);
        return problems;
    }

    @Test
    void findsNothingWrongWithARightOne() {
        assertThat(validate("keeper")).isEmpty();
        assertThat(validate(
                        server.user(), "connection.password", server.password(), "connection.database", "other shop"))
                .isEmpty();
    }

    @Test
    void saysThatTheHostIsUnreachable() throws IOException {
        String closed = "http://127.0.0.1:1";
        assertThat(validate("keeper", "connection.urls", closed).get("connection.urls"))
                .singleElement()
                .asString()
                .startsWith("Cannot reach ClickHouse: Cannot ask for the version now: no answer from " + closed + ": ");
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String address = "http://127.0.0.1:" + silent.getLocalPort();
            assertThat(validate("keeper", "connection.urls", address).get("connection.urls"))
                    .singleElement()
                    .asString()
                    .startsWith("Cannot reach ClickHouse: Cannot ask for the version now: no answer from " + address);
        }
        assertThat(validate("keeper", "connection.urls", "http://no-such-host.invalid:8123")
                        .get("connection.urls"))
                .singleElement()
                .asString()
                .contains("no answer from http://no-such-host.invalid:8123: UnknownHostException");
    }

    @Test
    void saysThatSomethingElseAnswers() {
        String tcp = "http://127.0.0.1:" + server.tcpPort();

        assertThat(validate("keeper", "connection.urls", tcp)).containsOnlyKeys("connection.urls");
    }

    @Test
    void goesToTheNextServerWhenTheFirstIsGone() {
        assertThat(validate("keeper", "connection.urls", "http://127.0.0.1:1," + server.httpUrl()))
                .isEmpty();
    }

    @Test
    void saysThatThePasswordIsWrongAndKeepsItToItself() throws IOException {
        Map<String, List<String>> problems = validate("keeper", "connection.password", "s3cr3t");

        assertThat(problems).containsOnlyKeys("connection.password");
        assertThat(problems.get("connection.password"))
                .singleElement()
                .asString()
                .startsWith("Cannot ask for the version: Code: 516. DB::Exception: keeper: Authentication failed")
                .endsWith(" at " + server.httpUrl() + ". Correct 'connection.user' and 'connection.password'.")
                .doesNotContain("s3cr3t");
        assertThat(Files.readString(worker.log())).doesNotContain("s3cr3t");
    }

    @Test
    void saysWhichDatabaseIsMissing() {
        assertThat(validate(server.user(), "connection.password", server.password(), "connection.database", "no where"))
                .isEqualTo(
                        Map.of(
                                "connection.database",
                                List.of(
                                        "Invalid value no where for configuration connection.database: there is no such database"
                                                + " that user millrace may see. Run: CREATE DATABASE `no where`; or correct it.")));
        assertThat(validate(
                        server.user(),
                        "connection.password",
                        server.password(),
                        "table.name.format",
                        "nowhere.${table}"))
                .isEqualTo(Map.of(
                        "table.name.format",
                        List.of(
                                "Invalid value nowhere for configuration table.name.format: there is no such database that"
                                        + " user millrace may see. Run: CREATE DATABASE `nowhere`; or correct it.")));
        assertThat(validate("nobody")).containsOnlyKeys("connection.database");
    }

    private static String lacks(String user, String grant, String purpose) {
        String on = grant.equals("TABLE ENGINE") ? "ReplacingMergeTree" : "`shop`.*";
        return "User " + user + " lacks " + grant + " on " + on + ", which is needed " + purpose + ". Run: GRANT "
                + grant + " ON " + on + " TO `" + user + "`;";
    }

    @Test
    void saysWhatToGrant() {
        String rows = lacks("reader", "INSERT, SELECT", "to write rows, and to read what columns there are");

        assertThat(validate("reader"))
                .isEqualTo(Map.of(
                        "connection.user",
                        List.of(rows),
                        "auto.create",
                        List.of(
                                lacks("reader", "CREATE TABLE", "to create tables"),
                                lacks("reader", "TABLE ENGINE", "to create tables")),
                        "auto.evolve",
                        List.of(lacks("reader", "ALTER COLUMN", "to add columns"))));
        assertThat(validate("writer")).containsOnlyKeys("auto.create", "auto.evolve");
        assertThat(validate("writer", "auto.create", "false", "auto.evolve", "false"))
                .isEmpty();
        assertThat(validate("maker")).containsOnlyKeys("auto.evolve");
        assertThat(validate("maker", "current.view.format", "${table}_current", "truncate.mode", "truncate"))
                .isEqualTo(Map.of(
                        "auto.evolve",
                        List.of(lacks("maker", "ALTER COLUMN", "to add columns")),
                        "current.view.format",
                        List.of(lacks("maker", "CREATE VIEW, DROP TABLE", "to make views, and to replace them")),
                        "truncate.mode",
                        List.of(lacks("maker", "ALTER DELETE", "to delete the rows before a truncate"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "connection.urls | clickhouse:8123 | Invalid value for configuration connection.urls: expected http://host:port or https://host:port, without user, path or parameters.",
                "request.timeout.ms | x | Invalid value x for configuration request.timeout.ms: Not a number of type LONG",
                "delivery.mode | sometimes | Invalid value sometimes for configuration delivery.mode: expected one of replay_safe, exactly_once, at_least_once. Omit it for the default, replay_safe.",
                "unavailable.mode | keep | Invalid value keep for configuration unavailable.mode: expected one of refuse, default. Omit it for the default, refuse.",
                "create.codecs | at | Invalid value at for configuration create.codecs: expected column:codec, such as occurred_at:DoubleDelta+ZSTD. Omit it for none.",
                "current.view.format | current | Invalid value current for configuration current.view.format: expected a name with ${table}. Omit it for the default, none.",
                "envelope.shapes | row | Cannot normalize change events: found [shapes] (expected settings of NormalizeEnvelope). Correct or remove them.",
                "delivery.moed | replay_safe | Unknown configuration delivery.moed. Did you mean delivery.mode?",
            })
    void saysWhatIsWrongWithAValue(String key, String value, String message) {
        assertThat(validate("keeper", key, value)).isEqualTo(Map.of(key, List.of(message)));
    }

    @Test
    void saysWhichSettingsDoNotGoTogether() {
        assertThat(validate("keeper", "delivery.mode", "at_least_once", "order.field", "_seq", "delete.mode", "hard"))
                .isEqualTo(Map.of(
                        "order.field",
                        List.of(
                                "Invalid value _seq for configuration order.field: expected none, because delivery.mode is"
                                        + " at_least_once: no row is ever replaced."),
                        "delete.mode",
                        List.of("Invalid value hard for configuration delete.mode: expected none, because deletes need"
                                + " delivery.mode replay_safe and key.mode record_key: a tombstone has nothing but its"
                                + " key.")));
    }

    @Test
    void saysAllAtOnce() {
        assertThat(validate("writer", "linger.ms", "-1", "bach.max.rows", "5"))
                .containsOnlyKeys("linger.ms", "bach.max.rows");
        assertThat(validate("keeper", "connection.password", "x", "linger.ms", "-1"))
                .containsOnlyKeys("connection.password", "linger.ms");
    }

    private static SinkRecord order(long offset, long id, String operation, @Nullable String note) {
        SchemaBuilder builder = SchemaBuilder.struct()
                .field("state", Schema.OPTIONAL_STRING_SCHEMA)
                .field("_op", Schema.STRING_SCHEMA)
                .field("_deleted", Schema.BOOLEAN_SCHEMA);
        Schema schema = note == null
                ? builder.build()
                : builder.field("note", Schema.STRING_SCHEMA).build();
        Struct value =
                new Struct(schema).put("state", "new").put("_op", operation).put("_deleted", operation.equals("d"));
        if (note != null) {
            value.put("note", note);
        }
        return Sandbox.record("orders", offset, operation.equals("t") ? null : Sandbox.key(id), value);
    }

    @Test
    void needsNoMoreThanTheGrantsThatItNames() {
        ClickHouseSinkTask task = new ClickHouseSinkTask();
        task.initialize(new FakeSinkTaskContext(null));
        task.start(config("keeper", "current.view.format", "${table}_current", "truncate.mode", "truncate"));
        task.open(List.of(new TopicPartition("orders", 0)));
        DrivenTask driven = new DrivenTask(task);

        driven.put(List.of(order(0, 1, "c", null), order(1, 2, "c", null), order(2, 2, "d", null)));
        driven.put(List.of(order(3, 0, "t", null), order(4, 3, "c", "with care")));
        driven.stop();

        assertThat(server.query("SELECT id, note FROM shop.orders_current")).isEqualTo("3\twith care");
    }
}
