// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.TestServers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Topics of plain JSON, and of several formats, into typed tables through the packaged converters of a worker. */
class JsonConvertersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String SOURCE = "device-events-source";
    private static final String SINK = "device-events-postgres-sink";
    private static final String JSON_TOPIC = "json.orders";
    private static final String JSON_SINK = "json-sink";
    private static final String MIXED_TOPIC = "mixed.events";
    private static final String MIXED_SINK = "mixed-sink";
    private static final String CONVERTERS = "value.converter.converters.";

    private static DeviceFeed feed;
    private static Producer<byte[], byte[]> producer;
    private static ConnectWorker worker;

    @BeforeAll
    static void startWorker() {
        Archive.all();
        feed = new DeviceFeed();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", TestServers.kafka().bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        worker = TestServers.newWorker(List.of(Archive.pluginPath()))
                .environment(Pipeline.environment(feed, TestServers.postgres(), TestServers.registry()))
                .start();
    }

    @AfterAll
    static void stop() {
        worker.close();
        producer.close();
        feed.close();
    }

    @Test
    void plainJsonBecomesATypedTableThatFollowsItsSchema() {
        String rows = "SELECT jsonb_strip_nulls(to_jsonb(o))::text FROM json_orders o";
        String first =
                "{\"id\": 1, \"dest\": {\"zip\": \"10115\"}, \"name\": \"a\", \"tags\": [\"x\", \"y\"], \"price\": 5}";
        String second =
                "{\"id\": 2, \"dest\": {\"zip\": \"20095\", \"city\": \"Hamburg\"}, \"paid\": true, \"tags\": []}";
        String third = "{\"id\": 3, \"price\": 9007199254740992}";
        String fourth = "{\"id\": 4, \"price\": 2.5}";
        String fifth = "{\"id\": 5, \"price\": 7}";
        start(JSON_SINK, jsonSink());
        send(JSON_TOPIC, first.replace("5}", "5, \"note\": null}"));
        awaitRows(JSON_SINK, rows, Set.of(first));
        assertThat(columns("json_orders"))
                .containsExactlyInAnyOrder("id bigint", "price bigint", "name text", "tags ARRAY", "dest jsonb");

        send(JSON_TOPIC, second.replace("[]}", "[], \"price\": null}"));
        send(JSON_TOPIC, "null");
        send(JSON_TOPIC, third);
        awaitRows(JSON_SINK, rows, Set.of(first, second, third));
        assertThat(columns("json_orders")).hasSize(6).contains("paid boolean");

        send(JSON_TOPIC, fourth);
        String remedy = "ALTER TABLE \"public\".\"json_orders\" ALTER COLUMN \"price\" TYPE double precision;";
        assertThat(worker.awaitFailed(JSON_SINK, PATIENCE))
                .contains("Cannot write float64 field price to column public.json_orders.price: found type bigint")
                .contains("Run: " + remedy);

        // The task that starts again knows only what it reads from here on: other columns keep what they have.
        Pipeline.execute(TestServers.postgres(), remedy);
        send(JSON_TOPIC, "{\"id\": 1, \"price\": 6, \"name\": \"b\"}");
        worker.restart(JSON_SINK);
        String changed = first.replace("\"a\"", "\"b\"").replace("5}", "6}");
        awaitRows(JSON_SINK, rows, Set.of(changed, second, third, fourth));

        // And to the next one prices are integers again.
        worker.stop(JSON_SINK);
        worker.await(
                JSON_SINK,
                "to stop",
                status -> status.state().equals("STOPPED") && status.tasks().isEmpty(),
                PATIENCE);
        send(JSON_TOPIC, fifth);
        worker.resume(JSON_SINK);
        awaitRows(JSON_SINK, rows, Set.of(changed, second, third, fourth, fifth));
        worker.delete(JSON_SINK);
    }

    @Test
    void aTopicOfSeveralFormatsReachesItsTableWhole() {
        worker.put(SOURCE, Pipeline.config(SOURCE, Map.of("topic", MIXED_TOPIC)));
        feed.add("avro-1");
        start(MIXED_SINK, fallbackSink());
        awaitRows(MIXED_SINK, "SELECT event_id FROM mixed_events", Set.of("avro-1"));

        send(MIXED_TOPIC, "{\"event_id\": \"json-1\", \"temperature\": 21.5}");
        send(MIXED_TOPIC, new byte[] {(byte) 0x80, 1, 2});
        send(MIXED_TOPIC, new byte[] {0, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff, 2});
        send(MIXED_TOPIC, "{\"event_id\": \"json-");
        feed.add("avro-2");
        send(MIXED_TOPIC, "{\"event_id\": \"json-2\"}");

        awaitRows(
                MIXED_SINK,
                "SELECT event_id FROM mixed_events",
                Set.of("avro-1", "json-1", "avro-2", "json-2", "null"));
        awaitRows(
                MIXED_SINK,
                "SELECT encode(bytes, 'hex') FROM mixed_events",
                Set.of("null", "800102", "007fffffff02", hex("{\"event_id\": \"json-")));
        assertThat(query("SELECT event_id FROM mixed_events WHERE temperature = 21.5"))
                .containsExactly("json-1");
        assertThat(query("SELECT event_id FROM mixed_events WHERE app_version = '1.2.3'"))
                .containsExactly("avro-1", "avro-2");
        assertThat(query("SELECT topic || ': ' || reason FROM mixed_events WHERE bytes IS NOT NULL"))
                .hasSize(3)
                .contains("mixed.events: 3 bytes, the first 0x80, for which no converter is meant")
                .anyMatch(text -> text.contains("avro: Cannot ") && text.contains("2147483647"))
                .anyMatch(text -> text.contains("json: Cannot read JSON: "));
        assertThat(query("SELECT count(*) FROM mixed_events")).containsExactly("7");
        worker.delete(SOURCE);
        worker.delete(MIXED_SINK);
    }

    @ParameterizedTest
    @CsvSource({
        "inferring, value.converter.type.conflicts, nope",
        "inferring, value.converter.schema.max.depth, 0",
        "fallback, value.converter.undecodable, nope",
        "fallback, value.converter.converters.avro.max.retries, -2",
        "fallback, value.converter.converters.json.type.conflicts, nope",
        "fallback, value.converter.converters.json.when, nope",
    })
    void aWrongSettingIsRefusedUnderItsWholeKey(String converter, String key, String value) {
        Map<String, String> config = new HashMap<>(converter.equals("fallback") ? fallbackSink() : jsonSink());
        assertThat(worker.validate(config.get("connector.class"), config)).isEmpty();
        config.put(key, value);

        Map<String, List<String>> errors = worker.validate(config.get("connector.class"), config);

        assertThat(errors).containsOnlyKeys(key);
        assertThat(errors.get(key))
                .singleElement()
                .asString()
                .startsWith("Invalid value " + value + " for configuration ")
                .contains("expected ")
                .contains(" Omit it for the default, ");
    }

    private static Map<String, String> jsonSink() {
        return sink(Map.of(
                "topics", JSON_TOPIC,
                "key.mode", "record_value",
                "key.fields", "id",
                "value.converter", "io.millrace.converters.InferringJsonConverter"));
    }

    private static Map<String, String> fallbackSink() {
        return sink(Map.ofEntries(
                Map.entry("topics", MIXED_TOPIC),
                Map.entry("key.mode", "kafka"),
                Map.entry("value.converter", "io.millrace.converters.FallbackConverter"),
                Map.entry(CONVERTERS.substring(0, CONVERTERS.length() - 1), "avro,json"),
                Map.entry(CONVERTERS + "avro.type", "io.millrace.converters.AvroConverter"),
                Map.entry(CONVERTERS + "avro.when", "magic0,magic1,id.header"),
                Map.entry(CONVERTERS + "avro.schema.registry.url", "${env:REGISTRY_URL}"),
                Map.entry(CONVERTERS + "json.type", "io.millrace.converters.InferringJsonConverter"),
                Map.entry(CONVERTERS + "json.when", "json")));
    }

    /** The shipped sink with other converters, and tables named after their topics. */
    private static Map<String, String> sink(Map<String, String> changes) {
        Map<String, String> config = Pipeline.config(SINK, changes);
        config.put("key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        config.put("table.name.format", "${topic}");
        Stream.of("key.converter.schema.registry.url", "value.converter.schema.registry.url")
                .forEach(config::remove);
        if (changes.get("key.fields") == null) {
            config.remove("key.fields");
        }
        return config;
    }

    private static void start(String connector, Map<String, String> config) {
        worker.put(connector, config);
        worker.awaitRunning(connector, PATIENCE);
    }

    private static void send(String topic, String value) {
        send(topic, value.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(String topic, byte[] value) {
        producer.send(new ProducerRecord<>(topic, value));
        producer.flush();
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void awaitRows(String connector, String query, Set<String> expected) {
        await(query)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(query(query))
                        .as(() -> query + ", " + worker.status(connector))
                        .isEqualTo(expected));
    }

    private static Set<String> query(String sql) {
        return Pipeline.column(TestServers.postgres(), sql);
    }

    private static Set<String> columns(String table) {
        return query("SELECT column_name || ' ' || data_type FROM information_schema.columns"
                + " WHERE table_schema = 'public' AND table_name = '" + table + "'");
    }
}
