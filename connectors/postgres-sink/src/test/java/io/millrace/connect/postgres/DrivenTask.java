// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/** A task as Connect drives it: called again and again, until what it was given is written. */
final class DrivenTask {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final PostgresSinkTask task;
    private final Map<TopicPartition, OffsetAndMetadata> consumed = new HashMap<>();

    DrivenTask(PostgresSinkTask task) {
        this.task = task;
    }

    /** Hands the records over and returns once they are committed. */
    void put(Collection<SinkRecord> records) {
        give(records);
        settle();
    }

    /** Hands the records over. */
    void give(Collection<SinkRecord> records) {
        for (SinkRecord record : records) {
            consumed.merge(
                    new TopicPartition(record.originalTopic(), record.originalKafkaPartition()),
                    new OffsetAndMetadata(record.originalKafkaOffset() + 1),
                    (one, other) -> one.offset() > other.offset() ? one : other);
        }
        task.put(records);
    }

    /** Returns once all that was handed over is committed. */
    void settle() {
        long endNanos = System.nanoTime() + PATIENCE.toNanos();
        while (!task.preCommit(consumed).equals(consumed)) {
            if (System.nanoTime() > endNanos) {
                throw new AssertionError("not written: " + consumed + ", but " + task.preCommit(consumed));
            }
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
            task.put(List.of());
        }
    }

    PostgresSinkTask task() {
        return task;
    }

    void stop() {
        task.stop();
    }
}
