// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.deviceapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PushingDevicesTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
    private static final Pattern EVENT_ID = Pattern.compile("\"event_id\":\"([^\"]+)\"");

    /** How often each event came in a request that was answered {@code ok}. */
    private final Map<String, Integer> taken = new ConcurrentHashMap<>();

    private final AtomicInteger requests = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v1/batch", this::take);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** One request of three is to be sent again, one of ten breaks off. */
    private void take(HttpExchange exchange) throws IOException {
        int request = requests.incrementAndGet();
        List<String> ids = EVENT_ID.matcher(
                        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
                .results()
                .map((MatchResult id) -> id.group(1))
                .toList();
        if (request % 10 == 0) {
            exchange.close();
        } else if (!"Bearer right".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, "{\"error\":\"no such key\"}");
        } else if (request % 3 == 0) {
            answer(exchange, 503, "{\"accepted\":0}");
        } else {
            ids.forEach(id -> taken.merge(id, 1, Integer::sum));
            answer(exchange, 200, "{\"accepted\":" + ids.size() + "}");
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private PushingDevices devices(String key) {
        return PushingDevices.start("http://127.0.0.1:" + server.getAddress().getPort(), key, 7, CLOCK);
    }

    @Test
    void pushEachEventUntilItIsTakenAndSomeMoreThanOnce() {
        try (PushingDevices devices = devices("right")) {
            devices.generate(1_000);
            devices.append(200);
            await().until(() -> devices.unanswered() == 0);

            assertThat(devices.refusal()).isEmpty();
            assertThat(devices.ledger().size()).isBetween(1_001, 1_200);
            assertThat(taken.keySet())
                    .isEqualTo(
                            devices.ledger().events().map(DeviceEvent::eventId).collect(Collectors.toSet()));
            assertThat(taken.values()).anyMatch(times -> times > 1);
            assertThat(devices.repeats()).isGreaterThan(25);
        }
    }

    @Test
    void sayWhyTheyAreRefused() {
        try (PushingDevices devices = devices("wrong")) {
            devices.append(1);
            await().until(() -> devices.refusal().isPresent());

            assertThat(devices.refusal())
                    .hasValue("HTTP 401 from http://127.0.0.1:"
                            + server.getAddress().getPort() + "/v1/batch: {\"error\":\"no such key\"}");
            assertThat(devices.unanswered()).isEqualTo(1);
        }
    }

    @Test
    void doNotSayWhenTheirEventsAreReceived() {
        Feed feed = new Feed(7, 10, CLOCK);
        feed.append(1);

        assertThat(EventJson.batch(feed.page(0, 1)))
                .matches("\\{\"batch\":\\[\\{\"event_id\":.*\"occurred_at\":.*}]}")
                .doesNotContain("received_at");
    }
}
