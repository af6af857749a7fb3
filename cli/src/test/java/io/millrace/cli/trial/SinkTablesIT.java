// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.cli.Outcome;
import io.millrace.testkit.servers.ClickHouseServer;
import io.millrace.testkit.servers.ConnectWorker;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeAll;
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

    @TempDir
    private Path folder;

    @BeforeAll
    static void anOrder() throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", TestServers.kafka().bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, KEY, VALUE)).get();
        }
    }

    @Test
    void ofClickHouse() throws Exception {
        ClickHouseServer clickHouse = TestServers.clickHouse();
        Map<String, String> sink = sink("ClickHouse", "clickhouse_tables");
        sink.put("connection.urls", clickHouse.httpUrl());
        sink.put("connection.user", clickHouse.user());
        sink.put("connection.password", clickHouse.password());

        List<String> told = told(sink, "ClickHouse");

        assertThat(told).hasSize(1);
        try (ConnectWorker worker = TestServers.newWorker(List.of(SHIPPED)).start()) {
            worker.put("clickhouse_tables", sink);
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(
                            () -> assertThat(columns(clickHouse, "default")).isNotEmpty());
        }
        clickHouse.query("CREATE DATABASE tried");
        clickHouse.query(told.get(0).replace("`default`", "`tried`").replaceFirst(";$", ""));
        assertThat(columns(clickHouse, "tried")).contains("_version").isEqualTo(columns(clickHouse, "default"));
        assertThat(engine(clickHouse, "tried")).contains("ReplacingMergeTree").isEqualTo(engine(clickHouse, "default"));
    }

    private static String columns(ClickHouseServer server, String database) {
        return server.query(
                "SELECT name, type, is_in_sorting_key FROM system.columns WHERE table = 'orders' AND database = '"
                        + database + "' ORDER BY position");
    }

    private static String engine(ClickHouseServer server, String database) {
        return server.query("SELECT engine_full, comment FROM system.tables WHERE name = 'orders' AND database = '"
                + database + "'");
    }

    @Test
    void ofPostgreSql() throws Exception {
        PostgresServer postgres = TestServers.postgres();
        Map<String, String> sink = sink("Postgres", "postgres_tables");
        sink.put("connection.url", postgres.jdbcUrl());
        sink.put("connection.user", postgres.user());
        sink.put("connection.password", postgres.password());

        List<String> told = told(sink, "PostgreSQL");

        assertThat(told).hasSize(2);
        try (Connection connection = postgres.connect();
                ConnectWorker worker = TestServers.newWorker(List.of(SHIPPED)).start()) {
            worker.put("postgres_tables", sink);
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

    private static Map<String, String> sink(String database, String name) {
        Map<String, String> sink = new LinkedHashMap<>();
        sink.put("name", name);
        sink.put(
                "connector.class",
                "io.millrace.connect." + database.toLowerCase(Locale.ROOT) + "." + database + "SinkConnector");
        sink.put("topics", TOPIC);
        sink.put("consumer.override.auto.offset.reset", "earliest");
        sink.put("key.converter", "org.apache.kafka.connect.json.JsonConverter");
        sink.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        sink.put("table.name.format", "orders");
        return sink;
    }

    /** The statements for this database, which are all that a trial of its sink tells. */
    private List<String> told(Map<String, String> sink, String database) throws IOException {
        Path file = Files.writeString(folder.resolve("sink.json"), JSON.writeValueAsString(sink));
        Outcome outcome = Outcome.of(
                "try",
                file.toString(),
                "--records",
                TOPIC,
                "--bootstrap-servers",
                TestServers.kafka().bootstrapServers(),
                "--schema",
                "--output",
                "json",
                "--plugin-path",
                SHIPPED.toString());

        List<String> statements = new ArrayList<>();
        for (String line : outcome.out().lines().toList()) {
            JsonNode tables = JSON.readTree(line).path("tables");
            assertThat(tables.size()).as(outcome.err()).isLessThan(2);
            tables.path(database).forEach(statement -> statements.add(statement.asText()));
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
