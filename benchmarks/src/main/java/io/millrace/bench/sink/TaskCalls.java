// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.sink;

import io.millrace.testkit.FakeSinkTaskContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongUnaryOperator;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/** A sink task that is called as a worker calls it, for one topic-partition. A record that it refuses ends the benchmark. */
public final class TaskCalls implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final SinkTask task;
    private final ClassLoader loader;
    private final TopicPartition partition;
    private final long startOffset;
    private @Nullable Throwable refusal;

    /** Starts the task, whose classes may have a loader of their own. */
    public TaskCalls(SinkTask task, Map<String, String> config, String topic) {
        this.task = task;
        this.loader = task.getClass().getClassLoader();
        this.partition = new TopicPartition(topic, 0);
        FakeSinkTaskContext context = new FakeSinkTaskContext((record, failure) -> {
            refusal = failure;
            return CompletableFuture.completedFuture(null);
        });
        inPlugin(() -> {
            task.initialize(context);
            task.start(config);
            task.open(List.of(partition));
        });
        this.startOffset = context.sought().getOrDefault(partition, 0L);
    }

    public String topic() {
        return partition.topic();
    }

    /** Where the task wants its records from. */
    public long startOffset() {
        return startOffset;
    }

    public void put(List<SinkRecord> records) {
        inPlugin(() -> task.put(records));
    }

    /**
     * Calls the task as a worker does when no more records come, until all that is before {@code offset} is committed.
     *
     * @param pauseNanos how long to pause between two calls, by how long it has been
     */
    public void await(long offset, LongUnaryOperator pauseNanos) {
        inPlugin(() -> awaitCommit(offset, pauseNanos));
        if (refusal != null) {
            throw new IllegalStateException(topic() + " refuses a record: " + refusal.getMessage(), refusal);
        }
    }

    private void awaitCommit(long offset, LongUnaryOperator pauseNanos) {
        long startNanos = System.nanoTime();
        while (committed(offset) < offset) {
            long elapsedNanos = System.nanoTime() - startNanos;
            if (elapsedNanos > PATIENCE_NANOS) {
                throw new IllegalStateException(topic() + " does not commit what it was given.");
            }
            LockSupport.parkNanos(pauseNanos.applyAsLong(elapsedNanos));
            task.put(List.of());
        }
    }

    private long committed(long offset) {
        OffsetAndMetadata found =
                task.preCommit(Map.of(partition, new OffsetAndMetadata(offset))).get(partition);
        return found == null ? 0 : found.offset();
    }

    private void inPlugin(Runnable call) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            call.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void close() {
        inPlugin(() -> {
            task.close(List.of(partition));
            task.stop();
        });
    }
}
