// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import io.millrace.testkit.FakePluginMetrics;
import io.millrace.testkit.FakeSourceTaskContext;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** A task with its server, and a worker for it that commits whatever it is given. */
final class TaskRun implements AutoCloseable {
    static final RecordMetadata KAFKA_HAS_IT = new RecordMetadata(new TopicPartition("events", 0), 1, 0, 0, 0, 0);

    private final FakePluginMetrics metrics = new FakePluginMetrics();
    private final HttpIngestSourceTask task = new HttpIngestSourceTask();
    private final List<SourceRecord> records = new CopyOnWriteArrayList<>();
    private final Thread worker = new Thread(this::work, "worker");
    private volatile boolean isStopped;
    private volatile @Nullable Throwable failure;

    private TaskRun() {}

    static TaskRun of(String... settings) {
        TaskRun run = new TaskRun();
        run.task.initialize(new FakeSourceTaskContext(run.metrics));
        run.task.start(props(settings));
        run.worker.start();
        return run;
    }

    /** On any port, without waiting for more before it goes to Kafka. */
    static Map<String, String> props(String... settings) {
        Map<String, String> props =
                new HashMap<>(Map.of("name", "devices", "topic", "events", "http.port", "0", "commit.linger.ms", "0"));
        for (int i = 0; i < settings.length; i += 2) {
            props.put(settings[i], settings[i + 1]);
        }
        return props;
    }

    private void work() {
        try {
            while (!isStopped) {
                List<SourceRecord> polled = task.poll();
                if (polled != null) {
                    records.addAll(polled);
                    polled.forEach(record -> task.commitRecord(record, KAFKA_HAS_IT));
                }
            }
        } catch (InterruptedException | RuntimeException e) {
            failure = e;
        }
    }

    int port() {
        return (int) metric("port");
    }

    URI url(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    double metric(String name) {
        return (double) metrics.values().get(name);
    }

    /** Neither requests nor bytes are under way. */
    boolean isIdle() {
        return metric("requests-in-flight") == 0 && metric("requests-waiting") == 0 && metric("bytes-in-flight") == 0;
    }

    /** What has failed the task; null for nothing. */
    @Nullable Throwable failure() {
        return failure;
    }

    List<SourceRecord> records() {
        return List.copyOf(records);
    }

    @Override
    public void close() {
        isStopped = true;
        try {
            worker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        task.stop();
        metrics.close();
    }
}
