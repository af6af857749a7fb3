// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.CompactedRows;
import io.millrace.connect.sink.RowBatch;
import io.millrace.connect.sink.RowPlans;
import io.millrace.connect.sink.TableName;
import io.millrace.connect.sink.WriteMode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Rows in binary COPY format, per table a list of runs. A run has one layout; a record with other columns begins the
 * next, and runs are written in order, so that a column which a record does not have keeps what an earlier one wrote.
 */
final class PostgresBatch implements RowBatch {
    /** Rows of one layout, and keys to delete. */
    static final class Run {
        private final CompactedRows rows;
        private @Nullable Layout written;
        private @Nullable Layout deleted;

        Run(CompactedRows rows) {
            this.rows = rows;
        }

        CompactedRows rows() {
            return rows;
        }

        @Nullable Layout written() {
            return written;
        }

        @Nullable Layout deleted() {
            return deleted;
        }

        private static boolean admits(@Nullable Layout current, Layout layout) {
            return current == null || current.equals(layout);
        }
    }

    private final Planner planner;
    private final RowPlans<TablePlan> plans;
    private final WriteMode mode;
    private final Map<TableName, List<Run>> runs = new TreeMap<>();
    private final Deque<CompactedRows> spare = new ArrayDeque<>();
    private int records;
    private long bytes;

    PostgresBatch(Planner planner, RowPlans<TablePlan> plans, WriteMode mode) {
        this.planner = planner;
        this.plans = plans;
        this.mode = mode;
    }

    @Override
    public void add(SinkRecord record) {
        if (record.value() == null && mode == WriteMode.UPSERT && !planner.hasTable(record)) {
            return; // not remembered: the next record may create it
        }
        TablePlan plan = plans.get(record);
        switch (plan.rows().action(record)) {
            case IGNORE -> {}
            case WRITE -> write(record, plan);
            case DELETE -> delete(record, plan);
        }
    }

    private void write(SinkRecord record, TablePlan plan) {
        Run run = run(plan, true);
        int before = run.rows.sink().size();
        if (mode == WriteMode.INSERT) {
            plan.append(record, run.rows);
        } else {
            plan.write(record, run.rows);
        }
        run.written = plan.layout();
        count(run, before);
    }

    private void delete(SinkRecord record, TablePlan plan) {
        Run run = run(plan, false);
        int before = run.rows.sink().size();
        plan.delete(record, run.rows);
        run.deleted = plan.keys();
        count(run, before);
    }

    private void count(Run run, int before) {
        records++;
        bytes += run.rows.sink().size() - before;
    }

    private Run run(TablePlan plan, boolean writing) {
        List<Run> ofTable = runs.computeIfAbsent(plan.layout().table(), table -> new ArrayList<>());
        Run last = ofTable.isEmpty() ? null : ofTable.get(ofTable.size() - 1);
        if (last != null
                && (!writing || Run.admits(last.written, plan.layout()))
                && Run.admits(last.deleted, plan.keys())
                && keysAgree(last, plan)) {
            return last;
        }
        CompactedRows rows = spare.isEmpty() ? new CompactedRows() : spare.pop();
        Run next = new Run(rows);
        ofTable.add(next);
        return next;
    }

    /** Writes and deletes of a run share its keys: they must be encoded alike. */
    private static boolean keysAgree(Run run, TablePlan plan) {
        Layout written = run.written;
        return written == null || written.keys().equals(plan.keys().columns());
    }

    /** Tables by name, the runs of each in order. */
    Map<TableName, List<Run>> runs() {
        return runs;
    }

    @Override
    public int rows() {
        return records;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void clear() {
        runs.values()
                .forEach(ofTable -> ofTable.forEach(run -> {
                    run.rows.clear();
                    spare.push(run.rows);
                }));
        runs.clear();
        records = 0;
        bytes = 0;
    }
}
