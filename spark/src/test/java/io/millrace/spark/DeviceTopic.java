// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import io.millrace.spark.curated.Curated;
import io.millrace.spark.curated.CuratedReader;
import io.millrace.testkit.servers.PostgresServer;
import io.millrace.testkit.servers.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.connect.data.Schema;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** A topic of device events, and the schema in PostgreSQL that a job writes tables of them to. */
final class DeviceTopic implements AutoCloseable {
    static final List<String> FUNNEL = List.of("open", "view", "buy");

    private final CuratedTopic topic;
    private final String schema;
    private final PostgresServer postgres = TestServers.postgres();

    DeviceTopic(int partitions) {
        topic = new CuratedTopic("devices", partitions);
        schema = topic.name().replace('.', '_');
        execute("CREATE SCHEMA " + schema);
    }

    CuratedTopic topic() {
        return topic;
    }

    String schema() {
        return schema;
    }

    void send(Schema valueSchema, List<TestEvent> events) {
        events.forEach(event -> topic.send(Schema.STRING_SCHEMA, event.device(), event.record(valueSchema)));
        topic.flush();
    }

    /** Of a job that writes here, with windows of 5 minutes, gaps of 15, and 20 minutes of lateness. */
    List<String> arguments(String checkpoint, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--bootstrap-servers=" + TestServers.kafka().bootstrapServers(),
                "--topics=" + topic.name(),
                "--registry=" + TestServers.registry().url(),
                "--checkpoint=" + checkpoint,
                "--postgres-url=" + postgres.jdbcUrl(),
                "--postgres-user=" + postgres.user(),
                "--postgres-password=" + postgres.password(),
                "--schema=" + schema,
                "--lateness=20m",
                "--session-gap=15m",
                "--funnel=" + String.join(",", FUNNEL)));
        arguments.addAll(List.of(more));
        return arguments;
    }

    static Timeliness timeliness() {
        return new Timeliness(Duration.ofMinutes(20), Duration.ofMinutes(5), Duration.ofMinutes(10));
    }

    static Activity activity() {
        return new Activity(Duration.ofMinutes(5), Duration.ofMinutes(5));
    }

    static DeviceSessions sessions() {
        return new DeviceSessions(Duration.ofMinutes(15), FUNNEL);
    }

    /** All that the topic holds, as a batch. */
    Dataset<Row> events(SparkSession session) {
        Dataset<Row> records = new CuratedReader(CuratedTopic.settings()).read(topic.records(session), topic.name());
        return DeviceEvents.of(Curated.values(records), "$.country");
    }

    Dataset<Row> table(SparkSession session, String name) {
        Properties login = new Properties();
        login.setProperty("user", postgres.user());
        login.setProperty("password", postgres.password());
        return session.read().jdbc(postgres.jdbcUrl(), schema + "." + name, login);
    }

    /** The rows of a table, with the columns in the order of the table. */
    List<Row> rows(SparkSession session, PostgresTable table) {
        return table(session, table.name()).select(columns(table)).collectAsList();
    }

    static Column[] columns(PostgresTable table) {
        return table.columns().stream()
                .map(PostgresTable.Column::name)
                .map(functions::col)
                .toArray(Column[]::new);
    }

    void execute(String sql) {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        topic.close();
    }
}
