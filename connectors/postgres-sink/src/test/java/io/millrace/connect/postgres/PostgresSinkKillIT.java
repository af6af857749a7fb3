// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.KafkaServer;
import io.millrace.testkit.servers.PluginArchives;
import io.millrace.testkit.servers.PostgresServer;
import io.millrace.testkit.servers.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The packaged connector in a real worker that is killed five times on its way through keyed inserts, updates and
 * deletes: in the end one table equals the model row by row, and another, to which every record is appended, has each
 * record once. {@code -Dmillrace.kill.records=100000} for the full run.
 */
@Timeout(900)
class PostgresSinkKillIT {
    private static final int RECORDS = Integer.getInteger("millrace.kill.records", 20_000);
    private static final int KILLS = 5;
    private static final int PARTITIONS = 4;
    private static final int TASKS = 2;
    private static final String COUNT_APPENDED = "SELECT count(*) FROM appended";
    private static final String TOPIC = "killed-orders";
    private static final String KEY_SCHEMA =
            "{\"type\":\"struct\",\"optional\":false,\"fields\":[{\"field\":\"id\",\"type\":\"int64\",\"optional\":false}]}";
    private static final String VALUE_SCHEMA = "{\"type\":\"struct\",\"optional\":false,\"fields\":["
            + "{\"field\":\"n\",\"type\":\"int64\",\"optional\":false},"
            + "{\"field\":\"status\",\"type\":\"string\",\"optional\":true},"
            + "{\"field\":\"amount\",\"type\":\"double\",\"optional\":true}]}";

    private final long seed = Long.getLong("millrace.seed", 1);
    private final Map<Long, String> model = new TreeMap<>();
    private final List<String> appended = new ArrayList<>();

    @Test
    void losesAndDoublesNothingWhenTheWorkerIsKilled() throws Exception {
        KafkaServer kafka = TestServers.kafka();
        PostgresServer postgres = TestServers.postgres();
        try (ConnectWorker worker = TestServers.newWorker(List.of(plugins()))
                .property("offset.flush.interval.ms", "1000")
                .start()) {
            produce(kafka);
            worker.put("kept", config(postgres, "kept", "upsert", "record_key", "hard"));
            worker.put("appended", config(postgres, "appended", "insert", "none", "none"));
            Random random = new Random(seed);
            for (int kill = 1; kill <= KILLS; kill++) {
                long planned = (long) appended.size() * kill / (KILLS + 1);
                awaitAppended(postgres, Math.max(planned, 1 + countAppended(postgres))); // back at work since the last
                LockSupport.parkNanos(Duration.ofMillis(random.nextInt(20)).toNanos());
                worker.kill();
                worker.restart();
            }
            awaitAppended(postgres, appended.size());
            awaitTotal(postgres);
        }
        check(postgres);
    }

    private static Path plugins() throws IOException {
        Path target = Path.of("target").toAbsolutePath();
        try (Stream<Path> files = Files.list(target)) {
            Path archive = files.filter(
                            file -> file.getFileName().toString().matches("millrace-postgres-sink-.*\\.zip"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no archive in " + target + ": run mvn verify"));
            Path plugins = TestServers.newDirectory("plugins");
            PluginArchives.unpack(archive, plugins);
            return plugins;
        }
    }

    private Map<String, String> config(
            PostgresServer postgres, String table, String writeMode, String keyMode, String deleteMode) {
        Map<String, String> config = new HashMap<>(Map.of(
                "connector.class",
                "io.millrace.connect.postgres.PostgresSinkConnector",
                "tasks.max",
                String.valueOf(TASKS),
                "topics",
                TOPIC,
                "connection.url",
                postgres.jdbcUrl(),
                "connection.user",
                postgres.user(),
                "connection.password",
                postgres.password(),
                "table.name.format",
                table,
                "write.mode",
                writeMode,
                "key.mode",
                keyMode,
                "delete.mode",
                deleteMode));
        // Small batches, so that there is something to interrupt.
        config.put("consumer.override.max.poll.records", "50");
        config.put("consumer.override.auto.offset.reset", "earliest");
        return config;
    }

    private void produce(KafkaServer kafka) throws ExecutionException, InterruptedException {
        Map<String, Object> props = Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", "20");
        try (Admin admin = Admin.create(props)) {
            admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
        Random random = new Random(seed);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(props, new StringSerializer(), new StringSerializer())) {
            for (long n = 0; n < RECORDS; n++) {
                long id = random.nextInt(RECORDS / 10);
                int partition = (int) (id % PARTITIONS);
                String key = payload(KEY_SCHEMA, "{\"id\":" + id + "}");
                producer.send(new ProducerRecord<>(TOPIC, partition, key, value(random, n, id)));
            }
        }
    }

    private String value(Random random, long n, long id) {
        if (random.nextInt(5) == 0) {
            model.remove(id);
            return null;
        }
        String status = random.nextInt(6) == 0 ? null : "s" + random.nextInt(9);
        double amount = random.nextInt(100_000) / 100.0;
        model.put(id, id + "|" + n + "|" + status + "|" + amount);
        appended.add(n + "|" + status + "|" + amount);
        String quoted = status == null ? "null" : "\"" + status + "\"";
        return payload(VALUE_SCHEMA, "{\"n\":" + n + ",\"status\":" + quoted + ",\"amount\":" + amount + "}");
    }

    private static String payload(String schema, String payload) {
        return "{\"schema\":" + schema + ",\"payload\":" + payload + "}";
    }

    private static void awaitAppended(PostgresServer postgres, long rows) throws SQLException {
        await(postgres, COUNT_APPENDED, rows);
    }

    private static long countAppended(PostgresServer postgres) throws SQLException {
        return count(postgres, COUNT_APPENDED);
    }

    /** Both connectors at the end of the topic: every record moves the offset by one. */
    private static void awaitTotal(PostgresServer postgres) throws SQLException {
        await(
                postgres,
                "SELECT coalesce(min(total), 0) FROM (SELECT sum(next_offset) AS total FROM millrace.sink_offsets"
                        + " WHERE topic = '" + TOPIC + "' GROUP BY connector) AS each",
                RECORDS);
    }

    private static void await(PostgresServer postgres, String sql, long atLeast) throws SQLException {
        long deadline = System.nanoTime() + Duration.ofMinutes(5).toNanos();
        while (count(postgres, sql) < atLeast) {
            assertThat(System.nanoTime())
                    .as("time for %s to reach %d", sql, atLeast)
                    .isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private static long count(PostgresServer postgres, String sql) throws SQLException {
        try {
            return Long.parseLong(query(postgres, sql).get(0));
        } catch (SQLException e) {
            if ("42P01".equals(e.getSQLState())) { // not created yet
                return -1;
            }
            throw e;
        }
    }

    private static List<String> query(PostgresServer postgres, String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    private void check(PostgresServer postgres) throws SQLException {
        List<String> kept = query(
                postgres,
                "SELECT id || '|' || n || '|' || coalesce(status, 'null') || '|' || amount FROM kept ORDER BY id");
        List<String> each = query(
                postgres, "SELECT n || '|' || coalesce(status, 'null') || '|' || amount FROM appended ORDER BY n");
        assertThat(normalized(kept)).as("-Dmillrace.seed=" + seed).isEqualTo(normalized(List.copyOf(model.values())));
        assertThat(normalized(each)).as("-Dmillrace.seed=" + seed).isEqualTo(normalized(appended));
        long epochs = count(
                postgres,
                "SELECT sum(epoch) FROM millrace.sink_offsets WHERE connector = 'appended' AND topic = '" + TOPIC
                        + "'");
        assertThat(epochs)
                .as("epochs: each time the worker came back, a task at least took its partitions over")
                .isGreaterThanOrEqualTo((KILLS + 1L) * PARTITIONS / TASKS);
    }

    /** SQL writes 1.0 as 1. */
    private static List<String> normalized(List<String> rows) {
        List<String> sorted = new ArrayList<>();
        rows.forEach(row -> sorted.add(row.endsWith(".0") ? row.substring(0, row.length() - 2) : row));
        Collections.sort(sorted);
        return sorted;
    }
}
