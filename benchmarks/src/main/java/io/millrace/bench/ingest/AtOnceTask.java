// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.ingest;

import io.millrace.connect.ingest.HttpIngestSourceTask;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.jspecify.annotations.Nullable;

/**
 * {@link HttpIngestSourceTask}, told that its records are committed as soon as it has made them: its senders are answered
 * while the records wait for the worker. One group of them may wait; until it is taken, requests do.
 */
public final class AtOnceTask extends SourceTask {
    private static final RecordMetadata COMMITTED =
            new RecordMetadata(new TopicPartition("unknown", 0), 0, 0, RecordMetadata.UNKNOWN_PARTITION, 0, 0);
    private static final long PATIENCE_MS = 500;

    private final HttpIngestSourceTask task = new HttpIngestSourceTask();
    private final BlockingQueue<List<SourceRecord>> groups = new ArrayBlockingQueue<>(1);
    private final Thread answers = new Thread(this::answerAll, "at-once");

    /** Called by Connect. */
    public AtOnceTask() {}

    @Override
    public void initialize(SourceTaskContext given) {
        super.initialize(given);
        task.initialize(given);
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
                    groups.put(records);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the task ends
        }
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        return groups.poll(PATIENCE_MS, TimeUnit.MILLISECONDS);
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
