// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static io.millrace.spark.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.servers.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that runs on: its metrics, schemas that change meanwhile, and its end when it is told to stop. */
class RunningJobIT {
    private static final Duration A_WHILE = Duration.ofSeconds(120);

    private final SparkSession session = LocalSpark.session();
    private final DeviceTopic devices = new DeviceTopic(1);

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        devices.close();
    }

    @Test
    void readsOnWhenTheSchemaChangesServesMetricsAndTellsWhatSparkDrops() {
        int port = Ports.free();
        devices.send(TestEvent.SCHEMA, List.of(event("e1", "d1", "open", "1:00")));
        Map<String, String> conf = Map.of("spark.ui.enabled", "true", "spark.ui.port", Integer.toString(port));

        try (JobProcess job = job(conf, "--trigger=1s", "--outputs=activity").start()) {
            await().atMost(A_WHILE).until(() -> job.log().contains("Query activity batch 0: 1 records"));
            devices.send(
                    TestEvent.NEWER_SCHEMA,
                    List.of(event("e2", "d2", "open", "2:00"), event("e3", "d3", "open", "600:00")));

            await().atMost(A_WHILE)
                    .until(() -> devices.table(session, "device_activity").count() > 0);
            assertThat(devices.table(session, "device_activity")
                            .select("events", "active_devices")
                            .collectAsList())
                    .extracting(Object::toString)
                    .containsExactly("[2,2]");
            assertThat(answer(port, "/metrics/prometheus/"))
                    .contains("metrics_millrace_driver_spark_streaming_activity_inputRate_total_Value")
                    .contains("metrics_millrace_driver_spark_streaming_activity_eventTime_watermark_Value")
                    .contains("metrics_millrace_driver_spark_streaming_quarantine_latency_Value");
            assertThat(answer(port, "/metrics/executors/prometheus")).contains("metrics_executor_rddBlocks");

            // On time by its own times, but read ten hours after others.
            devices.send(TestEvent.SCHEMA, List.of(event("e4", "d1", "open", "1:00")));

            await().atMost(A_WHILE).until(() -> job.log().contains(" WARN DroppedRowsLog: Query activity batch "));
            assertThat(job.log())
                    .contains("behind the watermark 2026-03-01T19:25:00.000Z (expected none).")
                    .doesNotContain("Query sessions");
        }
    }

    @Test
    void finishesItsBatchesWhenItIsToldToStop() {
        devices.send(
                TestEvent.SCHEMA,
                IntStream.range(0, 400)
                        .mapToObj(i -> event("e" + i, "d" + i % 7, "open", i + ":00"))
                        .toList());

        try (JobProcess job =
                job(Map.of(), "--trigger=0s", "--max-offsets-per-trigger=10").start()) {
            await().atMost(A_WHILE).until(() -> checkpoints().allMatch(query -> query.finished() >= 0));
            List<Integer> begun = checkpoints().map(Checkpoint::begun).toList();

            int exitCode = job.stop();

            assertThat(exitCode).as("what a JVM that SIGTERM ends has").isEqualTo(143);
            List<Integer> finished = checkpoints().map(Checkpoint::finished).toList();
            assertThat(IntStream.range(0, begun.size())).allMatch(i -> finished.get(i) >= begun.get(i));
            assertThat(finished.get(0)).as("batches, of 40").isLessThan(39);
            assertThat(job.log())
                    .contains("Stopped query activity after batch", "Stopped query quarantine after batch")
                    .doesNotContain("is done again")
                    .doesNotContain("A query failed");
        }
    }

    private Stream<Checkpoint> checkpoints() {
        return Stream.of("activity", "sessions", "late", "quarantine")
                .map(query -> Checkpoint.of(folder.resolve("checkpoint"), query));
    }

    private JobProcess job(Map<String, String> conf, String... more) {
        return JobProcess.of(
                DeviceActivity.class,
                conf,
                devices.arguments(folder.resolve("checkpoint").toString(), more));
    }

    private static String answer(int port, String path) {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
