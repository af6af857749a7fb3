// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.clickhouse;

import io.millrace.bench.sink.Rows;
import io.millrace.bench.sink.TaskCalls;
import io.millrace.connect.clickhouse.ClickHouseSinkTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;

/** Millrace's sink task, whose topic is named after the table. A block is a put, and never more than one. */
final class TaskWriter implements TableWriter {
    private static final long PAUSE_NANOS = 100_000;
    private static final int SHARE = 32;

    private final TaskCalls task;
    private final boolean isAhead;
    private List<List<SinkRecord>> puts = List.of();
    private long nextOffset;
    private long put;
    private long putBefore;
    private long shortestNanos;

    private TaskWriter(Map<String, String> config, String topic, boolean isAhead) {
        this.task = new TaskCalls(new ClickHouseSinkTask(), config, topic);
        this.isAhead = isAhead;
        this.nextOffset = task.startOffset();
    }

    /** Each put is committed before the next. */
    static TaskWriter oneAtATime(Map<String, String> config, String topic) {
        return new TaskWriter(config, topic, false);
    }

    /** The task is given a put while it writes the one before. */
    static TaskWriter ahead(Map<String, String> config, String topic) {
        return new TaskWriter(config, topic, true);
    }

    @Override
    public void prepare(Case measured, Rows rows) {
        put = nextOffset;
        putBefore = nextOffset;
        shortestNanos = 0;
        puts = Blocks.of(measured, rows, this::records);
    }

    /** What a slot does not get round to is a gap, as after a transaction's marker. */
    private List<SinkRecord> records(List<Rows.Row> rows) {
        List<SinkRecord> records = new ArrayList<>();
        for (Rows.Row row : rows) {
            records.add(new SinkRecord(
                    task.topic(), 0, row.key().schema(), row.key(), row.value(0).schema(), row.value(0), nextOffset++));
        }
        return records;
    }

    @Override
    public void put(int index) {
        if (isAhead) {
            await(putBefore);
            task.put(List.of()); // the put before is what is written now: this one is a block of its own
        }
        List<SinkRecord> records = puts.get(index);
        task.put(records);
        putBefore = put;
        put = records.get(records.size() - 1).kafkaOffset() + 1;
        if (!isAhead) {
            await(put);
        }
    }

    @Override
    public void finish() {
        await(put);
    }

    /** Asking costs processor time that a worker, which has records to fetch meanwhile, does not spend: asks seldom. */
    private void await(long offset) {
        long startNanos = System.nanoTime();
        task.await(offset, this::pauseNanos);
        long nanos = System.nanoTime() - startNanos;
        shortestNanos = shortestNanos == 0 ? nanos : Math.min(shortestNanos, nanos);
    }

    /** Nearly as long as the shortest block of the slot has taken, then a thirty-second more each time. */
    private long pauseNanos(long elapsedNanos) {
        long early = shortestNanos - shortestNanos / SHARE;
        return elapsedNanos < early ? early - elapsedNanos : Math.max(PAUSE_NANOS, elapsedNanos / SHARE);
    }

    @Override
    public void close() {
        task.close();
    }
}
