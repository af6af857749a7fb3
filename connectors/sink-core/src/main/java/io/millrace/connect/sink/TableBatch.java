// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import io.millrace.connect.sink.TableRows.Place;
import io.millrace.connect.sink.TableRows.Run;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Encoded rows by table, or by table and partition.
 *
 * @param <L> the store's layout of rows
 */
public final class TableBatch<L extends RowLayout<L>> implements RowBatch {
    private final TableRoute route;
    private final RowPlans<TableName, TablePlan<L>> plans;
    private final Predicate<TableName> known;
    private final boolean byPartition;
    private final Map<TablePart, TableRows<L>> parts = new TreeMap<>();
    private final Deque<CompactedRows> spare = new ArrayDeque<>();
    private final Place place = new Place();
    private final Map<TopicPartition, SinkRecord> deletes = new HashMap<>();
    private @Nullable TablePart lastPart;
    private @Nullable TableRows<L> lastRows;
    private int records;
    private long bytes;
    private long allocatedBytes;

    /**
     * An empty batch.
     *
     * @param plans those that {@link TableStore#prepare} makes
     * @param known whether a plan was made for rows of the table, which is there then
     * @param byPartition whether rows of several partitions are kept apart
     */
    public TableBatch(
            TableRoute route,
            RowPlans<TableName, TablePlan<L>> plans,
            Predicate<TableName> known,
            boolean byPartition) {
        this.route = route;
        this.plans = plans;
        this.known = known;
        this.byPartition = byPartition;
    }

    @Override
    public Added add(SinkRecord original, SinkRecord row) {
        SinkRecord delete = deletes.isEmpty() ? null : deletes.remove(idOf(original));
        if (row.value() == null && follows(delete, row)) {
            return Added.NOTHING; // the tombstone of the delete before it
        }
        TableName table = route.table(original);
        TablePlan<L> plan = plans.get(table, row);
        if (plan == null || (plan.isAbsent() && known.test(table))) {
            return Added.UNPREPARED;
        }
        RowWriter<L> writer = plan.writer(row);
        if (writer == null) {
            return Added.NOTHING;
        }
        add(row, writer, rows(table, original));
        if (writer.isDelete()) {
            deletes.put(idOf(original), row);
        }
        return Added.WRITTEN;
    }

    private void add(SinkRecord row, RowWriter<L> writer, TableRows<L> rows) {
        L layout = writer.layout();
        Effect effect = layout.effect();
        if (layout.emptiesTable()) {
            rows.dropAll();
        }
        Run<L> run = rows.run(effect, layout);
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
        deletes.putAll(((TableBatch<?>) earlier).deletes);
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

    private TableRows<L> rows(TableName table, SinkRecord original) {
        TableRows<L> last = lastRows;
        TablePart part = lastPart;
        if (last != null && part != null && part.table().equals(table) && isIn(part.partition(), original)) {
            return last;
        }
        TablePart next = new TablePart(table, byPartition ? idOf(original) : null);
        TableRows<L> rows = parts.computeIfAbsent(next, absent -> new TableRows<>(RowLayout::covers, spare));
        lastPart = next;
        lastRows = rows;
        return rows;
    }

    private static boolean isIn(@Nullable TopicPartition partition, SinkRecord original) {
        return partition == null
                || (partition.partition() == original.originalKafkaPartition()
                        && partition.topic().equals(original.originalTopic()));
    }

    /** Parts by name, the runs of each in order. */
    public Map<TablePart, TableRows<L>> parts() {
        return parts;
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
        return parts.values().stream().mapToInt(TableRows::replaced).sum();
    }

    @Override
    public int stale() {
        return parts.values().stream().mapToInt(TableRows::stale).sum();
    }

    @Override
    public void clear() {
        parts.values().forEach(TableRows::clear);
        parts.clear();
        lastPart = null;
        lastRows = null;
        deletes.clear();
        records = 0;
        bytes = 0;
        allocatedBytes = spare.stream().mapToLong(CompactedRows::allocatedBytes).sum();
    }
}
