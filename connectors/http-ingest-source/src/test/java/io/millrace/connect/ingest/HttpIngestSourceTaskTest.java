// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.FakePluginMetrics;
import io.millrace.testkit.FakeSourceTaskContext;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.source.TransactionContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The task between its senders and the worker, which this test plays. */
@Timeout(60)
class HttpIngestSourceTaskTest {
    private final FakePluginMetrics metrics = new FakePluginMetrics();
    private final Map<Map<String, ?>, Map<String, Object>> stored = new HashMap<>();
    private final HttpIngestSourceTask task = new HttpIngestSourceTask();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        task.stop();
        metrics.close();
    }

    private void start(String... settings) {
        task.initialize(new FakeSourceTaskContext(stored, metrics));
        task.start(TaskRun.props(settings));
    }

    private CompletableFuture<HttpResponse<String>> send(String... ids) {
        return client.sendAsync(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/v1/events"))
                        .header("Content-Type", "application/x-ndjson")
                        .POST(BodyPublishers.ofString(lines(ids)))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String lines(String... ids) {
        StringBuilder lines = new StringBuilder();
        for (String id : ids) {
            lines.append("{\"event_id\":\"").append(id).append("\",\"device_id\":\"d\",\"type\":\"tap\"}\n");
        }
        return lines.toString();
    }

    private int port() {
        return (int) (double) metrics.values().get("port");
    }

    private List<SourceRecord> poll() throws InterruptedException {
        for (int i = 0; i < 40; i++) {
            List<SourceRecord> records = task.poll();
            if (records != null) {
                return records;
            }
        }
        throw new AssertionError("nothing came");
    }

    private static List<Object> ids(List<SourceRecord> records) {
        List<Object> ids = new ArrayList<>();
        records.forEach(record -> ids.add(((Struct) record.value()).get("event_id")));
        return ids;
    }

    @Test
    void answersWhatTheWorkerSaysOfEachRecord() throws InterruptedException {
        start();
        CompletableFuture<HttpResponse<String>> answer = send("e1", "e2");
        List<SourceRecord> records = poll();
        assertThat(ids(records)).containsExactly("e1", "e2");
        assertThat(records)
                .extracting(SourceRecord::topic, SourceRecord::sourcePartition, SourceRecord::sourceOffset)
                .containsOnly(org.assertj.core.api.Assertions.tuple("events", Map.of("task", "0"), Map.of()));

        task.commitRecord(records.get(1), null);
        assertThat(answer).isNotDone();
        task.commitRecord(records.get(0), TaskRun.KAFKA_HAS_IT);

        assertThat(answer.join().body()).isEqualTo("{\"accepted\":1,\"results\":{\"e1\":\"ok\",\"e2\":\"drop\"}}");
        assertThat(answer.join().statusCode()).isEqualTo(200);
    }

    /** The worker drops a record with {@code errors.tolerance=all}, or a transform does. */
    @Test
    void tellsSendersToRepeatWhatTheWorkerDroppedIfTheyMay() throws InterruptedException {
        start("unconfirmed.events", "retry");
        CompletableFuture<HttpResponse<String>> answer = send("e1");

        task.commitRecord(poll().get(0), null);

        assertThat(answer.join().body()).isEqualTo("{\"accepted\":0,\"results\":{\"e1\":\"retry\"}}");
        assertThat(answer.join().statusCode()).isEqualTo(503);
    }

    @Test
    void knowsTheIdsOfItsOffsetsAndGoesOnFromThem() throws InterruptedException {
        stored.put(Map.of("slot", "0", "task", "0"), Map.of("turn", 4L, "ids", "e1,e2"));
        stored.put(Map.of("slot", "1", "task", "0"), Map.of("turn", 3L, "ids", "e0"));
        start("message.ids.max", "256");

        assertThat(send("e0", "e2").join().body())
                .as("without the worker")
                .isEqualTo("{\"accepted\":2,\"results\":{\"e0\":\"ok\",\"e2\":\"ok\"}}");
        CompletableFuture<HttpResponse<String>> answer = send("e2", "e3");
        List<SourceRecord> records = poll();

        assertThat(ids(records)).containsExactly("e3");
        assertThat(records.get(0).sourcePartition()).isEqualTo(Map.of("slot", "0", "task", "0"));
        assertThat(records.get(0).sourceOffset()).isEqualTo(Map.of("turn", 4L, "ids", "e1,e2,e3"));
        task.commitRecord(records.get(0), TaskRun.KAFKA_HAS_IT);
        assertThat(answer.join().statusCode()).isEqualTo(200);
    }

    @Test
    void endsATransactionWithTheLastRecordOfEachGroup() throws InterruptedException {
        Boundaries boundaries = new Boundaries();
        task.initialize(new TransactionalContext(new FakeSourceTaskContext(stored, metrics), boundaries));
        task.start(TaskRun.props());
        for (int group = 0; group < 2; group++) {
            CompletableFuture<HttpResponse<String>> answer = send("a" + group, "b" + group);
            List<SourceRecord> records = poll();

            assertThat(boundaries.ends).hasSize(group + 1).last().isSameAs(records.get(1));
            records.forEach(record -> task.commitRecord(record, TaskRun.KAFKA_HAS_IT));
            assertThat(answer.join().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void leavesNothingRunningWhereItsPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String thread = Thread.currentThread().getName();
            long before = threadsOf(thread);
            assertThatThrownBy(() ->
                            start("http.port", Integer.toString(taken.getLocalPort()), "http.port.timeout.ms", "300"))
                    .isInstanceOf(org.apache.kafka.connect.errors.ConnectException.class)
                    .hasMessageStartingWith("Cannot listen: found no free port of " + taken.getLocalPort());

            task.stop();
            assertThat(threadsOf(thread)).isEqualTo(before);
        }
    }

    /** The worker starts a task again though the one before, which it has given up, still hangs in a commit. */
    @Test
    void waitsForTheTaskBeforeItToLeaveThePort() throws Exception {
        ServerSocket before = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        CompletableFuture<Void> started = CompletableFuture.runAsync(
                () -> start("http.port", Integer.toString(before.getLocalPort())), work -> new Thread(work).start());
        assertThatThrownBy(() -> started.get(400, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

        before.close();
        started.get(30, TimeUnit.SECONDS);
        assertThat(port()).isEqualTo(before.getLocalPort());
    }

    private static long threadsOf(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(name))
                .count();
    }

    @Test
    void stopsMoreThanOnce() {
        start();
        int port = port();
        String thread = Thread.currentThread().getName();
        assertThat(threadsOf(thread)).isGreaterThan(1);

        task.stop();
        task.stop();

        await("its threads end").until(() -> threadsOf(thread) == 1);
        assertThatThrownBy(() -> new Socket("127.0.0.1", port).close()).isInstanceOf(ConnectException.class);
    }

    @Test
    void stopsBeforeItWasStartedAndPollsOnlyAfterwards() {
        task.stop();

        assertThatThrownBy(task::poll)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Cannot poll: the task has not been started.");
    }

    @Test
    void answersThoseWhoWaitWhenItEnds() throws InterruptedException {
        start();
        CompletableFuture<HttpResponse<String>> answer = send("e1");
        List<SourceRecord> records = poll();

        task.stop();

        assertThat(answer.join().body()).isEqualTo("{\"accepted\":0,\"results\":{\"e1\":\"retry\"}}");
        task.commitRecord(records.get(0), TaskRun.KAFKA_HAS_IT); // later than anybody waits for it
    }

    @Test
    void saysWhereItListens() throws InterruptedException {
        start("http.addresses.topic", "addresses", "http.advertised.host", "ingest.example.com");

        List<SourceRecord> records = poll();

        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.topic()).isEqualTo("addresses");
            assertThat(record.key()).isEqualTo("devices/0");
            assertThat(record.value()).isEqualTo("http://ingest.example.com:" + port());
        });
    }

    /** Where transactions are to end. */
    private static final class Boundaries implements TransactionContext {
        private final List<SourceRecord> ends = new ArrayList<>();

        @Override
        public void commitTransaction() {
            throw new AssertionError("without a record the end would come before the batch");
        }

        @Override
        public void commitTransaction(SourceRecord record) {
            ends.add(record);
        }

        @Override
        public void abortTransaction() {
            throw new AssertionError();
        }

        @Override
        public void abortTransaction(SourceRecord record) {
            throw new AssertionError();
        }
    }

    private record TransactionalContext(SourceTaskContext plain, TransactionContext boundaries)
            implements SourceTaskContext {
        @Override
        public Map<String, String> configs() {
            return plain.configs();
        }

        @Override
        public @Nullable OffsetStorageReader offsetStorageReader() {
            return plain.offsetStorageReader();
        }

        @Override
        public PluginMetrics pluginMetrics() {
            return plain.pluginMetrics();
        }

        @Override
        public TransactionContext transactionContext() {
            return boundaries;
        }
    }
}
