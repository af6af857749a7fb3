// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.RowPlan;
import io.millrace.connect.sink.RowShape;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** {@link RowPlan} worked out for a table: one writer for each shape that its rows have. Thread-safe. */
final class TablePlan {
    private static final int FEW_SHAPES = 16;

    /** For tombstones of a table that does not exist: there is nothing to delete. */
    static final TablePlan ABSENT = new TablePlan(null, null);

    private final @Nullable RowPlan rows;
    private final @Nullable Function<RowShape, RowWriter> compiler;
    private volatile AtomicReferenceArray<RowWriter> writers = new AtomicReferenceArray<>(FEW_SHAPES);

    private TablePlan(@Nullable RowPlan rows, @Nullable Function<RowShape, RowWriter> compiler) {
        this.rows = rows;
        this.compiler = compiler;
    }

    static TablePlan of(RowPlan rows, Function<RowShape, RowWriter> compiler) {
        return new TablePlan(rows, compiler);
    }

    boolean isAbsent() {
        return rows == null;
    }

    /** How the record's row is written; null if the record does nothing. */
    @Nullable RowWriter writer(SinkRecord record) {
        if (rows == null || compiler == null) {
            return null;
        }
        RowShape shape = rows.shape(record);
        if (shape == null) {
            return null;
        }
        AtomicReferenceArray<RowWriter> known = writers;
        RowWriter writer = shape.id() < known.length() ? known.get(shape.id()) : null;
        return writer != null ? writer : remember(shape, compiler.apply(shape));
    }

    private synchronized RowWriter remember(RowShape shape, RowWriter writer) {
        AtomicReferenceArray<RowWriter> known = writers;
        if (shape.id() >= known.length()) {
            AtomicReferenceArray<RowWriter> larger = new AtomicReferenceArray<>(2 * (shape.id() + 1));
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
