// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.Advance;
import io.millrace.connect.sink.CompactedRows;
import io.millrace.connect.sink.Effect;
import io.millrace.connect.sink.RowBatch;
import io.millrace.connect.sink.StoreTransaction;
import io.millrace.connect.sink.StoreUnavailableException;
import io.millrace.connect.sink.TableBatch;
import io.millrace.connect.sink.TablePart;
import io.millrace.connect.sink.TableRows;
import io.millrace.connect.sink.TableRows.Run;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The statements of a flush: an INSERT of one block for each part and layout. What is written stays, committed or not; with
 * {@code ranges} it is known by its token when it is written again.
 */
final class ClickHouseTransaction implements StoreTransaction {
    private static final String HEX = "0123456789abcdef";

    private final Session session;
    private final @Nullable Ranges ranges;
    private final String connector;
    private final Duration longest;
    private final LongSupplier nanoClock;
    private final Map<TopicPartition, Advance> advances = new HashMap<>();
    private long plannedNanos;

    /**
     * Begins nothing yet.
     *
     * @param ranges null where Kafka has the offsets
     * @param longest that a plan may be old when a block is sent: later its token may be forgotten
     */
    ClickHouseTransaction(
            Session session, @Nullable Ranges ranges, String connector, Duration longest, LongSupplier nanoClock) {
        this.session = session;
        this.ranges = ranges;
        this.connector = connector;
        this.longest = longest;
        this.nanoClock = nanoClock;
    }

    @Override
    public boolean advance(List<Advance> wanted) {
        if (ranges == null) {
            return true;
        }
        plannedNanos = nanoClock.getAsLong();
        wanted.forEach(advance -> advances.put(advance.partition(), advance));
        return ranges.plan(wanted);
    }

    @Override
    public void write(RowBatch batch) {
        parts(batch).forEach((part, rows) -> {
            int block = 0;
            for (Run<Layout> run : rows.runs()) {
                if (run.effect() == Effect.TRUNCATE) {
                    truncate(run.layout(), run.rows());
                } else if (!run.rows().isEmpty()) {
                    session.insert(run.layout(), run.rows(), token(part, block++));
                }
            }
        });
    }

    @SuppressWarnings("unchecked") // the store makes no others
    private static Map<TablePart, TableRows<Layout>> parts(RowBatch batch) {
        return ((TableBatch<Layout>) batch).parts();
    }

    /** Made of nothing but what is written down and what the records are, so that it is the same when they come again. */
    private String token(TablePart part, int block) {
        if (ranges == null) {
            return "";
        }
        requireFresh();
        TopicPartition id = part.partition();
        Advance advance = id == null ? null : advances.get(id);
        if (advance == null) {
            throw new IllegalStateException("no offsets planned for " + part);
        }
        return String.join(
                "/",
                connector,
                advance.partition().topic(),
                String.valueOf(advance.partition().partition()),
                String.valueOf(ranges.generation(advance.partition())),
                advance.from() + "-" + advance.next(),
                part.table().toString(),
                String.valueOf(block));
    }

    /** A task that stood still since it planned must not send: the next owner may have gone on for long. */
    private void requireFresh() {
        Duration since = Duration.ofNanos(nanoClock.getAsLong() - plannedNanos);
        if (since.compareTo(longest) > 0) {
            throw new StoreUnavailableException(
                    "Cannot write now: " + since.toMillis() + " ms have passed since the rows were planned.",
                    new IllegalStateException("stood still"));
        }
    }

    /** Deletes what is older than the truncate, so that rows that came after it survive a repetition. */
    private void truncate(Layout layout, CompactedRows rows) {
        rows.forEach((bytes, from, length) -> {
            int size = length - 1; // the mark of deletion follows the version
            StringBuilder digits = new StringBuilder();
            for (int i = from; i < from + size; i++) {
                digits.append(HEX.charAt((bytes[i] >> 4) & 0xF)).append(HEX.charAt(bytes[i] & 0xF));
            }
            session.execute(
                    "truncate table " + layout.table(),
                    layout.table(),
                    "DELETE FROM " + Sql.name(layout.table()) + " WHERE "
                            + Sql.name(layout.columns().get(0)) + " <= reinterpretAs"
                            + layout.types().get(0) + "(unhex('" + digits + "'))");
        });
    }

    @Override
    public long stale() {
        return 0; // the server tells only when it merges
    }

    @Override
    public void mark() {}

    /** A block that was refused left nothing. What else was written stays, and versions make it the same when it comes again. */
    @Override
    public void undo() {}

    @Override
    public void commit() {
        if (ranges != null) {
            ranges.markWritten(List.copyOf(advances.values()));
        }
    }

    @Override
    public void close() {}
}
