// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.servers.DatabaseServer;
import io.millrace.testkit.servers.PluginArchives;
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
import java.util.concurrent.locks.LockSupport;

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
        static final List<Path> FOLDERS = List.of(PluginArchives.built("millrace-postgres-sink"));
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
