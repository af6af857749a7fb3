// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.CompactedRows;
import io.millrace.connect.sink.Effect;
import io.millrace.connect.sink.RowBatch;
import io.millrace.connect.sink.RowPlans;
import io.millrace.connect.sink.TableName;
import io.millrace.connect.sink.TableRoute;
import io.millrace.connect.sink.TableRows;
import io.millrace.connect.sink.TableRows.Place;
import io.millrace.connect.sink.TableRows.Run;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Rows in binary COPY format, by table. */
final class PostgresBatch implements RowBatch {
    private final Planner planner;
    private final TableRoute route;
    private final RowPlans<TableName, TablePlan> plans;
    private final Map<TableName, TableRows<Layout>> tables = new TreeMap<>();
    private final Deque<CompactedRows> spare = new ArrayDeque<>();
    private final Place place = new Place();
    private final Map<TopicPartition, SinkRecord> deletes = new HashMap<>();
    private @Nullable TableName lastTable;
    private @Nullable TableRows<Layout> lastRows;
    private int records;
    private long bytes;
    private long allocatedBytes;

    PostgresBatch(Planner planner, TableRoute route, RowPlans<TableName, TablePlan> plans) {
        this.planner = planner;
        this.route = route;
        this.plans = plans;
    }

    @Override
    public Added add(SinkRecord original, SinkRecord row) {
        SinkRecord delete = deletes.isEmpty() ? null : deletes.remove(idOf(original));
        if (row.value() == null && follows(delete, row)) {
            return Added.NOTHING; // the tombstone of the delete before it
        }
        TableName table = route.table(original);
        TablePlan plan = plans.get(table, row);
        if (plan == null || (plan.isAbsent() && planner.knows(table))) {
            return Added.UNPREPARED;
        }
        RowWriter writer = plan.writer(row);
        if (writer == null) {
            return Added.NOTHING;
        }
        add(row, writer, rows(table));
        if (writer.isDelete()) {
            deletes.put(idOf(original), row);
        }
        return Added.WRITTEN;
    }

    private void add(SinkRecord row, RowWriter writer, TableRows<Layout> rows) {
        Layout layout = writer.layout();
        Effect effect = layout.effect();
        if (effect == Effect.TRUNCATE
                && layout.columns().isEmpty()
                && layout.rules().truncatesRows()) {
            rows.dropAll();
        }
        Run<Layout> run = rows.run(effect, layout);
        int start = run.rows().sink().size();
        int allocated = run.rows().allocatedBytes();
        writer.write(row, run.rows().sink(), place);
        allocatedBytes += run.rows().allocatedBytes() - allocated;
        bytes += run.rows().sink().size() - start;
        records++;
        if (effect == Effect.TRUNCATE) {
            rows.admitForAll(run, start);
        } else {
            rows.admit(run, start, place, writer.order());
        }
    }

    @Override
    public void follow(RowBatch earlier) {
        deletes.putAll(((PostgresBatch) earlier).deletes);
    }

    /** Whether the tombstone has the key of the delete that came last in its partition. */
    private static boolean follows(@Nullable SinkRecord delete, SinkRecord tombstone) {
        return delete != null
                && delete.value() != null
                && tombstone.key() != null
                && tombstone.key().equals(delete.key());
    }

    private static TopicPartition idOf(SinkRecord record) {
        return new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
    }

    private TableRows<Layout> rows(TableName table) {
        TableRows<Layout> last = lastRows;
        if (last != null && table.equals(lastTable)) {
            return last;
        }
        TableRows<Layout> rows = tables.computeIfAbsent(table, absent -> new TableRows<>(Layout::covers, spare));
        lastTable = table;
        lastRows = rows;
        return rows;
    }

    /** Tables by name, the runs of each in order. */
    Map<TableName, TableRows<Layout>> tables() {
        return tables;
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
    public long allocatedBytes() {
        return allocatedBytes;
    }

    @Override
    public int replaced() {
        return tables.values().stream().mapToInt(TableRows::replaced).sum();
    }

    @Override
    public int stale() {
        return tables.values().stream().mapToInt(TableRows::stale).sum();
    }

    @Override
    public void clear() {
        tables.values().forEach(TableRows::clear);
        tables.clear();
        lastTable = null;
        lastRows = null;
        deletes.clear();
        records = 0;
        bytes = 0;
        allocatedBytes = spare.stream().mapToLong(CompactedRows::allocatedBytes).sum();
    }
}
