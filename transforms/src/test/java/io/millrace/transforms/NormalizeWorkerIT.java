// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.testkit.servers.Binaries;
import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.PostgresServer;
import io.millrace.testkit.servers.TestServers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** The archive in a worker, under settings that a user would combine, on the changes of a real PostgreSQL. */
class NormalizeWorkerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Test
    void routesRowsAndQuarantinesWhatItCannotReadWhileTheTaskRuns() throws Exception {
        PostgresServer database = TestServers.postgres();
        execute(
                database,
                "CREATE SCHEMA shop",
                "CREATE TABLE shop.orders (id integer PRIMARY KEY, state text)",
                "ALTER TABLE shop.orders REPLICA IDENTITY FULL",
                "CREATE TABLE shop.clashing (id integer PRIMARY KEY, _op text)",
                "INSERT INTO shop.orders VALUES (1, 'new')",
                "INSERT INTO shop.clashing VALUES (1, 'mine')");
        try (ConnectWorker worker = TestServers.newWorker(List.of(WrittenRows.plugins(), Binaries.debeziumPostgres()))
                .start()) {
            worker.put(
                    "curating",
                    connector(
                            database,
                            "cdc",
                            Map.of(
                                    "names.topic.pattern", "^cdc\\.shop\\.",
                                    "names.topic.replacement", "curated.",
                                    "errors", "quarantine")));
            worker.put(
                    "changes",
                    connector(
                            database,
                            "log",
                            Map.of(
                                    "shape", "changelog",
                                    "before", "nested",
                                    "errors", "skip")));
            worker.awaitRunning("curating", PATIENCE);
            worker.awaitRunning("changes", PATIENCE);
            awaitRows("curated.orders", 1);
            awaitRows("log.shop.orders", 1);

            execute(
                    database,
                    "INSERT INTO shop.clashing VALUES (2, 'mine too')",
                    "UPDATE shop.orders SET state = 'paid'",
                    "DELETE FROM shop.orders");

            assertCurated(awaitRows("curated.orders", 4));
            assertQuarantined(WrittenRows.records("cdc.shop.clashing.quarantine"));
            assertChangelog(awaitRows("log.shop.orders", 3));
            assertThat(worker.status("curating").tasks())
                    .allMatch(task -> task.state().equals("RUNNING"));
            worker.delete("curating");
            worker.delete("changes");
        }
    }

    private static void assertCurated(List<JsonNode> rows) {
        assertThat(rows).extracting(row -> row.path("_op").asText()).containsExactly("r", "u", "d", "");
        assertThat(rows).extracting(row -> row.path("state").asText()).containsExactly("new", "paid", "paid", "");
        assertThat(rows.get(2).get("_deleted").booleanValue()).isTrue();
        assertThat(rows.get(3).isMissingNode()).as("tombstone").isTrue();
    }

    /** The events as Debezium made them, which were sent before the last of the rows. */
    private static void assertQuarantined(List<ConsumerRecord<byte[], byte[]>> records) throws IOException {
        assertThat(records).hasSize(2);
        for (ConsumerRecord<byte[], byte[]> record : records) {
            assertThat(header(record, "millrace.error"))
                    .startsWith("Cannot add metadata columns [_op]: the table has columns of the same name at"
                            + " cdc.shop.clashing from ")
                    .endsWith(" value. Set 'metadata.prefix' to another prefix.")
                    .doesNotContain("mine");
            assertThat(header(record, "millrace.topic")).isEqualTo("cdc.shop.clashing");
        }
        JsonNode last = new ObjectMapper().readTree(records.get(1).value());
        assertThat(last.path("after").path("_op").textValue()).isEqualTo("mine too");
        assertThat(last.path("source").path("lsn").isNumber()).isTrue();
    }

    private static void assertChangelog(List<JsonNode> rows) {
        assertThat(rows).extracting(row -> row.path("_op").asText()).containsExactly("r", "u", "d");
        assertThat(rows.get(0).get("_before").isNull()).isTrue();
        JsonNode update = rows.get(1);
        assertThat(update.path("state").textValue()).isEqualTo("paid");
        assertThat(update.path("_before").toString()).isEqualTo("{\"id\":1,\"state\":\"new\"}");
        assertThat(update.path("_changed").toString()).isEqualTo("[\"state\"]");
        assertThat(rows).extracting(row -> row.get("_seq").textValue()).isSorted();
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        String text = new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
        return text.replaceAll("^\"|\"$", "");
    }

    private static List<JsonNode> awaitRows(String topic, int count) {
        return await(topic)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> WrittenRows.of(topic), rows -> rows.size() >= count);
    }

    private static Map<String, String> connector(PostgresServer database, String prefix, Map<String, String> settings) {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        config.put("tasks.max", "1");
        config.put("database.hostname", database.host());
        config.put("database.port", String.valueOf(database.port()));
        config.put("database.user", database.user());
        config.put("database.password", database.password());
        config.put("database.dbname", "postgres");
        config.put("plugin.name", "pgoutput");
        config.put("slot.name", "shop_" + prefix);
        config.put("slot.drop.on.stop", "true");
        config.put("publication.name", "shop_" + prefix);
        config.put("publication.autocreate.mode", "filtered");
        config.put("schema.include.list", "shop");
        config.put("topic.prefix", prefix);
        config.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("value.converter.schemas.enable", "false");
        config.put("transforms", "normalize");
        config.put("transforms.normalize.type", NormalizeEnvelope.class.getName());
        settings.forEach((name, value) -> config.put("transforms.normalize." + name, value));
        return config;
    }

    private static void execute(PostgresServer database, String... statements) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
