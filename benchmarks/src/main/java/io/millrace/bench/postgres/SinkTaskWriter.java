// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.postgres;

import io.millrace.bench.sink.Rows;
import io.millrace.bench.sink.TaskCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** A sink task whose topic is named after the table. */
final class SinkTaskWriter implements TableWriter {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final TaskCalls task;
    private final Work work;
    private final List<List<SinkRecord>> puts = new ArrayList<>();
    private long nextOffset;
    private long put;

    /** Starts the task. */
    SinkTaskWriter(SinkTask task, Map<String, String> config, Work work, String topic) {
        this.task = new TaskCalls(task, config, topic);
        this.work = work;
        nextOffset = this.task.startOffset();
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
        String topic = task.topic();
        if (work.deletes(row, pass)) {
            return new SinkRecord(topic, 0, row.key().schema(), row.key(), null, null, offset);
        }
        return new SinkRecord(
                topic, 0, row.key().schema(), row.key(), row.value(pass).schema(), row.value(pass), offset);
    }

    @Override
    public void put(int index) {
        List<SinkRecord> records = puts.get(index);
        task.put(records);
        put = records.get(records.size() - 1).kafkaOffset() + 1;
    }

    @Override
    public void finish() {
        task.await(put, elapsed -> PAUSE_NANOS);
    }

    @Override
    public void close() {
        task.close();
    }
}
