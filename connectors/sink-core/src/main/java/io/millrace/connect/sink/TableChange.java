// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.util.List;

/** One change of a table. */
public sealed interface TableChange {
    record Create(TableModel table) implements TableChange {}

    record AddColumns(List<ColumnModel> columns) implements TableChange {
        public AddColumns {
            columns = List.copyOf(columns);
        }
    }

    /** Another type for a column. */
    record Retype(String column, String from, String to) implements TableChange {}

    /** A column takes nulls from now on. */
    record Relax(String column) implements TableChange {}
}
