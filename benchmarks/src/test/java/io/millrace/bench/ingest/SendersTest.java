// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.bench.ingest.Requests.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SendersTest {
    private static final Pattern ID = Pattern.compile("e\\d{12}");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<String> ids = ConcurrentHashMap.newKeySet();
    private volatile String outcome = "ok";
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setExecutor(threads);
        server.createContext("/v1/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var found = ID.matcher(body).results().map(MatchResult::group).toList();
        ids.addAll(found);
        byte[] answer = found.stream()
                .map(id -> "\"" + id + "\":\"" + outcome + "\"")
                .collect(Collectors.joining(",", "{\"accepted\":" + found.size() + ",\"results\":{", "}}"))
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private LoadResult run(int events, double requestsPerSecond) throws IOException {
        int port = server.getAddress().getPort();
        LoadPlan plan = new LoadPlan(port, 4, events, Reply.RESULTS, 7, Duration.ofMillis(200), requestsPerSecond);
        try (Senders senders = new Senders(LoadPlan.parse(plan.line()))) {
            return senders.run();
        }
    }

    @Test
    void sendsAsMuchAsIsAnswered() throws IOException {
        LoadResult found = run(3, 0);

        assertThat(found.events()).isGreaterThanOrEqualTo(24).isEqualTo(ids.size());
        assertThat(found.eventsPerSecond()).isPositive();
        assertThat(ids).contains("e000000000007", "e000000000008", "e000000000009");
    }

    @Test
    void sendsAtAFixedPace() throws IOException {
        LoadResult found = run(1, 100);

        assertThat(found.events()).isEqualTo(20).isEqualTo(ids.size());
        assertThat(found.eventsPerSecond()).isEqualTo(100);
        assertThat(found.p99Nanos()).isGreaterThanOrEqualTo(found.medianNanos()).isPositive();
        assertThat(LoadResult.parse(found.line())).isEqualTo(found);
    }

    @Test
    void takesNoOtherAnswer() {
        outcome = "no";

        assertThatThrownBy(() -> run(1, 0))
                .isInstanceOf(IllegalStateException.class)
                // of whichever connection is answered first
                .hasMessageMatching("answered with \\{\"accepted\":1,\"results\":\\{\"(e0+\\d+)\":\"no\"}} rather than"
                        + " \\{\"accepted\":1,\"results\":\\{\"\\1\":\"ok\"}}");
    }

    @Test
    void makesEventsOfAbout500Bytes() {
        Requests requests = new Requests(1, Reply.EMPTY);
        ByteBuffer request = ByteBuffer.allocate(requests.requestBytes());
        requests.writeRequest(123_456, request);
        String text = new String(request.array(), StandardCharsets.US_ASCII);

        assertThat(text.substring(text.indexOf("\r\n\r\n") + 4))
                .startsWith("{\"event_id\":\"e000000123456\",")
                .hasSizeBetween(470, 530);
    }
}
