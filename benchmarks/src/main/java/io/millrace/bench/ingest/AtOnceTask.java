// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.ingest;

import io.millrace.connect.ingest.HttpIngestSourceTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/**
 * {@link HttpIngestSourceTask}, told that its records are committed as soon as it has made them: its senders are answered
 * while the records wait for the worker. As with the task itself, what comes in while the worker commits goes into the next
 * transaction together. So many records may wait; then requests do.
 */
public final class AtOnceTask extends SourceTask {
    private static final RecordMetadata COMMITTED =
            new RecordMetadata(new TopicPartition("unknown", 0), 0, 0, RecordMetadata.UNKNOWN_PARTITION, 0, 0);
    private static final long PATIENCE_MS = 500;
    private static final int WAITING_RECORDS = 10_000;

    private final HttpIngestSourceTask task = new HttpIngestSourceTask();
    private final BlockingQueue<List<SourceRecord>> groups = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(WAITING_RECORDS);
    private final Thread answers = new Thread(this::answerAll, "at-once");

    /** Called by Connect. */
    public AtOnceTask() {}

    /** The worker's, but that the task within ends no transactions. */
    record Within(SourceTaskContext worker) implements SourceTaskContext {
        @Override
        public Map<String, String> configs() {
            return worker.configs();
        }

        @Override
        public OffsetStorageReader offsetStorageReader() {
            return worker.offsetStorageReader();
        }

        @Override
        public PluginMetrics pluginMetrics() {
            return worker.pluginMetrics();
        }
    }

    @Override
    public void initialize(SourceTaskContext given) {
        super.initialize(given);
        task.initialize(new Within(given));
    }

    @Override
    public void start(Map<String, String> props) {
        task.start(props);
        answers.start();
    }

    private void answerAll() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                List<SourceRecord> records = task.poll();
                if (records != null) {
                    records.forEach(record -> task.commitRecord(record, COMMITTED));
                    room.acquire(Math.min(records.size(), WAITING_RECORDS));
                    groups.put(records);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the task ends
        }
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        List<SourceRecord> group = groups.poll(PATIENCE_MS, TimeUnit.MILLISECONDS);
        if (group == null) {
            return null;
        }
        List<SourceRecord> records = new ArrayList<>();
        for (; group != null; group = groups.poll()) {
            records.addAll(group);
            room.release(Math.min(group.size(), WAITING_RECORDS));
        }
        context.transactionContext().commitTransaction(records.get(records.size() - 1));
        return records;
    }

    @Override
    public void stop() {
        answers.interrupt();
        task.stop();
    }

    @Override
    public String version() {
        return task.version();
    }
}
