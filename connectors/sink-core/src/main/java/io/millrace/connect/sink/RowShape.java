// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.util.ArrayList;
import java.util.List;

/**
 * The columns that one kind of row of a plan has: key columns first, then, where the row has a second key, its columns.
 *
 * @param id counts the shapes of a plan from 0
 * @param secondKeyCount columns after the key that are another key: the new one of a moved row, or the old one of a row
 *     that takes values from there; not columns of the table
 * @param isDelete whether the tombstone that follows says the same
 * @param orderColumn index of the column that says which of two rows is newer; -1 for none
 */
public record RowShape(
        int id,
        Effect effect,
        List<ColumnSource> columns,
        int keyCount,
        int secondKeyCount,
        int orderColumn,
        boolean isDelete) {
    public RowShape {
        columns = List.copyOf(columns);
    }

    /** Those of the columns that are the table's: all but the second key. */
    public List<ColumnSource> stored() {
        List<ColumnSource> stored = new ArrayList<>(columns);
        stored.subList(keyCount, keyCount + secondKeyCount).clear();
        return stored;
    }

    public boolean isOrdered() {
        return orderColumn >= 0;
    }
}
