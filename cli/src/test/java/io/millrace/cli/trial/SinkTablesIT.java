// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.cli.Outcome;
import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.PostgresServer;
import io.millrace.testkit.servers.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table that a trial tells is the one that the sink makes, column by column. */
class SinkTablesIT {
    private static final Path SHIPPED = Path.of("../connect-docker/target/plugins");
    private static final String TOPIC = "tables.orders";
    private static final ObjectMapper JSON = new JsonMapper();
    private static final String KEY = """
            {"schema": {"type": "struct", "fields": [{"field": "id", "type": "int64"}]}, "payload": {"id": 1}}
            """;
    private static final String VALUE = """
            {"schema": {"type": "struct", "doc": "Orders of the shop", "fields": [
              {"field": "id", "type": "int64"},
              {"field": "note", "type": "string", "optional": true},
              {"field": "total", "type": "bytes", "name": "org.apache.kafka.connect.data.Decimal", "version": 1,
               "parameters": {"scale": "2", "connect.decimal.precision": "10"}},
              {"field": "at", "type": "int64", "name": "org.apache.kafka.connect.data.Timestamp", "version": 1},
              {"field": "tags", "type": "array", "optional": true, "items": {"type": "string"}},
              {"field": "paid", "type": "boolean", "optional": true}]},
             "payload": {"id": 1, "note": "first", "total": "BNI=", "at": 1700000000000, "tags": ["a"], "paid": true}}
            """;

    @Test
    void areThoseThatTheSinkMakes(@TempDir Path folder) throws Exception {
        String servers = TestServers.kafka().bootstrapServers();
        PostgresServer postgres = TestServers.postgres();
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, KEY, VALUE)).get();
        }
        Map<String, String> sink = sink(postgres);
        Path file = Files.writeString(folder.resolve("sink.json"), JSON.writeValueAsString(sink));

        Outcome outcome = Outcome.of(
                "try",
                file.toString(),
                "--records",
                TOPIC,
                "--bootstrap-servers",
                servers,
                "--schema",
                "--output",
                "json",
                "--plugin-path",
                SHIPPED.toString());

        List<String> told = statements(outcome.out());
        assertThat(told).as(outcome.err() + outcome.out()).hasSize(2);
        try (Connection connection = postgres.connect();
                ConnectWorker worker = TestServers.newWorker(List.of(SHIPPED)).start()) {
            worker.put("tables", sink);
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(
                            () -> assertThat(columns(connection, "public")).isNotEmpty());
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE SCHEMA tried");
                for (String sql : told) {
                    statement.execute(sql.replace("\"public\"", "\"tried\""));
                }
            }
            assertThat(columns(connection, "tried")).hasSize(6).isEqualTo(columns(connection, "public"));
            assertThat(comment(connection, "tried")).isEqualTo("Orders of the shop");
        }
    }

    private static Map<String, String> sink(PostgresServer postgres) {
        Map<String, String> sink = new LinkedHashMap<>();
        sink.put("name", "tables");
        sink.put("connector.class", "io.millrace.connect.postgres.PostgresSinkConnector");
        sink.put("topics", TOPIC);
        sink.put("consumer.override.auto.offset.reset", "earliest");
        sink.put("key.converter", "org.apache.kafka.connect.json.JsonConverter");
        sink.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        sink.put("connection.url", postgres.jdbcUrl());
        sink.put("connection.user", postgres.user());
        sink.put("connection.password", postgres.password());
        sink.put("table.name.format", "orders");
        return sink;
    }

    private static List<String> statements(String output) throws Exception {
        List<String> statements = new ArrayList<>();
        for (String line : output.lines().toList()) {
            JsonNode node = JSON.readTree(line);
            node.at("/tables/PostgreSQL").forEach(statement -> statements.add(statement.asText()));
        }
        return statements;
    }

    private static List<String> columns(Connection connection, String schema) throws SQLException {
        return query(
                connection,
                "SELECT a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull || ' '"
                        + " || coalesce((SELECT i.indisprimary FROM pg_index i WHERE i.indrelid = a.attrelid"
                        + " AND a.attnum = ANY (i.indkey)), false)"
                        + " FROM pg_attribute a WHERE a.attrelid = to_regclass('" + schema + ".orders')"
                        + " AND a.attnum > 0 ORDER BY a.attnum");
    }

    private static String comment(Connection connection, String schema) throws SQLException {
        return query(connection, "SELECT obj_description('" + schema + ".orders'::regclass)")
                .get(0);
    }

    private static List<String> query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }
}
