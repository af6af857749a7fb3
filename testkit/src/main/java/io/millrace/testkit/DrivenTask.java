// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** A task as Connect drives it: called again and again, until what it was given is written. */
public final class DrivenTask {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final SinkTask task;
    private final Map<TopicPartition, OffsetAndMetadata> consumed = new HashMap<>();

    /** The task was started, and owns the partitions of the records to come. */
    public DrivenTask(SinkTask task) {
        this.task = task;
    }

    /** Hands the records over and returns once they are committed. */
    public void put(Collection<SinkRecord> records) {
        give(records);
        settle();
    }

    /** Hands the records over. */
    public void give(Collection<SinkRecord> records) {
        for (SinkRecord record : records) {
            consumed.merge(
                    new TopicPartition(record.originalTopic(), record.originalKafkaPartition()),
                    new OffsetAndMetadata(record.originalKafkaOffset() + 1),
                    (one, other) -> one.offset() > other.offset() ? one : other);
        }
        task.put(records);
    }

    /** Returns once all that was handed over is committed. */
    public void settle() {
        long endNanos = System.nanoTime() + PATIENCE.toNanos();
        while (!task.preCommit(consumed).equals(consumed)) {
            if (System.nanoTime() > endNanos) {
                throw new AssertionError("not written: " + consumed + ", but " + task.preCommit(consumed));
            }
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
            task.put(List.of());
        }
    }

    public SinkTask task() {
        return task;
    }

    public void stop() {
        task.stop();
    }
}
