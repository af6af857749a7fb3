// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.servers.DatabaseServer;
import io.millrace.testkit.servers.PluginArchives;
import io.millrace.testkit.servers.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What tests of the packaged connector need around a worker: a topic before it, tables behind it. */
final class Chain {
    private static final String UNDEFINED_TABLE = "42P01";
    private static final long POLL_NANOS = 5_000_000;

    private Chain() {}

    /** The folder with the archive that the build has made. */
    static List<Path> plugins() {
        return Plugins.FOLDERS;
    }

    private static final class Plugins {
        static final List<Path> FOLDERS = List.of(unpack());

        private static Path unpack() {
            Path target = Path.of("target").toAbsolutePath();
            try (Stream<Path> files = Files.list(target)) {
                Path archive = files.filter(
                                file -> file.getFileName().toString().matches("millrace-postgres-sink-.*\\.zip"))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no archive in " + target + ": run mvn verify"));
                Path plugins = TestServers.newDirectory("plugins");
                PluginArchives.unpack(archive, plugins);
                return plugins;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A connector from the topic into the table. */
    static Map<String, String> config(DatabaseServer server, String topic, String table, int tasks) {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", PostgresSinkConnector.class.getName());
        config.put("tasks.max", String.valueOf(tasks));
        config.put("topics", topic);
        config.put("connection.url", server.jdbcUrl());
        config.put("connection.user", server.user());
        config.put("connection.password", server.password());
        config.put("table.name.format", table);
        config.put("retry.backoff.ms", "100");
        config.put("consumer.override.auto.offset.reset", "earliest");
        return config;
    }

    static Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", TestServers.kafka().bootstrapServers());
    }

    static void createTopic(String name, int partitions) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(kafka())) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                    .all()
                    .get();
        }
    }

    static KafkaProducer<String, String> producer() {
        return new KafkaProducer<>(kafka(), new StringSerializer(), new StringSerializer());
    }

    /** What JsonConverter reads. */
    static String json(String schema, String payload) {
        return "{\"schema\":" + schema + ",\"payload\":" + payload + "}";
    }

    /** The schema of a field for {@link #struct}. */
    static String field(String name, String type, boolean optional) {
        return "{\"field\":\"" + name + "\",\"type\":\"" + type + "\",\"optional\":" + optional + "}";
    }

    static String struct(String... fields) {
        return "{\"type\":\"struct\",\"optional\":false,\"fields\":[" + String.join(",", fields) + "]}";
    }

    /** The first column of a query's rows. */
    static List<String> query(DatabaseServer server, String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    static void execute(DatabaseServer server, String sql) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A number found by a query; 0 where the table is not there yet. */
    static long count(DatabaseServer server, String sql) throws SQLException {
        try {
            return Long.parseLong(query(server, sql).get(0));
        } catch (SQLException e) {
            if (UNDEFINED_TABLE.equals(e.getSQLState())) {
                return 0;
            }
            throw e;
        }
    }

    static void await(DatabaseServer server, String sql, long atLeast) throws SQLException {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        for (long found = count(server, sql); found < atLeast; found = count(server, sql)) {
            assertThat(System.nanoTime())
                    .as("time for %s to reach %d: it is %d", sql, atLeast, found)
                    .isLessThan(deadline);
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** Waits until the connector has stored the offsets of as many records. */
    static void awaitOffsets(DatabaseServer server, String connector, long records) throws SQLException {
        await(
                server,
                "SELECT coalesce(sum(next_offset), 0) FROM millrace.sink_offsets WHERE connector = '" + connector + "'",
                records);
    }
}
