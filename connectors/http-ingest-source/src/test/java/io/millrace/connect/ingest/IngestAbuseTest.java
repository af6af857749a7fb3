// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever is sent to a task is answered or closed, leaves nothing behind, and never fails the task. */
@Timeout(180)
class IngestAbuseTest {
    private static final Pattern ACCEPTED = Pattern.compile("\"accepted\":(\\d+)");
    private static final int REQUESTS = 2_000;
    private static final int IDLE = 10_000;
    private static final int SPARE_FILES = 2_000;

    private static String event(String id) {
        return "{\"event_id\":\"" + id + "\",\"device_id\":\"d\",\"type\":\"tap\"}";
    }

    private static byte[] post(String id) {
        return RawHttp.post("/v1/events", "application/json", event(id));
    }

    private static List<Object> ids(TaskRun run) {
        List<Object> ids = new ArrayList<>();
        run.records().forEach(record -> ids.add(((Struct) record.value()).get("event_id")));
        return ids;
    }

    private static void assertWell(TaskRun run) throws IOException {
        await("nothing is under way").until(run::isIdle);
        try (RawHttp another = new RawHttp(run.port())) {
            assertThat(another.send(post("well")).answer())
                    .startsWith("HTTP/1.1 200 ")
                    .endsWith("{\"accepted\":1,\"results\":{\"well\":\"ok\"}}");
        }
        assertThat(run.failure()).isNull();
    }

    @Test
    void answersOrClosesWhateverIsSentAndWritesOnlyWhatItAnsweredOk() throws IOException {
        long seed = Long.getLong("millrace.seed", 1);
        int accepted = 0;
        try (TaskRun run = TaskRun.of(
                "http.apis", "millrace,segment,posthog,cloudevents",
                "topics.allowed", "other",
                "topic.header", "X-Topic",
                "http.cors.origins", "https://shop.example.com",
                "http.read.timeout.ms", "2000")) {
            for (int i = 0; i < REQUESTS; i++) {
                String at = "seed " + seed + ", request " + i;
                byte[] request = new FuzzedRequests(seed + i).next("e" + i);
                try (RawHttp connection = new RawHttp(run.port())) {
                    String answers = connection.send(request).end().rest();

                    assertThat(RawHttp.statuses(answers)).as(at).allMatch(IngestAbuseTest::isInOrder);
                    Matcher each = ACCEPTED.matcher(answers);
                    while (each.find()) {
                        accepted += Integer.parseInt(each.group(1));
                    }
                }
                assertThat(run.failure()).as(at).isNull();
            }

            await("seed " + seed).until(run::isIdle);
            assertThat(run.records()).as("seed %d", seed).hasSize(accepted);
            assertThat(accepted).as("seed %d", seed).isGreaterThan(REQUESTS / 20);
            assertWell(run);
        }
    }

    /** 501 and 505 are the server's, to what is no HTTP that it speaks. */
    private static boolean isInOrder(int status) {
        return status < 300
                || (status >= 400 && status < 500)
                || Set.of(501, 503, 505).contains(status);
    }

    @Test
    void outlastsSendersThatAreSlow() throws IOException {
        List<RawHttp> heads = new ArrayList<>();
        List<RawHttp> bodies = new ArrayList<>();
        try (TaskRun run = TaskRun.of("http.read.timeout.ms", "1000", "in.flight.max.requests", "200")) {
            for (int i = 0; i < 100; i++) {
                heads.add(new RawHttp(run.port()).send("POST /v1/events HTTP/1.1\r\nX-Slow: "));
                bodies.add(new RawHttp(run.port())
                        .send("POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"));
            }
            await().until(() -> run.metric("requests-in-flight") == 100);
            try (RawHttp quick = new RawHttp(run.port())) {
                assertThat(quick.send(post("quick")).answer()).contains("\"quick\":\"ok\"");
            }

            for (RawHttp body : bodies) {
                assertThat(body.send(" ").answer()).startsWith("HTTP/1.1 408 ");
            }
            await("heads that come a byte at a time")
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> heads.stream()
                                    .filter(head -> head.isClosedAfter("x"))
                                    .count()
                            == 100);
            assertWell(run);
            assertThat(ids(run)).containsExactly("quick", "well");
        } finally {
            for (RawHttp each : heads) {
                each.close();
            }
            for (RawHttp each : bodies) {
                each.close();
            }
        }
    }

    @Test
    void stopsDecompressingWhereABodyGrowsTooLong() throws Exception {
        byte[] once = gzipOfBlanks(200_000_000);
        byte[] twice = FuzzedRequests.gzip(once);
        HttpClient client = HttpClient.newHttpClient();
        try (TaskRun run = TaskRun.of()) {
            for (String coding : List.of("gzip", "gzip, gzip")) {
                HttpRequest request = HttpRequest.newBuilder(run.url("/v1/batch"))
                        .header("Content-Type", "application/json")
                        .header("Content-Encoding", coding)
                        .POST(BodyPublishers.ofByteArray(coding.equals("gzip") ? once : twice))
                        .build();
                HttpResponse<String> told = client.send(request, BodyHandlers.ofString());

                assertThat(told.statusCode()).isEqualTo(413);
                assertThat(told.body()).contains("found more than 16777216 bytes once it was decompressed");
            }
            assertWell(run);
        }
    }

    private static byte[] gzipOfBlanks(int count) throws IOException {
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            byte[] blanks = " ".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < count / blanks.length; i++) {
                out.write(blanks);
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void servesOthersWhileThousandsOfConnectionsDoNothing() throws Exception {
        long files =
                ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getMaxFileDescriptorCount();
        Assumptions.assumeTrue(
                files >= IDLE + SPARE_FILES,
                IDLE + " connections need ulimit -n " + (IDLE + SPARE_FILES) + ", found " + files);
        try (TaskRun run = TaskRun.of()) {
            Process idle = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-cp",
                            Path.of("target", "test-classes").toString(),
                            IdleConnections.class.getName(),
                            Integer.toString(run.port()),
                            Integer.toString(IDLE))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (InputStream said = idle.getInputStream();
                    OutputStream toEnd = idle.getOutputStream()) {
                byte[] count = said.readNBytes(Integer.toString(IDLE).length());
                assertThat(new String(count, StandardCharsets.US_ASCII)).isEqualTo("10000");

                assertWell(run);
                assertThat(Thread.activeCount()).as("no thread each").isLessThan(200);
                toEnd.flush();
            } finally {
                idle.destroy();
                idle.waitFor();
            }
            assertWell(run);
        }
    }

    @Test
    void refusesHeadersThatAreTooLong() throws IOException {
        try (TaskRun run = TaskRun.of()) {
            for (String head : List.of(
                    "GET /health HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(1_000_000),
                    "GET /health HTTP/1.1\r\nHost: x\r\n" + "X: y\r\n".repeat(200_000))) {
                try (RawHttp connection = new RawHttp(run.port())) {
                    assertThat(connection.send(head).rest())
                            .startsWith("HTTP/1.1 431 ")
                            .endsWith("{\"error\":\"Request Header Fields Too Large\"}");
                }
            }
            try (RawHttp connection = new RawHttp(run.port())) {
                assertThat(RawHttp.statuses(connection
                                .send("GET /" + "x".repeat(1_000_000) + " HTTP/1.1\r\nHost: x\r\n\r\n")
                                .rest()))
                        .containsExactly(414);
            }
            assertWell(run);
        }
    }

    @Test
    void answersPipelinedRequestsInTheirOrder() throws IOException {
        byte[][] requests = new byte[50][];
        for (int i = 0; i < requests.length; i++) {
            requests[i] = i % 10 == 9 ? RawHttp.post("/nowhere", "text/plain", "x") : post("p" + i);
        }
        try (TaskRun run = TaskRun.of();
                RawHttp connection = new RawHttp(run.port())) {
            connection.send(RawHttp.joined(requests));

            for (int i = 0; i < requests.length; i++) {
                String told = i % 10 == 9 ? "nothing is taken at this path" : "\"p" + i + "\":\"ok\"";
                assertThat(connection.answer()).as("answer %d", i).contains(told);
            }
            assertThat(run.records()).hasSize(45);
        }
    }

    /** What a server takes for a request though it is the body of another, a proxy before it never saw. */
    @Test
    void neverTakesABodyThatComesAfterTheAnswerForARequest() throws IOException {
        byte[] smuggled = post("smuggled");
        try (TaskRun run = TaskRun.of("http.auth.type", "api-key", "http.auth.keys", "shop:" + "0".repeat(64))) {
            for (String path : List.of("/nowhere", "/v1/events")) {
                try (RawHttp connection = new RawHttp(run.port())) {
                    connection.send(
                            "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + smuggled.length + "\r\n\r\n");
                    assertThat(connection.answer()).matches("(?s)HTTP/1.1 (404|401) .*");

                    String after = connection
                            .send(smuggled)
                            .send("GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                            .rest();
                    assertThat(RawHttp.statuses(after)).isSubsetOf(200);
                }
            }
            await().until(run::isIdle);
            assertThat(run.records()).isEmpty();
            assertThat(run.failure()).isNull();
        }
    }

    @Test
    void refusesRequestsOfWhichProxiesSeeTheEndElsewhere() throws IOException {
        try (TaskRun run = TaskRun.of()) {
            for (String headers : List.of(
                    "Content-Length: 4\r\nTransfer-Encoding: chunked",
                    "Transfer-Encoding: chunked\r\nContent-Length: 4",
                    "Content-Length: 4\r\nContent-Length: 5",
                    "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                    "Content-Length: +4",
                    "Content-Length : 4")) {
                try (RawHttp connection = new RawHttp(run.port())) {
                    String answers = connection
                            .send("POST /v1/events HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n\r\n0\r\n\r\n")
                            .send(post("smuggled"))
                            .end()
                            .rest();
                    assertThat(RawHttp.statuses(answers)).as(headers).containsExactly(400);
                }
            }
            assertThat(run.records()).isEmpty();
            assertWell(run);
        }
    }

    @Test
    void takesManyRequestsOfOneConnectionAtOnce() throws IOException, InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        try (TaskRun run = TaskRun.of()) {
            client.send(HttpRequest.newBuilder(run.url("/health")).build(), BodyHandlers.discarding()); // upgrades
            for (int round = 0; round < 5; round++) {
                List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    HttpRequest request = HttpRequest.newBuilder(run.url("/v1/events"))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(event("h" + round + "-" + i)))
                            .build();
                    answers.add(client.sendAsync(request, BodyHandlers.ofString()));
                }
                for (CompletableFuture<HttpResponse<String>> answer : answers) {
                    assertThat(answer.join().statusCode()).isEqualTo(200);
                    assertThat(answer.join().version()).isEqualTo(HttpClient.Version.HTTP_2);
                }
            }
            assertThat(ids(run)).hasSize(500).doesNotHaveDuplicates();
            assertWell(run);
        }
    }

    @Test
    void refusesHeadersThatAreTooLongByHttp2() throws IOException, InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        try (TaskRun run = TaskRun.of()) {
            client.send(HttpRequest.newBuilder(run.url("/health")).build(), BodyHandlers.discarding()); // upgrades
            HttpRequest request = HttpRequest.newBuilder(run.url("/health"))
                    .header("X-Long", "x".repeat(1_000_000))
                    .build();
            try {
                assertThat(client.send(request, BodyHandlers.ofString()).statusCode())
                        .isEqualTo(431);
            } catch (IOException closed) {
                assertThat(closed).isNotNull();
            }
            assertWell(run);
        }
    }

    @Test
    void closesConnectionsThatOnlyBeginAsHttp2() throws IOException {
        byte[] noise = new byte[100_000];
        try (TaskRun run = TaskRun.of()) {
            for (int seed = 0; seed < 50; seed++) {
                new java.util.Random(seed).nextBytes(noise);
                try (RawHttp connection = new RawHttp(run.port())) {
                    connection
                            .send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + (seed % 2 == 0 ? "\0\0\0\4\0\0\0\0\0" : ""))
                            .send(noise)
                            .end()
                            .rest();
                }
                assertThat(run.failure()).as("seed %d", seed).isNull();
            }
            assertWell(run);
            assertThat(ids(run)).containsExactly("well");
        }
    }
}
