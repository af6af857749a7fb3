// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import io.millrace.records.Errors;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Makes rows of records, in the batch that is filling, and reports those of which no row can be made. */
final class Intake {
    private final TableStore store;
    private final UnaryOperator<@Nullable SinkRecord> unpack;
    private final Supplier<Pending> filling;
    private final Runnable beforeAsking;

    /**
     * Into what is filling at the time.
     *
     * @param beforeAsking run before the store is asked, which must not be used by a flush then; may change what is filling
     */
    Intake(
            TableStore store,
            UnaryOperator<@Nullable SinkRecord> unpack,
            Supplier<Pending> filling,
            Runnable beforeAsking) {
        this.store = store;
        this.unpack = unpack;
        this.filling = filling;
        this.beforeAsking = beforeAsking;
    }

    void take(SinkRecord record) {
        SinkRecord row = unpacked(record);
        if (row != null) {
            addOrReport(record, row);
        }
    }

    private @Nullable SinkRecord unpacked(SinkRecord record) {
        try {
            return unpack.apply(record);
        } catch (DataException e) {
            filling.get().reports.report(record, e);
            return null;
        }
    }

    /** Takes over what is in {@code from}, as far as it is to be kept. */
    void refill(Pending from, Predicate<SinkRecord> kept) {
        filling.get().reports.takeOver(from.reports);
        for (int i = 0; i < from.records(); i++) {
            if (kept.test(from.original(i))) {
                addOrReport(from.original(i), from.row(i));
            }
        }
    }

    private void addOrReport(SinkRecord record, SinkRecord row) {
        try {
            add(record, row);
        } catch (DataException e) {
            filling.get().reports.report(record, e);
        }
    }

    private void add(SinkRecord record, SinkRecord row) {
        RowBatch.Added added = filling.get().batch.add(record, row);
        if (added == RowBatch.Added.UNPREPARED) {
            beforeAsking.run();
            store.prepare(record, row);
            added = filling.get().batch.add(record, row);
        }
        switch (added) {
            case WRITTEN -> filling.get().note(record, row);
            case NOTHING -> {}
            case UNPREPARED -> throw new IllegalStateException("not prepared: " + Errors.where(record));
        }
    }
}
