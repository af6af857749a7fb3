// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.ColumnModel;
import io.millrace.connect.sink.HistoryColumns;
import io.millrace.connect.sink.TableModel;
import io.millrace.connect.sink.TableName;
import io.millrace.connect.sink.WantedColumn;
import java.util.List;

/**
 * What rows of a plan need.
 *
 * @param doc what the schema says about the table; empty for nothing
 * @param key columns by which rows are found; empty for none
 * @param deleteField boolean column that marks a row as deleted; empty for none
 */
record WantedTable(
        TableName name,
        Kind kind,
        String doc,
        List<WantedColumn> columns,
        List<String> key,
        String deleteField,
        TableDesign design) {
    enum Kind {
        /** A row per key, or per record where there is no key. */
        ROWS,
        /** A row per version of a key: {@link HistoryColumns#VALID_FROM} and {@link HistoryColumns#VALID_TO} are among the columns. */
        HISTORY
    }

    WantedTable {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    boolean has(String column) {
        return columns.stream().anyMatch(each -> each.name().equals(column));
    }

    /** The server would cut longer names off. */
    void requireNamesFit() {
        Sql.requireFits("schema", name.schema());
        Sql.requireFits("table", name.name());
        columns.forEach(column -> Sql.requireFits("column", column.name()));
    }

    TableModel model(Extensions extensions) {
        List<ColumnModel> models = columns.stream()
                .map(column -> new ColumnModel(
                        column.name(),
                        ColumnTypes.of(column.schema(), extensions),
                        column.doc(),
                        column.isNullable(),
                        false))
                .toList();
        return new TableModel(name, models, key, true);
    }
}
