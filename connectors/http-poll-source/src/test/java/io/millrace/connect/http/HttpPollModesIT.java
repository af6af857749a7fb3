// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.api.ApiReply;
import io.millrace.testkit.api.FakeApi;
import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.PluginArchives;
import io.millrace.testkit.servers.TestServers;
import io.millrace.testkit.servers.TopicReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ways of paging in a real worker that dies, whose broker goes away, or that gets what Kafka would not take. */
@Timeout(1800)
class HttpPollModesIT {
    private static final String CONNECTOR_CLASS = HttpPollSourceConnector.class.getName();
    private static final Duration PATIENCE = Duration.ofSeconds(240);
    private static final Pattern EVENT_ID = Pattern.compile("\"event_id\":\"(e\\d+)\"");
    private static final int KILLS = Integer.getInteger("millrace.http.kills", 2);
    private static final int RECORDS = Integer.getInteger("millrace.http.records", 4_000);
    /** Names of those ways that take part, separated by commas; empty for all. */
    private static final String WAYS = System.getProperty("millrace.http.ways", "");

    private static final int MAX_IDS = 50_000;
    /** A list that is read anew is served again as a whole: no more of it than there is room for ids. */
    private static final List<Way> EXACTLY_ONCE = Stream.of(
                    Way.CURSOR,
                    Way.NEXT_URL,
                    Way.LINK,
                    Way.PAGE,
                    Way.PAGE_WITH_IDS,
                    Way.OFFSET,
                    Way.LAST_KEY,
                    Way.NEWEST_FIRST,
                    Way.POST)
            .filter(way -> way != Way.PAGE_WITH_IDS || RECORDS <= MAX_IDS / 2)
            .filter(way -> WAYS.isEmpty() || List.of(WAYS.split(",", -1)).contains(way.name()))
            .toList();

    private static final String AT_LEAST_ONCE = "changing";

    private final String run = "modes" + System.nanoTime();

    /** One worker reads one list in every way at once, and is killed hard while the list grows. */
    @Test
    void deliversEachRecordOnceInEveryModeThatClaimsItThoughTheWorkerIsKilled() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (FakeApi api = new FakeApi(100);
                ConnectWorker worker = worker("512m")) {
            ScheduledExecutorService devices = Executors.newSingleThreadScheduledExecutor();
            try {
                EXACTLY_ONCE.forEach(way -> worker.put(way.name(), exactlyOnce(way, api)));
                Map<String, String> changing = common(PagingTest.props(
                        api,
                        "/page",
                        "pagination.type",
                        "page",
                        "pagination.limit",
                        "500",
                        "poll.interval.ms",
                        String.valueOf(Math.max(2_000, RECORDS / 2))));
                changing.put("topic", run + AT_LEAST_ONCE);
                worker.put(AT_LEAST_ONCE, changing);
                AtomicInteger grown = new AtomicInteger(); // how long the list may be for now
                int step = RECORDS / (KILLS + 1) / 10;
                devices.scheduleAtFixedRate(
                        () -> api.append(Math.min(step, Math.max(0, grown.get() - api.size()))),
                        50,
                        50,
                        TimeUnit.MILLISECONDS);
                devices.scheduleWithFixedDelay(() -> restartFailed(worker), 5, 5, TimeUnit.SECONDS);
                for (int kill = 1; kill <= KILLS; kill++) {
                    grown.set(share(kill));
                    int until = (int) (share(kill) - random.nextDouble() * share(1));
                    arrived(run + EXACTLY_ONCE.get(0).name(), until);
                    worker.kill();
                    worker.restart();
                }
                grown.set(RECORDS);
                for (Way way : EXACTLY_ONCE) {
                    List<String> arrived = arrived(run + way.name(), RECORDS);
                    assertThat(arrived).as("%s, seed %d", way, seed).hasSize(RECORDS);
                    assertThat(new HashSet<>(arrived)).isEqualTo(new HashSet<>(TestPoller.ids(0, RECORDS)));
                }
                Set<String> changed = new HashSet<>();
                reader().scan(run + AT_LEAST_ONCE, record -> changed.add(id(record)), () -> changed.size() == RECORDS);
                assertThat(changed).as("none lost").isEqualTo(new HashSet<>(TestPoller.ids(0, RECORDS)));
            } finally {
                devices.shutdownNow();
            }
        }
    }

    /**
     * As an operator does. After the worker's death Kafka may, for one of a thousand tasks, refuse what the next one's producer sends
     * in its transaction.
     */
    private static void restartFailed(ConnectWorker worker) {
        for (Way way : EXACTLY_ONCE) {
            try {
                if (worker.status(way.name()).failures().contains("InvalidTxnStateException")) {
                    worker.restart(way.name());
                }
            } catch (RuntimeException e) {
                return; // there is no worker just now
            }
        }
    }

    /** The list grows by as much in every life of the worker, so that each kill meets records on their way. */
    private static int share(int life) {
        return (int) ((long) RECORDS * life / (KILLS + 1));
    }

    @Test
    void asksForNoMoreThanFitsWhileTheBrokerIsAway() {
        try (FakeApi api = new FakeApi(0);
                ConnectWorker worker = worker("256m")) {
            AtomicInteger next = new AtomicInteger();
            String filler = "x".repeat(10_000);
            api.route("/endless", request -> {
                int from = Integer.parseInt(request.parameter("after", "c0").substring(1));
                List<String> page = new ArrayList<>();
                for (int n = from; n < from + 100; n++) {
                    page.add("{\"event_id\":\"e" + n + "\",\"text\":\"" + filler + "\"}");
                }
                next.set(from + 100);
                return ApiReply.json("{\"data\":[" + String.join(",", page) + "],\"next\":\"c" + (from + 100) + "\"}");
            });
            Map<String, String> config = common(PagingTest.props(api, "/endless", "record.shape", "raw"));
            config.put("topic", run);
            config.put("exactly.once.support", "required");
            worker.put("endless", config);
            arrived(run, 1_000);

            TestServers.kafka().freeze();
            AtomicInteger before = new AtomicInteger(-1);
            await("no more requests")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(3))
                    .until(() -> before.getAndSet(api.requests().size())
                            == api.requests().size());
            int asked = api.requests().size();
            await("memory within bounds")
                    .during(Duration.ofSeconds(6))
                    .atMost(PATIENCE)
                    .until(() -> api.requests().size() == asked);
            assertThat(worker.isAlive()).isTrue();

            TestServers.kafka().thaw();
            List<String> arrived = arrived(run, asked * 100);
            assertThat(arrived).doesNotHaveDuplicates();
            assertThat(arrived.subList(0, asked * 100)).isEqualTo(TestPoller.ids(0, asked * 100));
            worker.delete("endless");
        }
    }

    @Test
    void putsRecordsAsideThatKafkaWouldNotTake() {
        try (FakeApi api = new FakeApi(50);
                ConnectWorker worker = worker("512m")) {
            api.replace(17, "{\"event_id\":\"e17\",\"text\":\"" + "x".repeat(2_000_000) + "\"}");
            Map<String, String> config = common(PagingTest.props(
                    api,
                    "/cursor",
                    "record.shape",
                    "raw",
                    "record.max.bytes",
                    "900000",
                    "bad.records",
                    "dead-letter",
                    "bad.records.topic",
                    run + "bad",
                    "errors.tolerance",
                    "all"));
            config.put("topic", run);
            config.put("exactly.once.support", "required");
            worker.put("oversized", config);

            List<String> expected = TestPoller.ids(0, 50);
            expected.remove("e17");
            assertThat(arrived(run, 49)).isEqualTo(expected);
            assertThat(values(run + "bad", 1)).singleElement().satisfies(record -> {
                assertThat(record.value()).isEmpty();
                assertThat(new String(
                                record.headers().lastHeader("millrace.reason").value(),
                                java.nio.charset.StandardCharsets.UTF_8))
                        .contains("found a record of more than 900000 bytes at ");
            });
        }
    }

    @Test
    void readsTheRecordsOfEachParentOnceOverSeveralTasks() {
        try (FakeApi api = new FakeApi(70);
                ConnectWorker worker = worker("512m")) {
            Map<String, String> config = common(PagingTest.props(
                    api,
                    "",
                    "endpoints",
                    "devices,events",
                    "endpoint.devices.http.path",
                    "/devices",
                    "endpoint.devices.record.shape",
                    "raw",
                    "endpoint.devices.topic",
                    run + "devices",
                    "endpoint.events.parent",
                    "devices",
                    "endpoint.events.http.path",
                    "/devices/${parent./id}/events"));
            config.put("topic", run);
            config.put("tasks.max", "3");
            worker.put("fleet", config);

            assertThat(arrived(run, 70)).containsExactlyInAnyOrderElementsOf(TestPoller.ids(0, 70));
            assertThat(worker.status("fleet").tasks()).hasSize(3);
            worker.restart("fleet");
            api.append(14);
            assertThat(arrived(run, 84)).containsExactlyInAnyOrderElementsOf(TestPoller.ids(0, 84));
        }
    }

    private Map<String, String> exactlyOnce(Way way, FakeApi api) {
        Map<String, String> config = common(way.props(api));
        config.put("topic", run + way.name());
        config.put("exactly.once.support", "required");
        config.put("record.id.max", String.valueOf(Math.min(MAX_IDS, 2 * RECORDS)));
        config.put("transaction.boundary", way.ordinal() % 2 == 0 ? "connector" : "poll");
        return config;
    }

    private static Map<String, String> common(Map<String, String> props) {
        Map<String, String> config = new HashMap<>(props);
        config.put("connector.class", CONNECTOR_CLASS);
        config.put("tasks.max", "1");
        config.put("topic.creation.default.partitions", "1");
        config.put("topic.creation.default.replication.factor", "1");
        config.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("value.converter.schemas.enable", "false");
        if (config.getOrDefault("record.shape", "").equals("raw")) {
            config.put("value.converter", "org.apache.kafka.connect.storage.StringConverter");
        }
        return config;
    }

    private static ConnectWorker worker(String heap) {
        Path plugins = TestServers.newDirectory("plugins");
        Path archive = Path.of("target", "millrace-http-poll-source-" + System.getProperty("project.version") + ".zip");
        PluginArchives.unpack(archive, plugins);
        return TestServers.newWorker(List.of(plugins))
                .heap(heap)
                .property("producer.transaction.timeout.ms", "60000") // else it ends while Kafka is away
                .start();
    }

    private static List<String> arrived(String topic, int atLeast) {
        List<String> ids = new ArrayList<>();
        values(topic, atLeast).forEach(record -> ids.add(id(record)));
        return ids;
    }

    private static String id(ConsumerRecord<String, String> record) {
        Matcher id = EVENT_ID.matcher(record.value());
        assertThat(id.find()).as(record.value()).isTrue();
        return id.group(1);
    }

    private static TopicReader reader() {
        return new TopicReader(TestServers.kafka().bootstrapServers(), PATIENCE);
    }

    /** What a consumer sees from the topic's beginning, once there is this much; not all of a feed without end. */
    private static List<ConsumerRecord<String, String>> values(String topic, int atLeast) {
        return reader().read(topic, atLeast, atLeast + 1_000);
    }
}
