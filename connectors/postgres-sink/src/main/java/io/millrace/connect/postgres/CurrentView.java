// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.HistoryColumns;
import io.millrace.connect.sink.TableChange;
import io.millrace.connect.sink.TableName;
import io.millrace.records.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * The view of a table's current rows: without columns that begin with an underscore, and without rows that are marked as
 * deleted or whose validity has ended. It follows the table: new columns are appended to it; for a column with another
 * type or name it is made anew, with what was granted on it (grants on single columns are lost). Its comment tells that
 * it is the sink's.
 */
final class CurrentView {
    private static final String MARK = "Kept by the Millrace PostgreSQL sink.";

    private final WantedTable table;
    private final ExistingTable existing;
    private final TableName name;
    private final List<String> columns = new ArrayList<>();
    private final List<String> conditions = new ArrayList<>();
    private final List<String> exclusions = new ArrayList<>();

    /** @param added columns that the table is about to get, all of those that it has if it is about to be made */
    CurrentView(WantedTable table, ExistingTable existing, List<String> added) {
        this.table = table;
        this.existing = existing;
        this.name = name(table);
        List<String> all = new ArrayList<>(existing.columns().keySet());
        all.addAll(added);
        all.stream().filter(CurrentView::isShown).forEach(columns::add);
        if (all.contains(table.deleteField()) && isBoolean(table.deleteField())) {
            exclude(table.deleteField(), " IS NOT TRUE", " is true");
        }
        if (table.kind() == WantedTable.Kind.HISTORY) {
            exclude(HistoryColumns.VALID_TO, " IS NULL", " is set");
        }
    }

    private static boolean isShown(String column) {
        return !column.startsWith("_");
    }

    private void exclude(String column, String condition, String exclusion) {
        conditions.add(Sql.name(column) + condition);
        exclusions.add(column + exclusion);
    }

    private boolean isBoolean(String column) {
        ExistingTable.Column found = existing.columns().get(column);
        return found != null
                ? found.type().name().equals("bool")
                : table.columns().stream()
                        .anyMatch(each -> each.name().equals(column) && Kind.of(each.schema()) == Kind.BOOLEAN);
    }

    static TableName name(WantedTable table) {
        String format = table.design().viewFormat();
        int dot = format.indexOf('.');
        String schema = dot < 0 ? table.name().schema() : format.substring(0, dot);
        String view = format.substring(dot + 1).replace("${table}", table.name().name());
        Sql.requireFits("view", view);
        return new TableName(schema, view);
    }

    /** What goes before and after the table's own changes. */
    record Statements(List<String> before, List<String> after) {}

    /** @param found what has the view's name now */
    Statements statements(Catalog.@Nullable View found, List<TableChange> changes) {
        if (found == null) {
            return new Statements(List.of(), List.of(create("CREATE VIEW "), comment()));
        }
        requireOurs(found);
        if (mustBeMadeAnew(found, changes)) {
            List<String> after = new ArrayList<>(List.of(create("CREATE VIEW "), comment()));
            after.addAll(found.grants());
            return new Statements(List.of("DROP VIEW " + Sql.name(name) + ";"), after);
        }
        boolean isCurrent =
                found.columns().size() == columns.size() && found.comment().equals(text());
        return new Statements(List.of(), isCurrent ? List.of() : List.of(create("CREATE OR REPLACE VIEW "), comment()));
    }

    private void requireOurs(Catalog.View found) {
        if (!found.isView() || !found.comment().endsWith(MARK)) {
            throw new ConnectException("Cannot make view " + name + " of table " + table.name() + ": found a "
                    + (found.isView() ? "view" : "relation") + " of that name that the sink did not make. Rename it, or"
                    + " correct 'current.view.format'.");
        }
    }

    /** The server only lets a view's columns be appended to. */
    private boolean mustBeMadeAnew(Catalog.View found, List<TableChange> changes) {
        Set<String> retyped = changes.stream()
                .filter(TableChange.Retype.class::isInstance)
                .map(change -> ((TableChange.Retype) change).column())
                .collect(Collectors.toSet());
        List<String> shown = List.copyOf(found.columns().keySet());
        return shown.size() > columns.size()
                || !shown.equals(columns.subList(0, shown.size()))
                || shown.stream().anyMatch(column -> retyped.contains(column) || !hasSameType(found, column));
    }

    private boolean hasSameType(Catalog.View found, String column) {
        ExistingTable.Column own = existing.columns().get(column);
        PgType shown = found.columns().get(column);
        return own != null && shown != null && own.type().display().equals(shown.display());
    }

    private String create(String verb) {
        return verb + Sql.name(name) + " AS SELECT " + Sql.names(columns) + " FROM " + Sql.name(table.name())
                + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions)) + ";";
    }

    private String comment() {
        return Ddl.commentOn("VIEW", name, text());
    }

    private String text() {
        return "Current rows of " + table.name()
                + (exclusions.isEmpty() ? "" : ", without those where " + String.join(" or ", exclusions)) + ". "
                + MARK;
    }
}
