// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.TableName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the server's system tables say. */
final class Catalog {
    private static final Set<String> WITHOUT_VALUES = Set.of("MATERIALIZED", "ALIAS");
    private static final String YES = "1";

    private final Session session;

    Catalog(Session session) {
        this.session = session;
    }

    /** Null if there is no such table. */
    @Nullable ExistingTable table(TableName table) {
        List<List<String>> found = session.rows(
                "look up table " + table,
                table,
                "SELECT engine_full, engine, sorting_key FROM system.tables WHERE database = "
                        + Sql.text(table.schema()) + " AND name = " + Sql.text(table.name()));
        if (found.isEmpty()) {
            return null;
        }
        List<String> row = found.get(0);
        String engine = row.get(0).isEmpty() ? row.get(1) : row.get(0);
        return new ExistingTable(table, columns(table), engine, row.get(2));
    }

    private Map<String, ExistingTable.Column> columns(TableName table) {
        Map<String, ExistingTable.Column> columns = new LinkedHashMap<>();
        session
                .rows(
                        "look up columns of " + table,
                        table,
                        "SELECT name, type, default_kind, toString(is_in_sorting_key OR is_in_partition_key OR"
                                + " is_in_sampling_key) FROM system.columns WHERE database = "
                                + Sql.text(table.schema())
                                + " AND table = " + Sql.text(table.name()) + " ORDER BY position")
                .stream()
                .filter(row -> !WITHOUT_VALUES.contains(row.get(2)))
                .forEach(row -> columns.put(
                        row.get(0),
                        new ExistingTable.Column(
                                ClickHouseType.parse(row.get(1)),
                                !row.get(2).isEmpty(),
                                row.get(3).equals(YES))));
        return columns;
    }

    boolean hasDatabase(String database) {
        return !session.rows(
                        "look up database " + database,
                        null,
                        "SELECT name FROM system.databases WHERE name = " + Sql.text(database))
                .isEmpty();
    }

    /** A view's statement and comment; null if nothing has the name. */
    @Nullable View view(TableName view) {
        List<List<String>> found = session.rows(
                "look up view " + view,
                view,
                "SELECT engine, as_select, comment FROM system.tables WHERE database = " + Sql.text(view.schema())
                        + " AND name = " + Sql.text(view.name()));
        return found.isEmpty()
                ? null
                : new View(
                        found.get(0).get(0).equals("View"),
                        found.get(0).get(1),
                        found.get(0).get(2));
    }

    /**
     * Something with a view's name.
     *
     * @param select what it shows, as the server has normalized it
     */
    record View(boolean isView, String select, String comment) {}

    ServerFacts facts() {
        List<String> row = session.rows("ask for the version", null, "SELECT version(), timezone()")
                .get(0);
        return ServerFacts.of(row.get(0), row.get(1));
    }
}
