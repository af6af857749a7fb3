// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.FakeSinkTaskContext;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Drives a task over one partition as Connect does: batches in order; the same batch again to the same task when it
 * asks for that; a new task, from the offset that it seeks, when one has failed; and between all this the question
 * which offsets may be committed to Kafka.
 */
final class Delivery implements AutoCloseable {
    private static final int BATCH = 50;
    private static final int MOST_TRIES = 2_000;
    private static final long PAUSE_NANOS = 10_000_000;

    private final Sandbox sandbox;
    private final TopicPartition partition;
    private final Map<String, String> config;
    private PostgresSinkTask task;
    private int position;
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
        FakeSinkTaskContext context = new FakeSinkTaskContext(null);
        task = sandbox.task(partition.topic(), config, context);
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

    /** Delivers what the log has from where it is, to its end. */
    void run(List<SinkRecord> log) throws SQLException {
        for (int tries = 0; position < log.size(); tries++) {
            assertThat(tries).as("tries").isLessThan(MOST_TRIES);
            List<SinkRecord> batch = log.subList(position, Math.min(position + BATCH, log.size()));
            deliver(batch);
        }
    }

    private void deliver(List<SinkRecord> batch) throws SQLException {
        try {
            task.put(batch);
            position += batch.size();
            checkCommittable();
        } catch (RetriableException e) {
            retries++;
            checkCommittable();
            onRetry.run();
            LockSupport.parkNanos(PAUSE_NANOS);
        } catch (ConnectException e) {
            task.stop();
            reopen();
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
