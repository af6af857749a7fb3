// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import io.millrace.changes.internal.event.Placeholder;
import io.millrace.records.Structs;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of a row hold no value because the database did not send one: those that the row lists by name or, where
 * it has no such list, those that hold Debezium's placeholder. Worked out for one schema of rows. Thread-safe.
 */
final class UnavailableColumns {
    private final @Nullable Field list;
    private final Map<String, Integer> indexes = new HashMap<>();
    private final List<Marked> marked = new ArrayList<>();

    private record Marked(Field field, Predicate<Object> mark) {}

    private UnavailableColumns(@Nullable Field list) {
        this.list = list;
    }

    /**
     * How to find them in rows of this schema.
     *
     * @param placeholder Debezium's mark in place of a value; empty for none
     * @param listField array of the names of such columns; empty for none
     * @return null where rows of this schema hold every value
     */
    static @Nullable UnavailableColumns of(Schema row, String placeholder, String listField) {
        Field list = listField.isEmpty() ? null : row.field(listField);
        if (list != null && list.schema().type() == Schema.Type.ARRAY) {
            UnavailableColumns listed = new UnavailableColumns(list);
            row.fields().forEach(field -> listed.indexes.put(field.name(), field.index()));
            return listed;
        }
        if (placeholder.isEmpty()) {
            return null;
        }
        UnavailableColumns columns = new UnavailableColumns(null);
        Placeholder mark = new Placeholder(placeholder);
        for (Field field : row.fields()) {
            Predicate<Object> test = mark.in(field.schema());
            if (test != null) {
                columns.marked.add(new Marked(field, test));
            }
        }
        return columns.marked.isEmpty() ? null : columns;
    }

    /** Indexes of fields; null if all hold values. */
    @Nullable BitSet in(Struct row) {
        return list == null ? marked(row) : listed(Structs.get(row, list));
    }

    private @Nullable BitSet listed(@Nullable Object names) {
        if (!(names instanceof List<?> some) || some.isEmpty()) {
            return null;
        }
        BitSet columns = new BitSet();
        for (Object name : some) {
            Integer index = indexes.get(String.valueOf(name));
            if (index != null) {
                columns.set(index);
            }
        }
        return columns.isEmpty() ? null : columns;
    }

    private @Nullable BitSet marked(Struct row) {
        BitSet columns = null;
        for (int i = 0; i < marked.size(); i++) {
            Marked each = marked.get(i);
            Object value = Structs.get(row, each.field);
            if (value != null && each.mark.test(value)) {
                columns = columns == null ? new BitSet() : columns;
                columns.set(each.field.index());
            }
        }
        return columns;
    }
}
