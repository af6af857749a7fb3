// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.monitoring.Orders;
import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.PostgresServer;
import io.millrace.testkit.servers.TestServers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * A worker that logs as {@code log4j2.properties} says, while its database goes, a record cannot be read and the registry is
 * away: each line is one JSON object that says whose it is, Alloy's stages read each, and Loki's alerts find what went wrong.
 */
class JsonLogIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> FIELDS =
            Set.of("timestamp", "level", "logger", "thread", "connector", "task", "message");

    /** Container runtimes cut lines there. */
    private static final int LONGEST = 16 * 1024;

    @Test
    void eachLineSaysWhoseItIsAndAlertsFindWhatWentWrong() throws Exception {
        Orders orders = Orders.create("logged-orders");
        Orders broken = Orders.create("broken-orders");
        Orders avro = Orders.create("avro-orders");
        List<String> lines;
        try (PostgresServer postgres = PostgresServer.start(TestServers.newDirectory("logged-postgres"));
                ConnectWorker worker = TestServers.newWorker(Orders.plugins())
                        .logging(Logging.LOG4J)
                        .start()) {
            orders.start(worker, "orders-sink", postgres);
            orders.produce(20);
            orders.awaitStored(postgres, "orders-sink");
            awaitLine(worker, "orders-sink", "0", "Connected to PostgreSQL at ");

            setLevel(worker, "io.millrace.connect.sink", "DEBUG");
            orders.produce(20);
            awaitLine(worker, "orders-sink", "0", "Wrote ");

            postgres.kill();
            orders.produce(1);
            awaitLine(worker, "orders-sink", "0", "Waiting for the database, for up to ");
            postgres.restart();
            orders.awaitStored(postgres, "orders-sink");
            awaitLine(worker, "orders-sink", "0", "The database accepts rows again");

            broken.produce("no JSON".getBytes(StandardCharsets.UTF_8));
            broken.start(worker, "broken-sink", postgres);
            worker.awaitFailed("broken-sink", Orders.PATIENCE);

            avro.produce(new byte[] {0, 0, 0, 0, 7, 2});
            worker.put("avro-sink", unreachable(avro.sink(postgres)));
            awaitLine(worker, "avro-sink", "0", "The schema registry cannot be asked: ");
            worker.awaitFailed("avro-sink", Orders.PATIENCE);
            lines = lines(worker);
        }

        assertThat(lines).hasSizeGreaterThan(50).allSatisfy(JsonLogIT::isOneObject);
        assertAFailureIsOneLine(lines);
        for (AlloyFile alloy : Logging.alloy()) {
            assertAlloyReads(alloy, lines);
        }
    }

    private static Map<String, String> unreachable(Map<String, String> sink) {
        Map<String, String> config = new HashMap<>(sink);
        config.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        config.put("value.converter", "io.millrace.converters.AvroConverter");
        config.put("value.converter.schema.registry.url", "http://127.0.0.1:1");
        config.put("value.converter.registry.outage.timeout.ms", "10000");
        return config;
    }

    private static void isOneObject(String line) {
        JsonNode root = parsed(line);

        assertThat(root.isObject()).as(line).isTrue();
        FIELDS.forEach(
                field -> assertThat(root.has(field)).as(field + " of " + line).isTrue());
        assertThat(Instant.parse(root.path("timestamp").asText())).isNotNull();
        assertThat(line.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(LONGEST);
    }

    private static void assertAFailureIsOneLine(List<String> lines) {
        JsonNode failure = lines.stream()
                .map(JsonLogIT::parsed)
                .filter(line -> line.path("connector").asText().equals("broken-sink"))
                .filter(line -> line.path("level").asText().equals("ERROR") && line.has("exception"))
                .findFirst()
                .orElseThrow();

        assertThat(failure.path("task").asText()).isEqualTo("0");
        assertThat(failure.at("/exception/class").asText()).startsWith("org.apache.kafka.connect.errors.");
        assertThat(failure.at("/exception/cause").asText()).contains("no");
        assertThat(failure.at("/exception/stack").asText()).contains("\n\tat ").contains("\nCaused by: ");
    }

    private static void assertAlloyReads(AlloyFile alloy, List<String> lines) {
        for (String line : lines) {
            Map<String, String> extracted = alloy.extracted(line);
            assertThat(extracted).as(line).containsOnlyKeys(alloy.json().keySet());
            assertThat(extracted.get("level")).isIn("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL");
            assertThat(Instant.parse(extracted.get(alloy.timestamp().get("source"))))
                    .isNotNull();
        }
        assertThat(alerted(alloy, lines, "ConnectTaskFailedInLog")).contains("broken-sink", "avro-sink");
        assertThat(alerted(alloy, lines, "SinkWaitsForDatabase")).containsExactly("orders-sink");
        assertThat(alerted(alloy, lines, "SchemaRegistryUnreachable")).containsExactly("avro-sink");
        assertThat(alerted(alloy, lines, "SinkFencedInLog")).isEmpty();
        assertThat(alerted(alloy, lines, "CredentialsRefused")).isEmpty();
    }

    /** The connectors whose lines an alert counts. */
    private static List<String> alerted(AlloyFile alloy, List<String> lines, String alert) {
        LogRule rule = Logging.rules().stream()
                .filter(each -> each.alert().equals(alert))
                .findFirst()
                .orElseThrow();
        return lines.stream()
                .map(alloy::entry)
                .filter(rule::matches)
                .map(entry -> entry.metadata().get("connector"))
                .distinct()
                .toList();
    }

    private static void awaitLine(ConnectWorker worker, String connector, String task, String beginning) {
        await(beginning)
                .atMost(Orders.PATIENCE)
                .until(() -> lines(worker).stream()
                        .map(JsonLogIT::parsed)
                        .anyMatch(line -> line.path("connector").asText().equals(connector)
                                && line.path("task").asText().equals(task)
                                && line.path("message").asText().startsWith(beginning)));
    }

    private static void setLevel(ConnectWorker worker, String logger, String level) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(worker.url() + "/admin/loggers/" + logger))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"level\": \"" + level + "\"}"))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body())).anyMatch(name -> name.asText().equals(logger));
    }

    /** Whole lines: the last may be half written. */
    private static List<String> lines(ConnectWorker worker) {
        String text = Logging.text(worker.log());
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new AssertionError("Not JSON: " + line, e);
        }
    }
}
