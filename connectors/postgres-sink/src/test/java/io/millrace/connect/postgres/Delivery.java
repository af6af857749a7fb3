// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.FakePluginMetrics;
import io.millrace.testkit.FakeSinkTaskContext;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/**
 * Drives a task over one partition as Connect does: batches in order; a new task, from the offset that it seeks, when one has failed; and between all this the question
 * which offsets may be committed to Kafka.
 */
final class Delivery implements AutoCloseable {
    private static final int BATCH = 50;
    private static final int MOST_TRIES = 20_000;
    private static final Duration PATIENCE = Duration.ofSeconds(100);
    private static final long PAUSE_NANOS = 1_000_000;

    private final Sandbox sandbox;
    private final TopicPartition partition;
    private final Map<String, String> config;
    private SinkTask task;
    private int position;
    private FakePluginMetrics metrics = new FakePluginMetrics();
    private int counted;
    private int retries;
    private int restarts;
    private Runnable onRetry = () -> {};

    /** Opens a task; the log of the topic's partition 0 begins at offset 0. */
    Delivery(Sandbox sandbox, String topic, Map<String, String> config) {
        this.sandbox = sandbox;
        this.partition = new TopicPartition(topic, 0);
        this.config = config;
        open();
    }

    private void open() {
        metrics.close();
        metrics = new FakePluginMetrics();
        counted = 0;
        FakeSinkTaskContext context = new FakeSinkTaskContext(null, metrics);
        task = sandbox.task(partition.topic(), config, context).task();
        position = context.sought().getOrDefault(partition, 0L).intValue();
    }

    /** As an operator does: another start if one fails. */
    private void reopen() {
        while (true) {
            assertThat(restarts++).as("restarts").isLessThan(MOST_TRIES);
            try {
                open();
                return;
            } catch (ConnectException e) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** What to do each time a batch is about to be delivered again. */
    Delivery onRetry(Runnable action) {
        onRetry = action;
        return this;
    }

    /** Delivers what the log has from where it is, to its end, and returns when all of it is committed. */
    void run(List<SinkRecord> log) throws SQLException {
        long endNanos = System.nanoTime() + PATIENCE.toNanos();
        while (position < log.size() || !isSettled()) {
            assertThat(System.nanoTime()).as("patience").isLessThan(endNanos);
            deliver(log.subList(position, Math.min(position + BATCH, log.size())));
        }
    }

    private boolean isSettled() {
        OffsetAndMetadata all = new OffsetAndMetadata(position);
        return all.equals(task.preCommit(Map.of(partition, all)).get(partition));
    }

    private void deliver(List<SinkRecord> batch) throws SQLException {
        try {
            task.put(batch);
            position += batch.size();
            checkCommittable();
            noteRetries();
        } catch (RetriableException e) {
            checkCommittable();
        } catch (ConnectException e) {
            noteRetries();
            task.stop();
            reopen();
        }
        if (batch.isEmpty()) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** The task tries again by itself, beside the calls of its methods. */
    private void noteRetries() {
        int now = ((Double) metrics.values().get("retries-total")).intValue();
        for (; counted < now; counted++) {
            retries++;
            onRetry.run();
        }
    }

    /** Kafka must never be told of more than the database has. */
    private void checkCommittable() throws SQLException {
        OffsetAndMetadata safe = task.preCommit(Map.of(partition, new OffsetAndMetadata(position)))
                .get(partition);
        assertThat(safe.offset()).as("committed to Kafka").isLessThanOrEqualTo(stored());
    }

    private long stored() throws SQLException {
        return sandbox.query("SELECT coalesce(max(next_offset), 0) FROM $_offsets.sink_offsets").stream()
                .mapToLong(Long::parseLong)
                .sum();
    }

    int retries() {
        return retries;
    }

    int restarts() {
        return restarts;
    }

    @Override
    public void close() {
        task.stop();
    }
}
