// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.connect.ingest.Clients.Result;
import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.PluginArchives;
import io.millrace.testkit.servers.TestServers;
import io.millrace.testkit.servers.TopicReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SDKs, curl and a browser send events to the packaged plugin in a real worker, and each is a device event in its topic. */
@Timeout(900)
class HttpIngestClientsIT {
    private static final String KEY = "k3y of a test";
    private static final Duration PATIENCE = Duration.ofSeconds(240);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path PAGE = Path.of("..", "..", "docs", "connectors", "http-ingest-source.md");
    private static final Pattern BLOCK = Pattern.compile("(?s)```(?:json|bash)\n(.*?)```");
    private static final long OCCURRED_MS =
            Instant.parse("2026-03-01T12:00:00.250Z").toEpochMilli();

    private static final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private static HttpServer site;
    private static ConnectWorker worker;

    @BeforeAll
    static void start() throws IOException {
        site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] page = Files.readAllBytes(Path.of("src", "test", "resources", "page.html"));
        site.createContext("/", exchange -> answer(exchange, page));
        site.createContext("/told", exchange -> {
            told.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            answer(exchange, new byte[0]);
        });
        site.start();
        Path plugins = TestServers.newDirectory("plugins");
        Path archive =
                Path.of("target", "millrace-http-ingest-source-" + System.getProperty("project.version") + ".zip");
        PluginArchives.unpack(archive, plugins);
        worker = TestServers.newWorker(List.of(plugins)).start();
    }

    private static void answer(HttpExchange exchange, byte[] body) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @AfterAll
    static void stop() {
        if (worker != null) {
            worker.close();
        }
        if (site != null) {
            site.stop(0);
        }
    }

    /** A connector that takes events at that port, with API keys, to a topic of its own name. */
    private static String listen(String name, String... settings) throws Exception {
        int port = freePort();
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", HttpIngestSourceConnector.class.getName());
        config.put("topic", name);
        config.put("http.auth.type", "api-key");
        config.put("http.auth.key.in", "bearer,basic,query");
        config.put("http.auth.keys", "test:" + sha256(KEY));
        for (int i = 0; i < settings.length; i += 2) {
            config.put(settings[i], settings[i + 1]);
        }
        start(name, config, port);
        return "http://127.0.0.1:" + port;
    }

    private static void start(String name, Map<String, String> config, int port) {
        config.put("tasks.max", "1");
        config.put("http.port", Integer.toString(port));
        config.put("topic.creation.default.partitions", "1");
        config.put("topic.creation.default.replication.factor", "1");
        config.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("value.converter.schemas.enable", "false");
        worker.put(name, config);
        worker.awaitRunning(name, PATIENCE);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String sha256(String text) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash);
    }

    /** The events of a topic, by their ids. */
    private static Map<String, JsonNode> events(String topic, int count) throws JsonProcessingException {
        Map<String, JsonNode> events = new HashMap<>();
        for (ConsumerRecord<String, String> record :
                new TopicReader(TestServers.kafka().bootstrapServers(), PATIENCE).read(topic, count)) {
            JsonNode event = JSON.readTree(record.value());
            events.put(event.path("event_id").asText(), event);
        }
        assertThat(events).as("%s", events.keySet()).hasSize(count);
        return events;
    }

    private static void assertFields(JsonNode event, String... fields) {
        for (int i = 0; i < fields.length; i += 2) {
            assertThat(event.path(fields[i]).asText()).as(fields[i]).isEqualTo(fields[i + 1]);
        }
    }

    @Test
    void takesWhatSegmentsSdkSends() throws Exception {
        String url = listen("segment", "http.apis", "segment");

        Result sdk = Clients.node("segment", url, KEY);

        assertThat(sdk.exit()).as(sdk.output()).isZero();
        Map<String, JsonNode> events = events("segment", 4);
        JsonNode track = events.remove("segment-track");
        assertFields(track, "device_id", "phone-7", "user_id", "u1", "type", "Song Played", "platform", "Android");
        assertFields(track, "app_version", "2.1.0", "locale", "de-AT");
        assertThat(track.path("occurred_at").asLong()).isCloseTo(OCCURRED_MS, within(30_000L)); // put right
        JsonNode properties = JSON.readTree(track.path("properties").asText());
        assertThat(properties.path("title").asText()).isEqualTo("Grün");
        assertThat(properties.path("seconds").asText()).isEqualTo("12.5");
        JsonNode identify = events.remove("segment-identify");
        assertFields(identify, "device_id", "u1", "user_id", "u1", "type", "identify");
        assertThat(JSON.readTree(identify.path("properties").asText())
                        .path("plan")
                        .asText())
                .isEqualTo("pro");
        assertFields(events.remove("segment-page"), "device_id", "anon-1", "type", "page");
        assertThat(events.values()).singleElement().satisfies(last -> {
            assertFields(last, "device_id", "anon-1", "type", "Song Stopped");
            assertThat(last.path("event_id").asText()).startsWith("node-next-");
        });
    }

    @Test
    void takesWhatTheCloudEventsSdkSends() throws Exception {
        String url = listen("cloudevents", "http.apis", "millrace,cloudevents");

        Result sdk = Clients.node("cloudevents", url, KEY);

        assertThat(sdk.exit()).as(sdk.output()).isZero();
        Map<String, JsonNode> events = events("cloudevents", 5);
        for (JsonNode event : events.values()) {
            assertFields(event, "device_id", "truck-12", "type", "com.acme.reading");
            assertThat(event.path("occurred_at").asLong()).isEqualTo(OCCURRED_MS);
            JsonNode unknown = JSON.readTree(event.path("properties").asText()).path("_unknown_fields");
            assertFields(unknown, "plantid", "Werk \"2\" 100%", "source", "/fleet/7");
            assertThat(unknown.path("traceparent").asText()).startsWith("00-4bf92f");
        }
        for (String id : List.of("ce-binary", "ce-structured", "ce-batch-1", "ce-batch-2")) {
            assertThat(JSON.readTree(events.get(id).path("properties").asText())
                            .path("temperature")
                            .asText())
                    .isEqualTo("21.5");
        }
        assertThat(events.get("ce-text").path("properties").asText()).contains("\"data\":\"hot\"");
    }

    /** The configuration, the request and the answer that the connector's page shows. */
    @Test
    void doesWhatItsPageSays() throws Exception {
        Clients.assumeCurl();
        List<String> blocks = BLOCK.matcher(Files.readString(PAGE))
                .results()
                .map(block -> block.group(1))
                .toList();
        int port = freePort();
        Map<String, String> config = new HashMap<>();
        JSON.readTree(blocks.get(0))
                .properties()
                .forEach(field -> config.put(field.getKey(), field.getValue().asText()));
        assertThat(config.put("http.auth.keys", "test:" + sha256(KEY))).startsWith("${");
        start("page", config, port);
        String command = blocks.get(1).replace("<key>", KEY).replace("localhost:8090", "127.0.0.1:" + port);

        Result curl = Clients.run(Path.of("."), List.of("bash", "-c", command.replaceFirst("curl ", "curl -sS ")));

        assertThat(JSON.readTree(curl.output())).as(curl.output()).isEqualTo(JSON.readTree(blocks.get(2)));
        JsonNode event = events("devices.events", 1).get("e1");
        assertFields(event, "device_id", "d1", "type", "reading", "properties", "{\"temperature\": 21.5}");
    }

    @Test
    void takesWhatCurlCompressesAndStreams() throws Exception {
        Clients.assumeCurl();
        String url = listen("curl");
        String common = "curl -sS -H 'X-Unused: 1' -H 'Authorization: Bearer " + KEY + "' -H 'Content-Type: ";
        String event = "{\"event_id\":\"%s\",\"device_id\":\"d\",\"type\":\"t\"}";

        Map<String, String> commands = Map.of(
                "gzip",
                "printf '%s' '" + event.formatted("gzip") + "' | gzip | " + common
                        + "application/json' -H 'Content-Encoding: gzip' --data-binary @- " + url + "/v1/events",
                "chunked",
                "printf '%s' '" + event.formatted("chunked") + "' | " + common + "application/x-ndjson' -T - -X POST "
                        + url + "/v1/events",
                "http2",
                common + "application/json' --http2-prior-knowledge -d '" + event.formatted("http2") + "' " + url
                        + "/v1/events",
                "expect",
                common + "application/json' -H 'Expect: 100-continue' -d '" + event.formatted("expect") + "' " + url
                        + "/v1/events");
        for (Map.Entry<String, String> command : commands.entrySet()) {
            Result curl = Clients.run(Path.of("."), List.of("bash", "-c", command.getValue()));
            assertThat(curl.output()).as(command.getKey()).contains("\"" + command.getKey() + "\":\"ok\"");
        }

        assertThat(events("curl", 4)).containsOnlyKeys(commands.keySet());
    }

    @Test
    void takesWhatABrowserSendsFromAnAllowedPageAndNotFromAnother() throws Exception {
        String origin = "http://127.0.0.1:" + site.getAddress().getPort();
        String url = listen("browser", "http.cors.origins", origin, "http.cors.credentials", "true");
        String page = "/?url=" + url + "&key=" + KEY.replace(" ", "%20");

        JsonNode answers = browse(origin + page, 4);

        assertThat(answers.toString())
                .isEqualTo("{\"fetch\":{\"accepted\":1,\"results\":{\"fetch\":\"ok\"}},\"text\":true,\"form\":true,"
                        + "\"json\":true}");
        Map<String, JsonNode> events = events("browser", 4);
        assertThat(events).containsOnlyKeys("fetch", "beacon-text", "beacon-form", "beacon-json");
        for (JsonNode event : events.values()) {
            assertFields(event, "device_id", "browser-1", "type", "click", "locale", "fr");
            assertFields(event, "properties", "{\"x\":\"é👪\"}");
        }

        JsonNode others = browse(origin.replace("127.0.0.1", "localhost") + page, 4);
        assertThat(others.path("fetch").asText()).isEqualTo("TypeError");
    }

    /** What the page is told, as it says to its own server; once so many events have arrived. */
    private static JsonNode browse(String address, int events) throws Exception {
        Process browser = Clients.browser(address);
        try {
            String answer = told.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(answer).isNotNull();
            assertThat(events("browser", events)).hasSize(events);
            return JSON.readTree(answer);
        } finally {
            browser.destroy();
            browser.waitFor();
        }
    }
}
