// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.PluginArchives;
import io.millrace.testkit.servers.TestServers;
import io.millrace.testkit.servers.TopicReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The packaged plugin in a real worker: what a sender is told is true, whatever happens to the worker or to Kafka. */
@Timeout(1800)
class HttpIngestSourceIT {
    private static final String CONNECTOR_CLASS = HttpIngestSourceConnector.class.getName();
    private static final Duration PATIENCE = Duration.ofSeconds(240);
    private static final Pattern EVENT_ID = Pattern.compile("\"event_id\":\"(e\\d+)\"");
    private static final int KILLS = Integer.getInteger("millrace.http.kills", 2);
    private static final int EVENTS = Integer.getInteger("millrace.http.records", 6_000);

    private final String run = "ingest" + System.nanoTime();
    private final int port = freePort();

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ConnectWorker.Version.class,
            names = {"CURRENT", "OLDEST"})
    void takesEventsAndRefusesBadSettings(ConnectWorker.Version version) throws Exception {
        try (ConnectWorker worker = TestServers.newWorker(List.of(plugins()))
                        .version(version)
                        .start();
                Pusher devices = new Pusher(port, 4, 50)) {
            assertThat(worker.validate(
                            CONNECTOR_CLASS,
                            Map.of("topic", "t", "tasks.max", "1", "http.port", "99999", "message.ids.mx", "7")))
                    .isEqualTo(Map.of(
                            "http.port",
                            List.of(
                                    "Invalid value 99999 for configuration http.port: expected a port, or a range such as"
                                            + " 8090-8099. Omit it for the default, 8090."),
                            "message.ids.mx",
                            List.of("Unknown configuration message.ids.mx. Did you mean message.ids.max?")));

            worker.put("devices", config());
            devices.push(1_000, 4);
            await().atMost(PATIENCE).until(devices::isDone);

            assertThat(devices.acknowledged()).hasSize(1_000);
            assertThat(arrived(1_000)).containsExactlyInAnyOrderElementsOf(ids(0, 1_000));
        }
    }

    /** With exactly-once support and message ids each event is written once, however often it was sent. */
    @Test
    void whatIsAcknowledgedIsInKafkaOnceThoughTheWorkerIsKilled() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (ConnectWorker worker = worker();
                Pusher devices = new Pusher(port, 8, 20)) {
            Map<String, String> config = config();
            config.put("exactly.once.support", "required");
            config.put("transaction.boundary", "connector");
            config.put("message.ids.max", "20000");
            config.put("commit.timeout.ms", "20000");
            worker.put("devices", config);
            devices.push(EVENTS, 8);
            for (int kill = 1; kill <= KILLS; kill++) {
                int until = (int) (EVENTS * (kill - random.nextDouble()) / (KILLS + 1.0));
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> devices.acknowledged().size() >= until);
                worker.kill();
                worker.restart();
            }
            await().atMost(PATIENCE).until(devices::isDone);

            List<String> arrived = arrived(EVENTS);
            assertThat(devices.acknowledged()).isEqualTo(new HashSet<>(ids(0, EVENTS)));
            assertThat(new HashSet<>(arrived))
                    .as("seed %d, %d repeats", seed, devices.repeats())
                    .isEqualTo(devices.acknowledged());
            assertThat(arrived).as("seed %d", seed).hasSize(EVENTS);
        }
    }

    @Test
    void tellsSendersToWaitWhileTheBrokerIsAwayAndLosesNothing() {
        int events = 10_000;
        try (ConnectWorker worker = TestServers.newWorker(List.of(plugins()))
                        .heap("256m")
                        .property("producer.transaction.timeout.ms", "60000") // else it ends while Kafka is away
                        .start();
                Pusher devices = new Pusher(port, 32, 100)) {
            Map<String, String> config = config();
            config.put("commit.timeout.ms", "2000");
            config.put("in.flight.max.bytes", "1048576");
            config.put("exactly.once.support", "required");
            worker.put("devices", config);
            devices.push(events, 32);
            await().atMost(PATIENCE).until(() -> devices.acknowledged().size() > 1_000);

            TestServers.kafka().freeze();
            int before = devices.repeats();
            await("senders are told to repeat").atMost(PATIENCE).until(() -> devices.repeats() > before + 100);
            int acknowledged = devices.acknowledged().size();
            await("nobody is told ok")
                    .during(Duration.ofSeconds(3))
                    .atMost(PATIENCE)
                    .until(() -> devices.acknowledged().size() == acknowledged);
            assertThat(worker.isAlive()).isTrue();
            TestServers.kafka().thaw();

            await().atMost(PATIENCE).until(devices::isDone);
            assertThat(devices.acknowledged()).hasSize(events);
            assertThat(new HashSet<>(arrived(events))).containsAll(ids(0, events));
        }
    }

    @Test
    void neverSaysOkOfAnEventThatTheWorkerDrops() throws Exception {
        try (ConnectWorker worker = TestServers.newWorker(List.of(plugins()))
                .property("exactly.once.source.support", "disabled") // else what Kafka refuses fails the task
                .start()) {
            Map<String, String> config = config();
            config.put("errors.tolerance", "all");
            config.put("event.max.bytes", "3000000");
            config.put("http.body.max.bytes", "4000000");
            config.put("transforms", "filter");
            config.put("transforms.filter.type", "org.apache.kafka.connect.transforms.Filter");
            config.put("transforms.filter.predicate", "tagged");
            config.put("predicates", "tagged");
            config.put("predicates.tagged.type", "org.apache.kafka.connect.transforms.predicates.HasHeaderKey");
            config.put("predicates.tagged.name", "filtered");
            config.put("record.header.filtered", "/user_id");
            worker.put("devices", config);
            worker.awaitRunning("devices", PATIENCE);

            assertThat(post("{\"batch\":[" + Pusher.event(1)
                                    + ",{\"messageId\":\"e2\",\"deviceId\":\"d\",\"type\":\"t\","
                                    + "\"userId\":\"u\"}]}")
                            .body())
                    .isEqualTo("{\"accepted\":1,\"results\":{\"e1\":\"ok\",\"e2\":\"drop\"}}");
            HttpResponse<String> oversized = post("{\"batch\":[{\"messageId\":\"e3\",\"deviceId\":\"d\",\"type\":\"t\","
                    + "\"properties\":{\"text\":\"" + "x".repeat(2_000_000) + "\"}}]}");
            assertThat(oversized.body()).isEqualTo("{\"accepted\":0,\"results\":{\"e3\":\"drop\"}}");
            assertThat(oversized.statusCode()).isEqualTo(422);
            assertThat(arrived(1)).containsExactly("e1");

            config.put("unconfirmed.events", "retry");
            config.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
            worker.put("devices", config);
            String toldToRepeat = "{\"accepted\":0,\"results\":{\"e4\":\"retry\"}}";
            HttpResponse<String> unconverted = await("the task with the converter that fails, after the one before it")
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(
                            () -> post("{\"batch\":[" + Pusher.event(4) + "]}"),
                            answer -> answer.body().equals(toldToRepeat));
            assertThat(unconverted.statusCode()).isEqualTo(503);
        }
    }

    @Test
    void givesEachTaskOfAWorkerAPortAndSaysWhich() throws Exception {
        try (ConnectWorker worker = worker()) {
            Map<String, String> config = config();
            config.put("tasks.max", "2");
            config.put("http.port", port + "-" + (port + 50));
            config.put("http.advertised.host", "127.0.0.1");
            config.put("http.addresses.topic", run + "addresses");
            worker.put("devices", config);

            List<ConsumerRecord<String, String>> addresses = await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> reader().read(run + "addresses", 2), found -> found.size() == 2);
            assertThat(addresses).extracting(ConsumerRecord::key).containsExactlyInAnyOrder("devices/0", "devices/1");
            int n = 0;
            for (ConsumerRecord<String, String> address : addresses) {
                String url = address.value().replace("\"", "");
                HttpResponse<String> answer = HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create(url + "/v1/events"))
                                        .header("Content-Type", "application/json")
                                        .POST(BodyPublishers.ofString(Pusher.event(n++)))
                                        .build(),
                                BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(200);
            }
            assertThat(arrived(2)).containsExactlyInAnyOrder("e0", "e1");
        }
    }

    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/batch"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    private Map<String, String> config() {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", CONNECTOR_CLASS);
        config.put("tasks.max", "1");
        config.put("topic", run);
        config.put("http.port", Integer.toString(port));
        config.put("topic.creation.default.partitions", "1");
        config.put("topic.creation.default.replication.factor", "1");
        config.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        config.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("value.converter.schemas.enable", "false");
        return config;
    }

    private static ConnectWorker worker() {
        return TestServers.newWorker(List.of(plugins())).start();
    }

    private static Path plugins() {
        Path plugins = TestServers.newDirectory("plugins");
        Path archive =
                Path.of("target", "millrace-http-ingest-source-" + System.getProperty("project.version") + ".zip");
        PluginArchives.unpack(archive, plugins);
        return plugins;
    }

    private static TopicReader reader() {
        return new TopicReader(TestServers.kafka().bootstrapServers(), PATIENCE);
    }

    private List<String> arrived(int atLeast) {
        List<String> ids = new ArrayList<>();
        for (ConsumerRecord<String, String> record : reader().read(run, atLeast)) {
            Matcher id = EVENT_ID.matcher(record.value());
            assertThat(id.find()).as(record.value()).isTrue();
            ids.add(id.group(1));
        }
        return ids;
    }

    private static List<String> ids(int from, int to) {
        List<String> ids = new ArrayList<>();
        for (int n = from; n < to; n++) {
            ids.add("e" + n);
        }
        return ids;
    }
}
