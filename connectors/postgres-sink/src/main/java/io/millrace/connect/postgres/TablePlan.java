// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.ByteSink;
import io.millrace.connect.sink.ColumnSource;
import io.millrace.connect.sink.CompactedRows;
import io.millrace.connect.sink.RowPlan;
import io.millrace.records.Errors;
import java.time.DateTimeException;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** {@link RowPlan} worked out for a table that exists: one encoder per column. */
final class TablePlan {
    private final RowPlan rows;
    private final Layout layout;
    private final Layout keys;
    private final ColumnSource[] sources;
    private final ColumnEncoder[] encoders;

    TablePlan(RowPlan rows, Layout layout, Layout keys, List<ColumnEncoder> encoders) {
        this.rows = rows;
        this.layout = layout;
        this.keys = keys;
        this.sources = rows.columns().toArray(new ColumnSource[0]);
        this.encoders = encoders.toArray(new ColumnEncoder[0]);
    }

    RowPlan rows() {
        return rows;
    }

    Layout layout() {
        return layout;
    }

    /** The layout of deletes. */
    Layout keys() {
        return keys;
    }

    void append(SinkRecord record, CompactedRows target) {
        int start = target.sink().size();
        encode(record, target.sink(), sources.length);
        target.append(start);
    }

    void write(SinkRecord record, CompactedRows target) {
        int start = target.sink().size();
        int keyEnd = encode(record, target.sink(), sources.length);
        target.write(start, start + Short.BYTES, keyEnd);
    }

    void delete(SinkRecord record, CompactedRows target) {
        int start = target.sink().size();
        int keyEnd = encode(record, target.sink(), layout.keyCount());
        target.delete(start, start + Short.BYTES, keyEnd);
    }

    /** A row: the number of columns, then each as length and value. Returns where the key ends. */
    private int encode(SinkRecord record, ByteSink out, int count) {
        int start = out.size();
        int keyEnd = start;
        int column = 0;
        try {
            out.putShort(count);
            for (; column < count; column++) {
                if (column == layout.keyCount()) {
                    keyEnd = out.size();
                }
                encode(column, sources[column].read(record), out);
            }
            return count == layout.keyCount() ? out.size() : keyEnd;
        } catch (Unfit e) {
            throw undo(record, column, out, start, e.found(), e.remedy(), e);
        } catch (DateTimeParseException e) {
            throw undo(record, column, out, start, "text that is no ISO-8601 time", "Correct the value.", null);
        } catch (ArithmeticException | DateTimeException e) {
            throw undo(record, column, out, start, String.valueOf(e.getMessage()), "Use a text column.", e);
        } catch (ClassCastException e) {
            throw undo(record, column, out, start, "a value unlike its schema", "Check the converter.", e);
        }
    }

    private void encode(int column, @Nullable Object value, ByteSink out) {
        if (value != null) {
            encoders[column].encode(value, out);
        } else if (column < layout.keyCount()) {
            throw new Unfit("null (expected a value, because it is part of the key)", "Correct 'key.fields'.");
        } else {
            out.putInt(-1);
        }
    }

    private DataException undo(
            SinkRecord record,
            int column,
            ByteSink out,
            int start,
            String found,
            String remedy,
            @Nullable RuntimeException cause) {
        out.truncate(start);
        ColumnSource source = sources[column];
        return new DataException(
                Errors.sentence(
                        "write column " + layout.table() + "." + source.name(),
                        found,
                        Errors.where(record) + " " + source.path(),
                        remedy),
                cause);
    }
}
