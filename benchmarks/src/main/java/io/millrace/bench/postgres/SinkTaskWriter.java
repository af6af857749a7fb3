// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.postgres;

import io.millrace.testkit.FakeSinkTaskContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/** A sink task that is called as a worker calls it, for one topic-partition, named after the table. */
final class SinkTaskWriter implements TableWriter {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final SinkTask task;
    private final ClassLoader loader;
    private final Work work;
    private final TopicPartition partition;
    private final List<List<SinkRecord>> puts = new ArrayList<>();
    private @Nullable Throwable refusal;
    private long nextOffset;
    private long put;

    /** Starts the task. */
    SinkTaskWriter(SinkTask task, Map<String, String> config, Work work, String topic) {
        this.task = task;
        this.loader = task.getClass().getClassLoader();
        this.work = work;
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
        nextOffset = context.sought().getOrDefault(partition, 0L);
    }

    @Override
    public void prepare(Case measured, Rows rows, int pass) {
        puts.clear();
        long offset = nextOffset;
        for (int from = 0; from < rows.size(); from += measured.putSize()) {
            List<SinkRecord> records = new ArrayList<>();
            for (Rows.Row row : rows.between(from, from + measured.putSize())) {
                records.add(record(row, pass, offset));
                offset++;
            }
            puts.add(records);
        }
        put = nextOffset;
        nextOffset = offset; // what a slot does not get round to is a gap, as after a transaction's marker
    }

    private SinkRecord record(Rows.Row row, int pass, long offset) {
        String topic = partition.topic();
        if (work.deletes(row, pass)) {
            return new SinkRecord(topic, 0, row.key().schema(), row.key(), null, null, offset);
        }
        return new SinkRecord(
                topic, 0, row.key().schema(), row.key(), row.value(pass).schema(), row.value(pass), offset);
    }

    @Override
    public void put(int index) {
        List<SinkRecord> records = puts.get(index);
        inPlugin(() -> task.put(records));
        put = records.get(records.size() - 1).kafkaOffset() + 1;
    }

    @Override
    public void finish() {
        inPlugin(this::awaitCommit);
        if (refusal != null) {
            throw new IllegalStateException(partition.topic() + " refuses a record: " + refusal.getMessage(), refusal);
        }
    }

    /** Calls the task as a worker does when no more records come. */
    private void awaitCommit() {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (committed() < put) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(partition.topic() + " does not commit what it was given.");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            task.put(List.of());
        }
    }

    private long committed() {
        OffsetAndMetadata offset =
                task.preCommit(Map.of(partition, new OffsetAndMetadata(put))).get(partition);
        return offset == null ? 0 : offset.offset();
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
