// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import io.millrace.connect.sink.TableRows.Place;
import io.millrace.records.Errors;
import io.millrace.records.Structs;
import java.time.DateTimeException;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Encodes rows of one shape for a table that exists, in the store's format. Thread-safe.
 *
 * @param <L> the store's layout of rows
 */
public final class RowWriter<L extends RowLayout<L>> {
    private static final @Nullable Object[] NONE = {};

    private final L layout;
    private final RowFormat format;
    private final ColumnSource[] sources;
    private final int[] valueIndexes;
    private final ColumnEncoder[] encoders;
    private final int keyEnd;
    private final int secondEnd;
    private final int orderColumn;
    private final @Nullable RowOrder order;
    private final boolean isDelete;

    /**
     * For rows of the shape.
     *
     * @param encoders one for each of the shape's columns
     * @param order how the order column compares; null where the shape has none
     */
    public RowWriter(
            RowShape shape, L layout, RowFormat format, List<ColumnEncoder> encoders, @Nullable RowOrder order) {
        this.layout = layout;
        this.format = format;
        this.sources = shape.columns().toArray(new ColumnSource[0]);
        this.valueIndexes =
                shape.columns().stream().mapToInt(ColumnSource::valueIndex).toArray();
        this.encoders = encoders.toArray(new ColumnEncoder[0]);
        this.keyEnd = shape.keyCount();
        this.secondEnd = shape.keyCount() + shape.secondKeyCount();
        this.orderColumn = shape.orderColumn();
        this.order = order;
        this.isDelete = shape.isDelete();
    }

    L layout() {
        return layout;
    }

    @Nullable RowOrder order() {
        return order;
    }

    /** Whether the tombstone that follows says the same. */
    boolean isDelete() {
        return isDelete;
    }

    /** Appends the row, and says where its keys are. */
    public void write(SinkRecord record, ByteSink out, Place place) {
        int start = out.size();
        int column = 0;
        place.clear();
        try {
            format.begin(sources.length, out);
            int keyFrom = out.size();
            for (; column < keyEnd; column++) {
                key(column, record, out, place);
            }
            int keyTo = out.size();
            place.key(keyFrom, keyTo);
            if (secondEnd > keyEnd) {
                for (; column < secondEnd; column++) {
                    key(column, record, out, place);
                }
                place.secondKey(keyTo, out.size());
            }
            @Nullable Object[] values = record.value() instanceof Struct struct ? Structs.values(struct) : NONE;
            for (; column < sources.length; column++) {
                int index = valueIndexes[column];
                value(column, index >= 0 ? values[index] : sources[column].read(record), out, place);
            }
        } catch (Unfit e) {
            throw undo(record, column, out, start, e.found(), e.remedy(), e);
        } catch (DateTimeParseException e) {
            throw undo(record, column, out, start, "text that is no ISO-8601 time", "Correct the value.", null);
        } catch (ArithmeticException | DateTimeException e) {
            throw undo(record, column, out, start, String.valueOf(e.getMessage()), "Use a text column.", e);
        } catch (ClassCastException e) {
            throw undo(record, column, out, start, "a value unlike its schema", "Check the converter.", e);
        } catch (DataException e) {
            out.truncate(start);
            throw e;
        }
    }

    private void key(int column, SinkRecord record, ByteSink out, Place place) {
        Object value = sources[column].read(record);
        if (value == null) {
            throw new Unfit("null (expected a value, because it is part of the key)", "Correct 'key.fields'.");
        }
        encode(column, value, out, place);
    }

    private void value(int column, @Nullable Object value, ByteSink out, Place place) {
        if (value != null) {
            encode(column, value, out, place);
        } else {
            missing(column, out);
        }
    }

    private void missing(int column, ByteSink out) {
        if (!isDelete && sources[column].name().equals(HistoryColumns.VALID_FROM)) {
            throw new Unfit(
                    "null (expected a time since when the version holds)",
                    "Correct 'history.time.field', or give records timestamps.");
        }
        if (column == orderColumn) {
            throw new Unfit("null (expected a value, because it is 'order.field')", "Correct 'order.field'.");
        }
        format.missing(column, out);
    }

    private void encode(int column, Object value, ByteSink out, Place place) {
        if (column != orderColumn) {
            encoders[column].encode(value, out);
            return;
        }
        int from = out.size() + format.prefixBytes();
        encoders[column].encode(value, out);
        place.order(from, out.size());
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
