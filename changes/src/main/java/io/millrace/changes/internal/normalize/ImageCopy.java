// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.normalize;

import io.millrace.changes.internal.event.Connector;
import io.millrace.changes.internal.event.ImageReader;
import io.millrace.changes.internal.event.Placeholder;
import io.millrace.changes.internal.normalize.NormalizeConfig.Unavailable;
import io.millrace.changes.internal.types.ColumnType;
import io.millrace.changes.internal.types.Conversion;
import io.millrace.records.Errors;
import io.millrace.records.Schemas;
import io.millrace.records.Side;
import io.millrace.records.Structs;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Copies the columns of one table's images into rows: values by index, converted where the settings ask for another type,
 * and looked at where the database may have left them out. Thread-safe.
 */
final class ImageCopy {
    private final String[] names;
    private final Schema schema;
    private final @Nullable Predicate<Object>[] marks;
    private final Placeholder placeholder;
    private final boolean[] composed;
    private final int[] texts;
    private final int[] marked;
    private final @Nullable Conversion[] conversions;
    private final int[] converted;
    private final boolean whole;
    private final Unavailable unavailable;
    private final Connector connector;

    @SuppressWarnings({"unchecked", "rawtypes"}) // generic arrays
    ImageCopy(ImageReader images, Connector connector, NormalizeConfig config) {
        List<Field> fields = images.row().fields();
        int width = fields.size();
        SchemaBuilder builder =
                Schemas.like(images.row(), config.naming().schema(images.row().name()));
        this.names = new String[width];
        this.composed = new boolean[width];
        this.marks = new Predicate[width];
        this.conversions = new Conversion[width];
        for (int i = 0; i < width; i++) {
            Schema column = fields.get(i).schema();
            ColumnType type = ColumnType.of(column, config.types());
            composed[i] = Sameness.isComposed(column);
            names[i] = config.naming().column(fields.get(i).name());
            marks[i] = config.placeholder().in(column);
            conversions[i] = type.conversion();
            builder.field(names[i], type.schema());
        }
        this.schema = builder.optional().build();
        this.placeholder = config.placeholder();
        BitSet texts = texts(fields);
        BitSet marked = present(marks);
        marked.andNot(texts);
        this.texts = texts.stream().toArray();
        this.marked = marked.stream().toArray();
        this.converted = present(conversions).stream().toArray();
        this.whole = images instanceof ImageReader.Plain;
        this.unavailable = config.unavailable();
        this.connector = connector;
    }

    private static BitSet present(@Nullable Object[] entries) {
        BitSet present = new BitSet();
        for (int i = 0; i < entries.length; i++) {
            present.set(i, entries[i] != null);
        }
        return present;
    }

    /** Most columns that may hold a mark hold text: they are looked at without a call that depends on the type. */
    private static BitSet texts(List<Field> fields) {
        BitSet texts = new BitSet();
        fields.forEach(field -> texts.set(field.index(), field.schema().type() == Schema.Type.STRING));
        return texts;
    }

    /** The columns as they are written, as a struct schema. */
    Schema schema() {
        return schema;
    }

    /**
     * Writes a changed row's values into {@code slots}, as they are.
     *
     * @return the columns whose value the image does not hold, which {@link #restore} sees to; null if there are none
     */
    @Nullable BitSet copy(@Nullable Object[] image, @Nullable Object[] slots) {
        System.arraycopy(image, 0, slots, 0, names.length);
        BitSet gaps = whole ? null : unsent(image);
        for (int i : texts) {
            if (slots[i] instanceof String text && placeholder.isText(text)) {
                gaps = with(gaps, i);
            }
        }
        for (int i : marked) {
            Object value = slots[i];
            if (value != null && isMark(i, value)) {
                gaps = with(gaps, i);
            }
        }
        return gaps;
    }

    private @Nullable BitSet unsent(@Nullable Object[] image) {
        BitSet gaps = null;
        for (int i = 0; i < names.length; i++) {
            if (isUnsent(image[i])) {
                gaps = with(gaps, i);
            }
        }
        return gaps;
    }

    private static BitSet with(@Nullable BitSet columns, int column) {
        BitSet all = columns == null ? new BitSet() : columns;
        all.set(column);
        return all;
    }

    /**
     * Takes the values of {@code gaps} from the row as it was, where that is known. The columns whose value stays unknown
     * are left in {@code gaps}.
     *
     * @return their names; null if there are none
     */
    @Nullable List<String> restore(
            ConnectRecord<?> record, BitSet gaps, @Nullable Object @Nullable [] earlier, @Nullable Object[] slots) {
        for (int i = gaps.nextSetBit(0); i >= 0; i = gaps.nextSetBit(i + 1)) {
            if (slots[i] != ImageReader.CHANGED && restored(i, earlier, slots)) {
                gaps.clear(i);
            } else if (unavailable != Unavailable.KEEP || conversions[i] != null || isUnsent(slots[i])) {
                slots[i] = null;
            }
        }
        return gaps.isEmpty() ? null : tolerated(record, gaps);
    }

    private static boolean isUnsent(@Nullable Object value) {
        return value == ImageReader.UNSENT || value == ImageReader.CHANGED;
    }

    /** Writes the columns of a row that is gone. What the image does not hold is null, and so are all but {@code kept}. */
    void copyGone(ConnectRecord<?> record, @Nullable Object[] image, @Nullable BitSet kept, @Nullable Object[] slots) {
        for (int i = 0; i < names.length; i++) {
            Object value = image[i];
            boolean known = value != null && isKnown(i, value) && (kept == null || kept.get(i));
            slots[i] = known ? value : null;
        }
        convert(record, slots, null);
    }

    /** {@link #copyGone} into a struct of its own. */
    Struct gone(ConnectRecord<?> record, @Nullable Object[] image, @Nullable BitSet kept) {
        Struct row = new Struct(schema);
        @Nullable Object[] slots = Structs.open(row);
        copyGone(record, image, kept, slots);
        Structs.close(row, slots);
        return row;
    }

    /** The names of the columns that differ. What an image does not hold did not change. */
    List<String> changed(@Nullable Object[] image, @Nullable Object[] earlier) {
        List<String> changed = new ArrayList<>(4);
        for (int i = 0; i < names.length; i++) {
            Object now = image[i];
            boolean same = composed[i] ? Sameness.same(now, earlier[i]) : Objects.equals(now, earlier[i]);
            if (!same && (now == null || now == ImageReader.CHANGED || isKnown(i, now))) {
                changed.add(names[i]);
            }
        }
        return changed;
    }

    private boolean isMark(int column, Object value) {
        Predicate<Object> mark = marks[column];
        return mark != null && mark.test(value);
    }

    private boolean isKnown(int column, Object value) {
        return ImageReader.isSent(value) && !isMark(column, value);
    }

    private boolean restored(int column, @Nullable Object @Nullable [] earlier, @Nullable Object[] slots) {
        Object value = earlier == null ? null : earlier[column];
        if (value == null || !isKnown(column, value)) {
            return false;
        }
        slots[column] = value;
        return true;
    }

    /** Converts the values in {@code slots} but for those {@code unknown}. */
    void convert(ConnectRecord<?> record, @Nullable Object[] slots, @Nullable BitSet unknown) {
        for (int i : converted) {
            Object value = slots[i];
            Conversion conversion = conversions[i];
            if (value != null && conversion != null && (unknown == null || !unknown.get(i))) {
                slots[i] = converted(record, i, conversion, value);
            }
        }
    }

    private @Nullable Object converted(ConnectRecord<?> record, int column, Conversion conversion, Object value) {
        try {
            return conversion.apply(value);
        } catch (ArithmeticException | DateTimeException | IllegalArgumentException e) {
            throw Errors.at(
                    record,
                    Side.VALUE,
                    "convert " + names[column],
                    String.valueOf(e.getMessage()),
                    "See the settings types.* for what to do with such values.");
        }
    }

    private List<String> tolerated(ConnectRecord<?> record, BitSet missing) {
        List<String> columns = missing.stream().mapToObj(i -> names[i]).toList();
        if (unavailable == Unavailable.FAIL) {
            throw unavailable(record, columns, connector);
        }
        return columns;
    }

    static DataException unavailable(ConnectRecord<?> record, List<String> columns, Connector connector) {
        return Errors.at(
                record,
                Side.VALUE,
                "normalize the change",
                connector.withheld() + columns,
                connector.wholeRows() + ", or set '" + NormalizeConfig.UNAVAILABLE + "' to null or keep.");
    }
}
