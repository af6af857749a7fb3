// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import io.millrace.records.Errors;
import java.util.function.Function;
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
    private final Runnable beforeAsking;

    /**
     * For the store.
     *
     * @param beforeAsking run before the store is asked, which must not be used by a flush then; may change what is filled
     */
    Intake(TableStore store, UnaryOperator<@Nullable SinkRecord> unpack, Runnable beforeAsking) {
        this.store = store;
        this.unpack = unpack;
        this.beforeAsking = beforeAsking;
    }

    /** Into what is to be filled at the time. */
    void take(SinkRecord record, Supplier<Pending> filling) {
        SinkRecord row = unpacked(record, filling);
        if (row != null) {
            addOrReport(record, row, filling);
        }
    }

    private @Nullable SinkRecord unpacked(SinkRecord record, Supplier<Pending> filling) {
        try {
            return unpack.apply(record);
        } catch (DataException e) {
            filling.get().reports.report(record, e);
            return null;
        }
    }

    /** Takes over the records in {@code from}, as far as they are to be kept, each into what it is to fill. */
    void refill(Pending from, Predicate<SinkRecord> kept, Function<SinkRecord, Supplier<Pending>> filling) {
        for (int i = 0; i < from.records(); i++) {
            SinkRecord record = from.original(i);
            if (kept.test(record)) {
                addOrReport(record, from.row(i), filling.apply(record));
            }
        }
    }

    private void addOrReport(SinkRecord record, SinkRecord row, Supplier<Pending> filling) {
        try {
            add(record, row, filling);
        } catch (DataException e) {
            filling.get().reports.report(record, e);
        }
    }

    private void add(SinkRecord record, SinkRecord row, Supplier<Pending> filling) {
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
