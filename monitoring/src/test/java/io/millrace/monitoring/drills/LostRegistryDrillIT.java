// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.monitoring.Orders;
import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.PostgresServer;
import io.millrace.testkit.servers.RegistryServer;
import io.millrace.testkit.servers.TestServers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The drill "a lost registry" of docs/operations.md: the registry is lost with its data, and a new one is filled from the
 * archive that the old one had given. Schemas have the ids that they had, so what is in Kafka is read as before.
 */
class LostRegistryDrillIT {
    private static final String FIRST = """
            {"type":"record","name":"Order","fields":[{"name":"id","type":"long"},{"name":"status","type":"string"}]}""";
    private static final String SECOND = """
            {"type":"record","name":"Order","fields":[{"name":"id","type":"long"},{"name":"status","type":"string"},\
            {"name":"note","type":"string","default":""}]}""";
    private static final String THIRD = SECOND.replace("\"note\"", "\"remark\"");
    private static final List<String> ROWS = List.of("1|new|null", "2|paid|gift");

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void recordsOfBeforeAreReadFromARegistryThatWasFilledAgain() throws Exception {
        Orders orders = Orders.create("registered-orders");
        RegistryServer lost = RegistryServer.start(TestServers.newDirectory("lost-registry"));
        int port = URI.create(lost.url()).getPort();
        byte[] archive;
        int last;
        try (lost) {
            // Ids that a registry would not give again by itself, in the same order.
            register(lost, "dropped-value", "\"string\"");
            int first = register(lost, "registered-orders-value", FIRST);
            last = register(lost, "registered-orders-value", SECOND);
            delete(lost, "dropped-value");
            orders.produce(record(first, 1, "new"));
            orders.produce(record(last, 2, "paid", "gift"));
            archive = export(lost);
            lost.kill();
        }

        try (RegistryServer filled = RegistryServer.start(TestServers.newDirectory("filled-registry"), port);
                PostgresServer postgres = PostgresServer.start(TestServers.newDirectory("registered-postgres"));
                ConnectWorker worker = TestServers.newWorker(Orders.plugins()).start()) {
            worker.put("early-sink", config(orders, postgres, filled, "early"));
            assertThat(worker.awaitFailed("early-sink", Orders.PATIENCE)).contains(String.valueOf(last - 1));
            assertThat(Orders.query(postgres, "SELECT id FROM early")).isEmpty();

            fill(filled, archive);
            assertThat(register(filled, "registered-orders-value", SECOND)).isEqualTo(last);
            worker.restart("early-sink");

            await("rows")
                    .atMost(Orders.PATIENCE)
                    .ignoreExceptions() // the column comes with the second record
                    .untilAsserted(() -> assertThat(
                                    Orders.query(
                                            postgres,
                                            "SELECT id || '|' || status || '|' || coalesce(note, 'null') FROM early ORDER BY id"))
                            .isEqualTo(ROWS));
            assertThat(register(filled, "other-value", THIRD))
                    .as("an id that no record has")
                    .isGreaterThan(last);
            worker.delete("early-sink");
        }
    }

    private static Map<String, String> config(
            Orders orders, PostgresServer postgres, RegistryServer registry, String table) {
        Map<String, String> config = new HashMap<>(orders.sink(postgres));
        config.put("table.name.format", table);
        config.put("write.mode", "insert");
        config.put("key.mode", "none");
        config.put("delete.mode", "none");
        config.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        config.put("value.converter", "io.millrace.converters.AvroConverter");
        config.put("value.converter.schema.registry.url", registry.url());
        return config;
    }

    /** As Confluent's serializer writes an order: a zero, the schema's id, and Avro. */
    private static byte[] record(int schemaId, int id, String... texts) {
        ByteBuffer bytes =
                ByteBuffer.allocate(100).put((byte) 0).putInt(schemaId).put((byte) (2 * id));
        for (String text : texts) {
            bytes.put((byte) (2 * text.length())).put(text.getBytes(StandardCharsets.US_ASCII));
        }
        byte[] record = new byte[bytes.position()];
        bytes.flip().get(record);
        return record;
    }

    private int register(RegistryServer registry, String subject, String schema) throws Exception {
        ObjectMapper json = new ObjectMapper();
        String body = json.writeValueAsString(Map.of("schema", schema));
        HttpRequest request = HttpRequest.newBuilder(URI.create(registry.url() + "/subjects/" + subject + "/versions"))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        JsonNode answer = json.readTree(send(request));
        return answer.path("id").asInt();
    }

    private void delete(RegistryServer registry, String subject) throws Exception {
        send(HttpRequest.newBuilder(URI.create(registry.url() + "/subjects/" + subject))
                .DELETE()
                .build());
    }

    private byte[] export(RegistryServer registry) throws Exception {
        return send(HttpRequest.newBuilder(admin(registry, "export"))
                .header("Accept", "application/zip")
                .build());
    }

    private void fill(RegistryServer registry, byte[] archive) throws Exception {
        send(HttpRequest.newBuilder(admin(registry, "import"))
                .header("Content-Type", "application/zip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(archive))
                .build());
    }

    private static URI admin(RegistryServer registry, String action) {
        return URI.create(registry.url().replace("/apis/ccompat/v7", "/apis/registry/v2/admin/" + action));
    }

    private byte[] send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode())
                .as(request + ": " + new String(answer.body(), StandardCharsets.UTF_8))
                .isBetween(200, 299);
        return answer.body();
    }
}
