// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The server as its senders see it; this test is the worker, and says when Kafka has an event. */
@Timeout(60)
class IngestServerTest {
    private static final RecordMetadata KAFKA_HAS_IT =
            new RecordMetadata(new TopicPartition("events", 0), 1, 0, 0, 0, 0);

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<IngestServer> servers = new ArrayList<>();
    private Capacity capacity = new Capacity(100, 1_000_000);
    private Duration reading = Duration.ofSeconds(20);
    private Duration commit = Duration.ofSeconds(20);
    private @Nullable Gateway gateway;
    private volatile boolean isReady = true;

    @AfterEach
    void stopAll() {
        servers.forEach(IngestServer::stop);
    }

    private IngestServer start(Ports ports) {
        Gateway way = new Gateway(
                new Intake(new Intake.Group(100, 1_000_000, Duration.ZERO)),
                null,
                Outcome.DROP,
                IngestMetrics.NONE,
                System::nanoTime);
        gateway = way;
        IngestHandler handler = new IngestHandler(
                new LinesProtocol(),
                way,
                capacity,
                new IngestHandler.Limits(
                        LinesProtocol.MAX_BODY_BYTES, Duration.ofMillis(200), reading, commit, Duration.ofSeconds(7)),
                new IngestHandler.Time(Clock.systemUTC(), System::nanoTime),
                IngestMetrics.NONE,
                () -> isReady);
        IngestServer server = new IngestServer(
                new IngestServer.Options(
                        "127.0.0.1",
                        ports,
                        Duration.ZERO,
                        null,
                        8,
                        500,
                        8_192,
                        Duration.ofSeconds(30),
                        reading,
                        Duration.ofSeconds(5)),
                handler,
                "ingest");
        servers.add(server);
        server.start();
        return server;
    }

    /** Says of everything that is under way that Kafka has it; how many events that were. */
    private int commitAll() throws InterruptedException {
        return commitAll(Duration.ofSeconds(10));
    }

    private int commitAll(Duration patience) throws InterruptedException {
        int count = 0;
        for (Exchange exchange : gateway.intake().take(patience)) {
            for (int i : exchange.written().stream().toArray()) {
                Item item = exchange.items().get(i);
                gateway.committed(
                        new IngestRecord(new IngestRecord.Place(Map.of(), Map.of()), exchange, i, item.shaped(), 0),
                        KAFKA_HAS_IT);
                count++;
            }
        }
        return count;
    }

    private HttpRequest.Builder to(IngestServer server, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    private CompletableFuture<HttpResponse<String>> send(IngestServer server, String path, String body) {
        return client.sendAsync(
                to(server, path).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void answersOnceKafkaHasTheEvents(HttpClient.Version version) throws IOException, InterruptedException {
        IngestServer server = start(new Ports(0, 0));
        client.send(to(server, "/health").version(version).build(), BodyHandlers.discarding()); // upgrades
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(
                to(server, "/v1/events")
                        .version(version)
                        .POST(BodyPublishers.ofString("e1\nbad\ne2"))
                        .build(),
                BodyHandlers.ofString());
        await().until(() -> gateway.intake().size() == 1);
        assertThat(answer).isNotDone();

        assertThat(commitAll()).isEqualTo(2);
        HttpResponse<String> told = answer.join();
        assertThat(told.statusCode()).isEqualTo(200);
        assertThat(told.version()).isEqualTo(version);
        assertThat(told.body())
                .isEqualTo("{\"accepted\":2,\"results\":{\"e1\":\"ok\",\"#1\":\"drop\",\"e2\":\"ok\"},"
                        + "\"reasons\":{\"#1\":\"found nothing\"}}");
        assertThat(capacity.requests()).isZero();
        assertThat(capacity.bytes()).isZero();
        assertThat(gateway.live()).isZero();
    }

    /** RFC 9113, section 3.3: the client's preface, with settings that say nothing. */
    @Test
    void speaksHttp2ToWhoKnowsThatItDoes() throws IOException {
        IngestServer server = start(new Ports(0, 0));
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0".getBytes(StandardCharsets.US_ASCII));

            byte[] head = socket.getInputStream().readNBytes(9);
            assertThat(head).hasSize(9);
            assertThat(head[3]).as("a frame of settings").isEqualTo((byte) 4);
        }
    }

    @Test
    void tellsSendersToRepeatWhatKafkaDoesNotConfirmInTime() throws IOException, InterruptedException {
        commit = Duration.ofMillis(300);
        IngestServer server = start(new Ports(0, 0));
        HttpResponse<String> told = send(server, "/v1/events", "e1").join();

        assertThat(told.statusCode()).isEqualTo(503);
        assertThat(told.headers().firstValue("Retry-After")).hasValue("7");
        assertThat(told.body()).isEqualTo("{\"accepted\":0,\"results\":{\"e1\":\"retry\"}}");
    }

    @Test
    void refusesWhatNoneOfItsEventsCanBeTaken() {
        IngestServer server = start(new Ports(0, 0));
        assertThat(send(server, "/v1/events", "bad").join().statusCode()).isEqualTo(422);
    }

    @Test
    void refusesBeforeItReadsABody() throws IOException {
        IngestServer server = start(new Ports(0, 0));
        assertThat(send(server, "/private", "e1").join().statusCode()).isEqualTo(401);
        assertThat(send(server, "/v1/events", "x".repeat(LinesProtocol.MAX_BODY_BYTES + 1))
                        .join()
                        .statusCode())
                .isEqualTo(413);
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream()
                    .write("POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(statusLine(socket)).contains(" 413 ");
        }
    }

    @Test
    void cutsABodyOfUnknownLengthAtTheLimit() {
        IngestServer server = start(new Ports(0, 0));
        HttpRequest request = to(server, "/v1/events")
                .POST(BodyPublishers.ofByteArrays(
                        java.util.Collections.nCopies(200, "x".repeat(1_000).getBytes(StandardCharsets.US_ASCII))))
                .build();
        assertThat(client.sendAsync(request, BodyHandlers.ofString()).join().statusCode())
                .isEqualTo(413);
        await().until(() -> capacity.bytes() == 0);
    }

    @Test
    void saysThatItIsBusyAndTakesRequestsAgainLater() throws InterruptedException {
        capacity = new Capacity(2, 1_000_000);
        IngestServer server = start(new Ports(0, 0));
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            answers.add(send(server, "/v1/events", "e" + i));
        }
        await().until(() -> answers.stream().anyMatch(CompletableFuture::isDone));
        HttpResponse<String> busy = answers.stream()
                .filter(CompletableFuture::isDone)
                .findFirst()
                .orElseThrow()
                .join();
        assertThat(busy.statusCode()).isEqualTo(503);
        assertThat(busy.headers().firstValue("Retry-After")).hasValue("7");

        CompletableFuture<HttpResponse<String>> waiting = send(server, "/v1/events", "later");
        await().until(() -> capacity.waiting() == 1);
        while (!waiting.isDone()) {
            commitAll(Duration.ofMillis(50));
        }
        assertThat(waiting.join().statusCode()).isEqualTo(200);
    }

    @Test
    void closesConnectionsThatTakeTooLong() throws Exception {
        reading = Duration.ofMillis(300);
        IngestServer server = start(new Ports(0, 0));
        try (Socket slowHead = new Socket("127.0.0.1", server.port());
                Socket slowBody = new Socket("127.0.0.1", server.port());
                Socket idle = new Socket("127.0.0.1", server.port())) {
            slowBody.getOutputStream()
                    .write("POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nxx"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(statusLine(slowBody)).contains(" 408 ");

            await("the one that sends a header byte by byte")
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> isClosedAfter(slowHead, "X"));
            idle.getOutputStream().write("GET /health HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(statusLine(idle)).as("one that only waited").contains(" 200 ");
        }
        assertThat(capacity.bytes()).isZero();
    }

    /** Looked at in the middle of its body, and again while it waits for Kafka. */
    @Test
    void leavesASenderAloneThatTakesItsTimeAndThenWaits() throws Exception {
        reading = Duration.ofMillis(400);
        IngestServer server = start(new Ports(0, 0));
        List<Socket> senders = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) { // each begins elsewhere between two looks
                Socket sender = new Socket("127.0.0.1", server.port());
                senders.add(sender);
                sender.getOutputStream()
                        .write("POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\ne"
                                .getBytes(StandardCharsets.US_ASCII));
                int waiting = i + 1;
                await().pollDelay(Duration.ofMillis(50)).until(() -> capacity.requests() == waiting);
                if (i >= 4) {
                    senders.get(i - 4).getOutputStream().write('1');
                }
            }
            for (int i = 4; i < 8; i++) {
                senders.get(i).getOutputStream().write('1');
            }
            await().until(() -> gateway.intake().size() == 8);
            try (Socket slowHead = new Socket("127.0.0.1", server.port())) {
                await("all connections are looked at")
                        .pollInterval(Duration.ofMillis(50))
                        .until(() -> isClosedAfter(slowHead, "X"));
            }
            assertThat(commitAll()).isEqualTo(8);
            for (Socket sender : senders) {
                assertThat(statusLine(sender)).contains(" 200 ");
            }
        } finally {
            for (Socket sender : senders) {
                sender.close();
            }
        }
    }

    private static boolean isClosedAfter(Socket socket, String more) throws IOException {
        try {
            socket.getOutputStream().write(more.getBytes(StandardCharsets.US_ASCII));
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static String statusLine(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        InputStream in = socket.getInputStream();
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\r'; b = in.read()) {
            line.append((char) b);
        }
        return line.toString();
    }

    @Test
    void tellsWhetherItIsReady() throws IOException, InterruptedException {
        IngestServer server = start(new Ports(0, 0));
        HttpRequest ready = to(server, "/ready").build();
        assertThat(client.send(ready, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        isReady = false;
        assertThat(client.send(ready, BodyHandlers.ofString()).statusCode()).isEqualTo(503);
        assertThat(client.send(to(server, "/health").build(), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void takesTheFirstFreePortOfItsRange() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThat(start(new Ports(port, Math.min(port + 20, 65_535))).port())
                    .isBetween(port + 1, port + 20);
            assertThatThrownBy(() -> start(new Ports(port, port)))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageStartingWith("Cannot listen: found no free port of " + port + " at 127.0.0.1");
        }
    }

    @Test
    void tellsSendersToRepeatWhenItStops() {
        IngestServer server = start(new Ports(0, 0));
        CompletableFuture<HttpResponse<String>> answer = send(server, "/v1/events", "e1");
        await().until(() -> gateway.intake().size() == 1);

        gateway.close();
        server.stop();

        assertThat(answer.join().statusCode()).isEqualTo(503);
    }

    @Test
    void answersAFaultOfItsOwnWithoutSayingMore() {
        IngestServer server = start(new Ports(0, 0));
        HttpResponse<String> told = send(server, "/broken", "e1").join();
        assertThat(told.statusCode()).isEqualTo(503);
        assertThat(told.body()).doesNotContain("fault of ours");
    }

    @Test
    void saysNothingOfARequestThatIsNoHttp() throws IOException {
        IngestServer server = start(new Ports(0, 0));
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream().write("secret nonsense\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(10_000);
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer)
                    .startsWith("HTTP/1.1 505 ")
                    .doesNotContain("secret")
                    .doesNotContain("Jetty");
        }
    }

    @Test
    void forgetsARequestThatBreaksOff() throws IOException {
        IngestServer server = start(new Ports(0, 0));
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream()
                    .write("POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nxx"
                            .getBytes(StandardCharsets.US_ASCII));
            await().until(() -> capacity.requests() == 1);
        }
        await().until(() -> capacity.requests() == 0);
        assertThat(gateway.intake().size()).isZero();
    }

    @Test
    void holdsNoThreadForAConnectionThatWaits() throws IOException {
        IngestServer server = start(new Ports(0, 0));
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 400; i++) {
                idle.add(new Socket("127.0.0.1", server.port()));
            }
            CompletableFuture<HttpResponse<String>> answer = send(server, "/v1/events", "e1");
            await().until(() -> gateway.intake().size() == 1);
            assertThat(commitAllNow()).isEqualTo(1);
            assertThat(answer.join().statusCode()).isEqualTo(200);
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    private int commitAllNow() {
        try {
            return commitAll();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
