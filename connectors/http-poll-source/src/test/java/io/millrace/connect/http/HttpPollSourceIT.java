// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.PluginArchives;
import io.millrace.testkit.servers.TestServers;
import io.millrace.testkit.servers.TopicReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The packaged archive in real workers with exactly-once support, against a feed that misbehaves. */
@Timeout(300)
class HttpPollSourceIT {
    private static final String CONNECTOR_CLASS = HttpPollSourceConnector.class.getName();
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Pattern EVENT_ID = Pattern.compile("\"event_id\":\"([^\"]+)\"");
    private static final int KILLS = Integer.getInteger("millrace.http.kills", 2);

    private final FakeFeed feed = new FakeFeed(0);
    private String topic = "";

    @BeforeEach
    void newTopic() {
        topic = "devices." + System.nanoTime();
    }

    @AfterEach
    void closeFeed() {
        feed.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = ConnectWorker.Version.class,
            names = {"CURRENT", "OLDEST"})
    void deliversAFeedAndRefusesBadSettings(ConnectWorker.Version version) throws Exception {
        feed.append(250);
        try (ConnectWorker worker = worker(version)) {
            worker.put("device-events", config());
            assertThat(arrived(250)).isEqualTo(TestPoller.ids(0, 250));

            assertThat(worker.validate(
                            CONNECTOR_CLASS,
                            Map.of("http.url", feed.url(), "topic", "t", "tasks.max", "1", "poll.interval.ms", "0")))
                    .isEqualTo(Map.of(
                            "poll.interval.ms",
                            List.of(
                                    "Invalid value 0 for configuration poll.interval.ms: expected 1 to 86400000. Omit it "
                                            + "for the default, 100.")));
            assertThat(worker.validate(
                                    CONNECTOR_CLASS,
                                    Map.of("http.url", feed.url(), "topic", "t", "http.auth.tokn", "x"))
                            .get("http.auth.tokn"))
                    .contains("Unknown configuration http.auth.tokn. Did you mean http.auth.token?");
        }
    }

    @Test
    void failsOnAWrongTokenAndDeliversEverythingOnceItIsMended() {
        feed.append(250);
        feed.token("another");
        try (ConnectWorker worker = worker(ConnectWorker.Version.CURRENT)) {
            Map<String, String> config = config();
            assertThat(worker.validate(CONNECTOR_CLASS, config).get("http.url"))
                    .containsExactly("Cannot read a page: found HTTP 401 (expected 200) at " + feed.url()
                            + " from the start. Correct http.auth.token, or what it is allowed to do."
                            + " validate.probe=false leaves this check out.");
            config.put("validate.probe", "false");
            worker.put("device-events", config);

            String trace = worker.awaitFailed("device-events", SOON);
            assertThat(trace)
                    .contains("Cannot read a page: found HTTP 401 (expected 200) at " + feed.url()
                            + " from the start. Correct http.auth.token, or what it is allowed to do, then restart the "
                            + "task; it goes on where it stopped.")
                    .doesNotContain(FakeFeed.TOKEN);

            feed.token(FakeFeed.TOKEN);
            worker.restart("device-events");
            assertThat(arrived(250)).isEqualTo(TestPoller.ids(0, 250));
            assertThat(worker.log()).content().doesNotContain(FakeFeed.TOKEN);
        }
    }

    @Test
    void failsOnMalformedJsonAndDeliversEverythingOnceItIsMended() {
        feed.append(250);
        feed.replace(137, "{\"event_id\":\"e137\",\"device_id\":,}");
        try (ConnectWorker worker = worker(ConnectWorker.Version.CURRENT)) {
            worker.put("device-events", config());

            assertThat(worker.awaitFailed("device-events", SOON))
                    .contains("Cannot read a page: found malformed JSON at byte ")
                    .contains(" at " + feed.url() + " from cursor 'c100', /data/37. "
                            + "Have the API corrected, then restart the task; it goes on where it stopped.");

            feed.replace(137, FakeFeed.event(137));
            worker.restart("device-events");
            assertThat(arrived(250)).isEqualTo(TestPoller.ids(0, 250));
        }
    }

    @Test
    void setsOffsetsOnlyInTheRightShape() throws Exception {
        feed.append(250);
        try (ConnectWorker worker = worker(ConnectWorker.Version.CURRENT)) {
            worker.put("device-events", config());
            arrived(250);
            stop(worker);

            HttpResponse<String> refused = patchOffset(worker, "{\"page\":7}");
            assertThat(refused.statusCode()).isGreaterThanOrEqualTo(400);
            assertThat(refused.body()).contains("Cannot use the source offset: found the keys [page]");
            assertThat(patchOffset(worker, "{\"cursor\":\"c200\",\"index\":45}").statusCode())
                    .as("back")
                    .isEqualTo(200);

            worker.resume("device-events");
            assertThat(arrived(255).subList(250, 255)).isEqualTo(TestPoller.ids(245, 250));

            stop(worker);
            feed.append(150);
            assertThat(patchOffset(worker, "{\"cursor\":\"c300\",\"index\":7}").statusCode())
                    .as("forward")
                    .isEqualTo(200);

            worker.resume("device-events");
            assertThat(arrived(348).subList(255, 348)).isEqualTo(TestPoller.ids(307, 400));
        }
    }

    private static void stop(ConnectWorker worker) {
        worker.stop("device-events");
        worker.await(
                "device-events",
                "to stop",
                status -> status.state().equals("STOPPED") && status.tasks().isEmpty(),
                SOON);
    }

    @Test
    void deliversEachEventOnceThoughTheWorkerIsKilled() {
        try (ConnectWorker worker = worker(ConnectWorker.Version.CURRENT)) {
            ScheduledExecutorService devices = Executors.newSingleThreadScheduledExecutor();
            try {
                feed.append(1000);
                int end = (KILLS + 1) * 3000;
                devices.scheduleAtFixedRate(
                        () -> feed.append(Math.min(37, end - feed.size())), 20, 20, TimeUnit.MILLISECONDS);
                worker.put("device-events", config());
                for (int kill = 1; kill <= KILLS; kill++) {
                    arrived(kill * 2000);
                    worker.kill();
                    worker.restart();
                }

                assertThat(arrived(end)).isEqualTo(TestPoller.ids(0, end));
            } finally {
                devices.shutdownNow();
            }
        }
    }

    private static ConnectWorker worker(ConnectWorker.Version version) {
        Path plugins = TestServers.newDirectory("plugins");
        Path archive = Path.of("target", "millrace-http-poll-source-" + System.getProperty("project.version") + ".zip");
        PluginArchives.unpack(archive, plugins);
        return TestServers.newWorker(List.of(plugins))
                .version(version)
                .environment(Map.of("DEVICE_API_TOKEN", FakeFeed.TOKEN))
                .start();
    }

    private Map<String, String> config() {
        Map<String, String> config = new HashMap<>(TestPoller.props(feed));
        config.put("connector.class", CONNECTOR_CLASS);
        config.put("tasks.max", "1");
        config.put("exactly.once.support", "required");
        config.put("topic", topic);
        config.put("http.auth.token", "${env:DEVICE_API_TOKEN}");
        config.put("pagination.limit", "100");
        config.put("topic.creation.default.partitions", "1");
        config.put("topic.creation.default.replication.factor", "1");
        return config;
    }

    private HttpResponse<String> patchOffset(ConnectWorker worker, String offset)
            throws IOException, InterruptedException {
        String body = "{\"offsets\":[{\"partition\":{\"endpoint\":\"" + feed.url() + "\"},\"offset\":" + offset + "}]}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(worker.url() + "/connectors/device-events/offsets"))
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** The ids that a consumer sees from the topic's beginning, once there are this many. */
    private List<String> arrived(int atLeast) {
        List<String> ids = new ArrayList<>();
        int atMost = feed.size() > atLeast ? atLeast : Integer.MAX_VALUE; // more is to come anyway
        for (ConsumerRecord<String, String> record :
                new TopicReader(TestServers.kafka().bootstrapServers(), SOON).read(topic, atLeast, atMost)) {
            Matcher id = EVENT_ID.matcher(record.value());
            assertThat(id.find()).as(record.value()).isTrue();
            ids.add(id.group(1));
        }
        return ids;
    }
}
