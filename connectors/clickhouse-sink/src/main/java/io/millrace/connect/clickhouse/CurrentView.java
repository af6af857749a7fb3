// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.TableName;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * The view of a table's current rows: with FINAL, without columns that begin with an underscore and without rows that are
 * marked as deleted. It is made anew when its columns change; its comment tells that it is the sink's.
 */
final class CurrentView {
    private static final String MARK = "Kept by the Millrace ClickHouse sink.";

    private final WantedTable table;
    private final TableName name;
    private final List<String> columns;
    private final boolean hasMark;

    /** @param all columns of the table as it is about to be */
    CurrentView(WantedTable table, List<String> all) {
        this.table = table;
        this.name = name(table);
        this.columns = all.stream().filter(CurrentView::isShown).toList();
        this.hasMark = all.contains(table.deleteField());
    }

    private static boolean isShown(String column) {
        return !column.startsWith("_");
    }

    static TableName name(WantedTable table) {
        String format = table.design().viewFormat();
        int dot = format.indexOf('.');
        String database = dot < 0 ? table.name().schema() : format.substring(0, dot);
        return new TableName(
                database,
                format.substring(dot + 1).replace("${table}", table.name().name()));
    }

    /** What to run; nothing if the view is as it should be. */
    List<String> statements(Catalog.@Nullable View found, String onCluster) {
        if (found != null && (!found.isView() || !found.comment().startsWith(MARK))) {
            throw new ConnectException("Cannot make view " + name + " of table " + table.name() + ": found a "
                    + (found.isView() ? "view" : "table") + " of that name that the sink did not make. Rename it, or"
                    + " correct 'current.view.format'.");
        }
        if (found != null && found.comment().equals(comment())) {
            return List.of();
        }
        String create = found == null ? "CREATE VIEW IF NOT EXISTS " : "CREATE OR REPLACE VIEW ";
        return List.of(
                create + Sql.name(name) + onCluster + " AS " + select() + " COMMENT " + Sql.text(comment()) + ";");
    }

    private String select() {
        return "SELECT " + columns.stream().map(Sql::name).collect(Collectors.joining(", ")) + " FROM "
                + Sql.name(table.name()) + (table.version() == null ? "" : " FINAL")
                + (hasMark ? " WHERE NOT ifNull(" + Sql.name(table.deleteField()) + ", false)" : "");
    }

    /** Its columns too, by which a view that is out of date is known. */
    private String comment() {
        return MARK + " Current rows of " + table.name() + ": " + String.join(", ", columns)
                + (hasMark ? "; not where " + table.deleteField() : "") + ".";
    }
}
