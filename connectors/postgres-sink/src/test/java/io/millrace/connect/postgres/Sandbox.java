// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.testkit.DrivenTask;
import io.millrace.testkit.FakeSinkTaskContext;
import io.millrace.testkit.servers.PostgresServer;
import io.millrace.testkit.servers.TestServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/** A schema of its own in the shared PostgreSQL, and tasks that write into it. */
final class Sandbox implements AutoCloseable {
    static final Schema KEY =
            SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
    private static final AtomicInteger COUNT = new AtomicInteger();

    final String schema = "sandbox_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
    final List<String> reported = new ArrayList<>();
    private final PostgresServer server = TestServers.postgres();
    private final Connection connection;

    Sandbox() throws SQLException {
        connection = server.connect();
        execute("CREATE SCHEMA " + schema);
    }

    Map<String, String> config(String... keysAndValues) {
        Map<String, String> config = new HashMap<>(Map.of(
                "name",
                "sink-" + schema,
                "connection.url",
                server.jdbcUrl(),
                "connection.user",
                server.user(),
                "connection.password",
                server.password(),
                "schema.name",
                schema,
                "offsets.schema",
                schema + "_offsets"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            config.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return config;
    }

    /** A started task that owns partition 0 of the topic; its errant records go to {@link #reported}. */
    DrivenTask task(String topic, Map<String, String> config) {
        return task(topic, config, new FakeSinkTaskContext((record, error) -> {
            reported.add(error.getMessage());
            return CompletableFuture.completedFuture(null);
        }));
    }

    DrivenTask task(String topic, Map<String, String> config, FakeSinkTaskContext context) {
        PostgresSinkTask task = new PostgresSinkTask();
        task.initialize(context);
        task.start(config);
        task.open(List.of(new TopicPartition(topic, 0)));
        return new DrivenTask(task);
    }

    static SinkRecord record(String topic, long offset, Struct key, Struct value) {
        return new SinkRecord(
                topic, 0, key == null ? null : key.schema(), key, value == null ? null : value.schema(), value, offset);
    }

    static Struct key(long id) {
        return new Struct(KEY).put("id", id);
    }

    /** The rows of a query, columns joined by {@code |}, null as {@code ~}. */
    List<String> query(String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql.replace("$", schema))) {
            while (rows.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    String text = rows.getString(i);
                    columns.add(text == null ? "~" : text);
                }
                found.add(String.join("|", columns));
            }
        }
        return found;
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql.replace("$", schema));
        }
    }

    @Override
    public void close() throws SQLException {
        execute("DROP SCHEMA IF EXISTS $ CASCADE; DROP SCHEMA IF EXISTS $_offsets CASCADE");
        connection.close();
    }
}
