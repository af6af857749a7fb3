// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.testkit.servers.Binaries;
import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.MariaDbServer;
import io.millrace.testkit.servers.TestServers;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The order key within one MariaDB transaction, whose changes all carry the transaction's position, without transaction
 * metadata, and across a connector that is killed in the middle of it.
 */
class OrderKeyIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int KEYS = 5;
    private static final int ROUNDS = 300;
    private static final int CHANGES_PER_ROUND = KEYS + 2;
    private static final String CONNECTOR = "order-key";
    private static final String TOPIC = "order-key.ordering.counters";

    @Test
    void growsThroughATransactionAcrossAKilledWorker() throws Exception {
        MariaDbServer database = TestServers.mariaDb();
        DebeziumSources.execute(
                database,
                "CREATE DATABASE ordering",
                "CREATE TABLE ordering.counters (id INT PRIMARY KEY, n INT NOT NULL)",
                "INSERT INTO ordering.counters VALUES (1, 0), (2, 0), (3, 0), (4, 0), (5, 0)");
        try (ConnectWorker worker = TestServers.newWorker(List.of(WrittenRows.plugins(), Binaries.debeziumMariaDb()))
                .start()) {
            worker.put(CONNECTOR, connector(database));
            worker.awaitRunning(CONNECTOR, PATIENCE);
            await().atMost(PATIENCE).until(() -> rows().size() == KEYS);

            changeInOneTransaction(database);
            await().atMost(PATIENCE).until(() -> rows().size() > KEYS + 50);
            worker.kill();
            int arrived = rows().size();
            assertThat(arrived).as("rows when the worker died").isLessThan(KEYS + ROUNDS * CHANGES_PER_ROUND);
            worker.restart();
            await().atMost(PATIENCE).until(() -> rows().size() >= KEYS + ROUNDS * CHANGES_PER_ROUND);

            List<JsonNode> rows = rows();
            assertThat(rows).hasSize(KEYS + ROUNDS * CHANGES_PER_ROUND);
            assertThat(rows.subList(KEYS, rows.size()).stream().map(row -> section(row, 1)))
                    .as("positions, the reason for all this")
                    .containsOnly(section(rows.get(KEYS), 1));
            assertGrows(rows.subList(KEYS - 1, rows.size()));
            worker.delete(CONNECTOR);
        }
    }

    private static void assertGrows(List<JsonNode> rows) {
        String last = "";
        for (JsonNode row : rows) {
            String sequence = row.get("_seq").textValue();
            assertThat(sequence).as("%s", row).isGreaterThan(last);
            last = sequence;
        }
    }

    private static String section(JsonNode row, int index) {
        return row.get("_seq").textValue().split("/")[index];
    }

    private static void changeInOneTransaction(MariaDbServer database) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int round = 1; round <= ROUNDS; round++) {
                statement.execute("UPDATE ordering.counters SET n = " + round);
                statement.execute("DELETE FROM ordering.counters WHERE id = 4");
                statement.execute("INSERT INTO ordering.counters VALUES (4, " + round + ")");
            }
            connection.commit();
        }
    }

    private static Map<String, String> connector(MariaDbServer database) {
        Map<String, String> config = DebeziumSources.mariaDb(database, CONNECTOR, "ordering");
        config.put("exactly.once.support", "required");
        // A killed worker's open transaction holds up its successor, which reads committed offsets, until it times out.
        config.put("producer.override.transaction.timeout.ms", "3000");
        config.put("poll.interval.ms", "10");
        config.put("max.batch.size", "16"); // many small commits: the worker dies between two of them
        config.put("max.queue.size", "64");
        config.put("transforms", "normalize");
        config.put("transforms.normalize.type", NormalizeEnvelope.class.getName());
        config.put("transforms.normalize.deletes", "row");
        return config;
    }

    private static List<JsonNode> rows() throws IOException {
        return WrittenRows.of(TOPIC);
    }
}
