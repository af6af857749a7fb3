// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * {@link RowPlan} worked out for a table: one writer for each shape that its rows have. Thread-safe.
 *
 * @param <L> the store's layout of rows
 */
public final class TablePlan<L extends RowLayout<L>> {
    private static final int FEW_SHAPES = 16;

    private final boolean isAbsent;
    private final @Nullable RowPlan rows;
    private final @Nullable Function<RowShape, RowWriter<L>> compiler;
    private volatile AtomicReferenceArray<RowWriter<L>> writers = new AtomicReferenceArray<>(FEW_SHAPES);

    private TablePlan(boolean isAbsent, @Nullable RowPlan rows, @Nullable Function<RowShape, RowWriter<L>> compiler) {
        this.isAbsent = isAbsent;
        this.rows = rows;
        this.compiler = compiler;
    }

    /** A plan whose writers are compiled when they are first needed. */
    public static <L extends RowLayout<L>> TablePlan<L> of(RowPlan rows, Function<RowShape, RowWriter<L>> compiler) {
        return new TablePlan<>(false, rows, compiler);
    }

    /** For tombstones of a table that does not exist: there is nothing to delete. */
    public static <L extends RowLayout<L>> TablePlan<L> absent() {
        return new TablePlan<>(true, null, null);
    }

    /** For records that do nothing. */
    public static <L extends RowLayout<L>> TablePlan<L> nothing() {
        return new TablePlan<>(false, null, null);
    }

    boolean isAbsent() {
        return isAbsent;
    }

    /** How the record's row is written; null if the record does nothing. */
    @Nullable RowWriter<L> writer(SinkRecord record) {
        if (rows == null || compiler == null) {
            return null;
        }
        RowShape shape = rows.shape(record);
        if (shape == null) {
            return null;
        }
        AtomicReferenceArray<RowWriter<L>> known = writers;
        RowWriter<L> writer = shape.id() < known.length() ? known.get(shape.id()) : null;
        return writer != null ? writer : remember(shape, compiler.apply(shape));
    }

    private synchronized RowWriter<L> remember(RowShape shape, RowWriter<L> writer) {
        AtomicReferenceArray<RowWriter<L>> known = writers;
        if (shape.id() >= known.length()) {
            AtomicReferenceArray<RowWriter<L>> larger = new AtomicReferenceArray<>(2 * (shape.id() + 1));
            for (int i = 0; i < known.length(); i++) {
                larger.set(i, known.get(i));
            }
            known = larger;
        }
        known.set(shape.id(), writer);
        writers = known;
        return writer;
    }
}
