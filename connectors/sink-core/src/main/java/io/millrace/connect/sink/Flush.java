// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import io.millrace.records.Errors;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes pending records and moves the offsets past them in one transaction, and finds out whether it was committed. */
final class Flush {
    private static final Logger LOG = LoggerFactory.getLogger(Flush.class);

    private final TableStore store;
    private final Pending pending;
    private final List<Advance> advances;
    private final LongSupplier nanoClock;
    private boolean mayBeCommitted;
    private long startNanos;
    private long commitNanos;
    private long endNanos;
    private long stale;

    Flush(TableStore store, Pending pending, List<Advance> advances, LongSupplier nanoClock) {
        this.store = store;
        this.pending = pending;
        this.advances = advances;
        this.nanoClock = nanoClock;
    }

    Pending pending() {
        return pending;
    }

    List<Advance> advances() {
        return advances;
    }

    /**
     * One try. Returns once the transaction is committed, by this try or by an earlier one.
     *
     * @throws StoreUnavailableException if it is to be tried again; it may be committed all the same
     */
    void attempt() {
        boolean moved = commit();
        if (!moved) {
            settle();
        }
    }

    /** What the transaction that was committed did. */
    SinkMetrics.Flush measured() {
        int replaced = pending.batch.replaced();
        int staleInBatch = pending.batch.stale();
        return new SinkMetrics.Flush(
                pending.records(),
                pending.batch.rows() - (long) replaced - staleInBatch,
                pending.batch.bytes(),
                Duration.ofNanos(endNanos - startNanos),
                Duration.ofNanos(endNanos - commitNanos),
                replaced,
                staleInBatch + stale);
    }

    /** False if the offsets are not as expected. */
    private boolean commit() {
        try {
            return commit(transaction -> transaction.write(pending.batch));
        } catch (RowRefusedException e) {
            if (store.plansRanges()) { // other blocks of the flush may be there: in parts they would be other blocks
                throw new ConnectException(
                        "Cannot write " + pending.records() + " records: a row was " + e.reason()
                                + ". They stay planned as"
                                + " one range, and nothing of it will be there twice. Change the table so that it takes"
                                + " the row, then restart the task.",
                        e.getCause());
            }
            LOG.debug("Looking for the record that was refused: {}", e.getMessage());
            return commit(transaction -> isolate(transaction, 0, pending.records()));
        }
    }

    private boolean commit(Consumer<StoreTransaction> writes) {
        startNanos = nanoClock.getAsLong();
        commitNanos = startNanos;
        try (StoreTransaction transaction = store.begin()) {
            if (!transaction.advance(advances)) {
                return false;
            }
            writes.accept(transaction);
            pending.reports.await(); // before the offsets move past the records
            mayBeCommitted = true;
            commitNanos = nanoClock.getAsLong();
            transaction.commit();
            stale = transaction.stale();
            endNanos = nanoClock.getAsLong();
            return true;
        }
    }

    /** Writes what can be written and reports each record that the store refuses, in order, by halving. */
    private void isolate(StoreTransaction transaction, int from, int to) {
        RowBatch part = store.newBatch();
        for (int i = from; i < to; i++) {
            if (part.add(pending.original(i), pending.row(i)) == RowBatch.Added.UNPREPARED) {
                throw new IllegalStateException("not prepared: " + Errors.where(pending.original(i)));
            }
        }
        transaction.mark();
        try {
            transaction.write(part);
        } catch (RowRefusedException e) {
            transaction.undo();
            if (to - from == 1) {
                pending.reports.report(pending.original(from), refused(pending.original(from), e));
                return;
            }
            int half = (from + to) >>> 1;
            isolate(transaction, from, half);
            isolate(transaction, half, to);
        }
    }

    private static DataException refused(SinkRecord record, RowRefusedException e) {
        return new DataException(
                Errors.sentence(
                        "write the record",
                        e.reason(),
                        Errors.where(record),
                        "Correct the record or the table, or let 'errors.tolerance' send it to a dead letter queue."),
                e.getCause());
    }

    /** The offsets were not as expected: an earlier try of this very flush may have been committed after all. */
    private void settle() {
        Map<TopicPartition, Claim> stored =
                store.read(advances.stream().map(Advance::partition).toList());
        boolean committed = true;
        for (Advance advance : advances) {
            Claim claim = stored.get(advance.partition());
            if (claim == null || claim.epoch() != advance.epoch()) {
                throw fenced(advance, claim);
            }
            committed &= claim.nextOffset() != null && claim.nextOffset() == advance.next();
        }
        if (!committed || !mayBeCommitted) {
            throw new UnexpectedOffsets(stored);
        }
        endNanos = nanoClock.getAsLong();
        LOG.info("The commit whose outcome was unknown had taken place: {}", advances);
    }

    private FencedException fenced(Advance advance, @Nullable Claim claim) {
        String found = claim == null ? "no row" : "epoch " + claim.epoch();
        return new FencedException("Cannot write " + advance.partition() + ": found " + found + " in "
                + store.offsetsTable() + " (expected epoch " + advance.epoch()
                + "), so another task owns it now. Nothing was written. If no other task runs, restart this one.");
    }

    /** Offsets are not as this flush expected, though nobody else owns the partitions. */
    final class UnexpectedOffsets extends ConnectException {
        private static final long serialVersionUID = 1L;

        private final transient Map<TopicPartition, Claim> stored;

        UnexpectedOffsets(Map<TopicPartition, Claim> stored) {
            super("Cannot commit "
                    + advances.stream()
                            .map(each -> each.partition() + " from " + each.expected() + " to " + each.next())
                            .collect(Collectors.joining(", "))
                    + ": found " + stored + " in " + store.offsetsTable()
                    + ", though no other task took over. Was the table edited? Restart the task to go on from there.");
            this.stored = Map.copyOf(stored);
        }

        Map<TopicPartition, Claim> stored() {
            return stored;
        }
    }
}
