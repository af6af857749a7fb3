// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.ColumnModel;
import io.millrace.connect.sink.TableModel;
import io.millrace.connect.sink.TableName;
import io.millrace.connect.sink.WantedColumn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What rows of a plan need.
 *
 * @param doc what the schema says about the table; empty for nothing
 * @param key columns by which rows are found; empty for none
 * @param version null where every record is a new row
 * @param isDeduplicated whether the server has to know blocks that it was sent before
 * @param deleteField boolean column that marks a row as deleted; empty for none
 */
record WantedTable(
        TableName name,
        String doc,
        List<WantedColumn> columns,
        List<String> key,
        @Nullable VersionColumns version,
        boolean isDeduplicated,
        String deleteField,
        TableDesign design) {
    WantedTable {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    /** As {@link io.millrace.connect.sink.Evolution} compares it: the columns of versions are not among them. */
    TableModel model() {
        List<ColumnModel> models = columns.stream()
                .map(column -> new ColumnModel(column.name(), type(column), column.doc(), column.isNullable(), false))
                .toList();
        return new TableModel(name, models, key, true);
    }

    /** The type that a new column gets, with Nullable where it takes nulls. */
    String type(WantedColumn column) {
        TypeOptions options =
                design.lowCardinality().contains(column.name()) ? design.types().withLowCardinality() : design.types();
        return column.isNullable()
                ? ColumnTypes.ofNullable(column.schema(), options)
                : ColumnTypes.of(column.schema(), options);
    }
}
