// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.quickstart.page.Browser;
import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.TestServers;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The live page of a pipeline that runs, in a browser. With {@code -Dmillrace.images=docs/images} it also takes the pictures
 * of docs/live-page.md.
 */
@Timeout(600)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LivePagePipelineIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String SCRIPT = "<script>document.title='taken'</script>";

    private static Stack stack;
    private static Pipeline pipeline;
    private static Screens screens;
    private static LiveThread live;
    private static Browser browser;

    @BeforeAll
    static void start() throws IOException {
        browser = Browser.open(); // or nothing is started
        Path data = TestServers.newDirectory("live-page");
        UpOptions options = new UpOptions(
                Home.find(), data, Ports.free(Map.of()), Optional.empty(), 100, Set.of(), UpOptions.Page.SERVED);
        Steps steps = new Steps(new PrintStream(data.resolve("steps.log").toFile()), System::nanoTime);
        stack = Stack.start(options, steps);
        awaitSinkReady();
        pipeline = Pipeline.open(stack, options, steps, System::nanoTime);
        screens = Screens.open(pipeline, options, System::nanoTime);
        live = new LiveThread(new Live(pipeline, screens.all(), pipeline::requireWorking, System::nanoTime));
        live.start();
        pipeline.pace(100);
        browser.visit(HowToLook.page(options));
    }

    /** A worker that has just started on a busy machine takes longer to reach PostgreSQL than a posted connector allows it. */
    private static void awaitSinkReady() throws IOException {
        Map<String, String> config = shipped("device-events-postgres-sink");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                stack.worker().validate(config.getOrDefault("connector.class", ""), config))
                        .isEmpty());
    }

    /** Restarts what a busy machine made fail, such as a transaction that took too long. */
    @BeforeEach
    void mend() {
        await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(5)).until(() -> {
            for (ConnectWorker.Connector connector : stack.worker().describe()) {
                if (connector.status().isFailed()) {
                    stack.worker().restart(connector.name());
                }
            }
            return browser.text("#tiles").contains("6 of 6");
        });
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable each : new AutoCloseable[] {live, screens, pipeline, stack, browser}) {
            if (each != null) {
                each.close();
            }
        }
    }

    @Test
    @Order(1)
    void showsWhatMovesThroughTheWholePipeline() {
        browser.awaitText("#tiles", "6 of 6");
        browser.awaitText("#row-tables", "device_events: ");
        long before = number("#tiles .tile:nth-child(2) span");

        await().atMost(PATIENCE).until(() -> number("#tiles .tile:nth-child(2) span") > before + 100);

        assertThat(browser.text("#drawing"))
                .contains("Device API", "device-events-source", "devices.pushed", "shop-postgres-sink", "shop_orders");
        await().atMost(PATIENCE).until(() -> browser.text("#lag-table").contains("curated.shop.orders-0"));
        await().atMost(PATIENCE)
                .until(() -> browser.text("#tiles").matches("(?s).*Device events, p50\\s+[0-9,]+ ms.*"));
        browser.awaitText("#platform-chart .legend", "ios");
        browser.awaitText("#order-chart .legend", "EUR");
        browser.awaitText("#row-tables", "shop_order_items: ");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    @Order(2)
    @EnabledIfSystemProperty(named = "millrace.images", matches = ".+", disabledReason = "nobody asked for pictures")
    void takesPicturesIfAsked() throws IOException {
        String folder = System.getProperty("millrace.images", "");
        long end = System.nanoTime() + Duration.ofSeconds(100).toNanos();
        await().atMost(Duration.ofSeconds(200)).until(() -> System.nanoTime() > end); // charts need minutes
        browser.resize(1440, 1330);
        for (String theme : new String[] {"light", "dark"}) {
            browser.prefer(theme);
            browser.awaitElement("#latency-chart [data-scheme=" + theme + "]");
            browser.photograph(Home.find().root().resolve(folder).resolve("live-page-" + theme + ".png"));
        }
    }

    /** An event may say what it wants: it is a text. */
    @Test
    @Order(3)
    void showsAScriptInAnEventAsText() throws IOException, InterruptedException {
        pipeline.pause();
        String event = JsonMapper.builder()
                .build()
                .writeValueAsString(Map.of("event_id", "script", "device_id", SCRIPT, "type", SCRIPT));
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(stack.pushes().url() + "/v1/events"))
                                .header(
                                        "Authorization",
                                        "Bearer " + stack.pushes().key())
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(event))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);

        browser.awaitText("#row-tables", SCRIPT);
        browser.awaitText("#type-chart .legend", SCRIPT);

        assertThat(browser.ask("return document.title")).isNotEqualTo("taken");
        pipeline.pace(100);
    }

    @Test
    @Order(4)
    void showsADeadLetterWithItsReason() throws IOException {
        Map<String, String> config = shipped("device-events-postgres-sink");
        config.put("errors.tolerance", "all");
        config.put("errors.deadletterqueue.topic.name", "dead");
        config.put("errors.deadletterqueue.topic.replication.factor", "1");
        config.put("errors.deadletterqueue.context.headers.enable", "true");
        stack.worker().put("device-events-postgres-sink", config);
        browser.awaitText("#dead-hint", "What sinks could not use, in dead: 0 in all.");

        produce("devices.events", "no Avro");

        browser.awaitText("#dead-table", "device-events-postgres-sink");
        assertThat(browser.text("#dead-table")).contains("devices.events-0@", "value converter", "Cannot");
        assertThat(browser.text("#dead-hint")).contains("in dead: 1 in all");
    }

    @Test
    @Order(5)
    void showsATaskThatFailedWithItsReasonAndThatItRunsAgain() throws IOException {
        produce("devices.pushed", "no Avro either");

        browser.awaitText("#failures", "device-pushes-postgres-sink, task 0 failed");
        assertThat(browser.text("#failures")).contains("Cannot");
        assertThat(browser.text("#tiles")).contains("5 of 6", "1 failed");
        browser.awaitText("#state", "Live"); // it goes on, and can be mended

        Map<String, String> config = shipped("device-pushes-postgres-sink");
        config.put("errors.tolerance", "all");
        stack.worker().put("device-pushes-postgres-sink", config);
        stack.worker().restart("device-pushes-postgres-sink");

        browser.awaitText("#tiles", "6 of 6");
        browser.awaitText("#changes", "device-pushes-postgres-sink is running.");
    }

    @Test
    @Order(6)
    void saysThatThePipelineWasStopped() {
        live.close();

        browser.awaitText("#banner", "The pipeline was stopped. The page shows what was last known.");
    }

    @Test
    @Order(7)
    void saysThatConnectDoesNotAnswerAndGoesOnWhenItDoes() {
        ConnectWorker worker = stack.worker();
        live = new LiveThread(new Live(pipeline, screens.all(), () -> {}, System::nanoTime));
        live.start();
        worker.kill();
        browser.awaitText("#banner", "Kafka Connect does not answer: ");

        worker.restart();

        browser.awaitText("#tiles", "6 of 6");
        assertThat(browser.text("#banner")).isEmpty();
    }

    private static long number(String selector) {
        String digits = browser.text(selector).replaceAll("\\D", "");
        return digits.isEmpty() ? 0 : Long.parseLong(digits);
    }

    private static Map<String, String> shipped(String connector) throws IOException {
        JsonNode file = JsonMapper.builder()
                .build()
                .readTree(Home.find().connector(connector).toFile());
        Map<String, String> config = new TreeMap<>();
        file.path("config")
                .properties()
                .forEach(entry -> config.put(entry.getKey(), entry.getValue().asText()));
        return config;
    }

    private static void produce(String topic, String value) {
        Map<String, Object> settings = Map.of("bootstrap.servers", stack.kafka().bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, value.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
