// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.util.List;
import java.util.Optional;

/**
 * A table: as wanted for a plan, or as it is in the store.
 *
 * @param key the primary key's columns; as wanted: those by which rows are found; empty for none
 * @param isAlterable whether the sink's user may change the columns that there are
 */
public record TableModel(TableName name, List<ColumnModel> columns, List<String> key, boolean isAlterable) {
    public TableModel {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    public Optional<ColumnModel> column(String columnName) {
        return columns.stream()
                .filter(column -> column.name().equals(columnName))
                .findFirst();
    }
}
