// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.servers.DatabaseServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A table with a column of every type, the changes made to it, and how its rows differ from those of another. */
final class TypedTable {
    private static final int STREAMED = 100;

    private final String name;
    private final String session;
    private final List<TypedColumn> columns;
    private final int rows;

    /**
     * A table {@code schema.name} with the key {@code id}.
     *
     * @param session a statement for each connection that reads it, by which times are told
     */
    TypedTable(String name, String session, List<TypedColumn> columns) {
        this.name = name;
        this.session = session;
        this.columns = List.copyOf(columns);
        this.rows = columns.stream()
                .mapToInt(column -> column.values().size())
                .max()
                .orElseThrow();
    }

    String create() {
        return columns.stream()
                .map(column -> column.name() + " " + column.type())
                .collect(Collectors.joining(", ", "CREATE TABLE " + name + " (id int NOT NULL PRIMARY KEY, ", ")"));
    }

    /** Rows to be found by the snapshot; the last has no values at all. */
    List<String> firstRows() {
        return IntStream.rangeClosed(0, rows).mapToObj(row -> insert(row, row)).toList();
    }

    /** The same rows again, later; every value of the first rows replaced by the next one; rows removed, one for good. */
    List<String> changes() {
        List<String> statements = new ArrayList<>();
        IntStream.rangeClosed(0, rows).forEach(row -> statements.add(insert(STREAMED + row, row)));
        IntStream.rangeClosed(0, rows).forEach(row -> statements.add(update(row, (row + 1) % (rows + 1))));
        statements.add("DELETE FROM " + name + " WHERE id IN (0, 1, " + STREAMED + ")");
        statements.add(insert(1, 0));
        return statements;
    }

    private String insert(int id, int row) {
        return columns.stream()
                .map(column -> column.value(row))
                .collect(Collectors.joining(", ", "INSERT INTO " + name + " VALUES (" + id + ", ", ")"));
    }

    private String update(int id, int row) {
        return columns.stream()
                .map(column -> column.name() + " = " + column.value(row))
                .collect(Collectors.joining(", ", "UPDATE " + name + " SET ", " WHERE id = " + id));
    }

    /** Fails unless the other table has the same rows, in columns of the types that were said. */
    void assertSame(DatabaseServer origin, DatabaseServer target, String other) throws SQLException {
        List<TypedColumn> captured =
                columns.stream().filter(TypedColumn::isCaptured).toList();
        Map<Integer, Map<String, String>> expected = read(origin, session, name, captured, TypedColumn::originText);
        Map<Integer, Map<String, String>> found =
                read(target, PostgresTypes.SESSION, other, captured, TypedColumn::targetText);
        assertThat(found.keySet()).as("rows of %s", other).isEqualTo(expected.keySet());
        List<String> different = new ArrayList<>();
        expected.forEach((id, row) -> row.forEach((column, value) -> {
            String copy = found.get(id).get(column);
            if (!value.equals(copy)) {
                different.add("row %d of %s: %s is %s (expected %s)".formatted(id, other, column, copy, value));
            }
        }));
        assertThat(different).isEmpty();
    }

    private static Map<Integer, Map<String, String>> read(
            DatabaseServer server,
            String session,
            String table,
            List<TypedColumn> columns,
            Function<TypedColumn, String> text)
            throws SQLException {
        String sql = columns.stream().map(text).collect(Collectors.joining(", ", "SELECT id, ", " FROM " + table));
        Map<Integer, Map<String, String>> found = new TreeMap<>();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(session);
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    Map<String, String> row = new LinkedHashMap<>();
                    for (int i = 0; i < columns.size(); i++) {
                        row.put(columns.get(i).name(), canonical(columns.get(i), rows.getString(i + 2)));
                    }
                    found.put(rows.getInt(1), row);
                }
            }
        }
        return found;
    }

    private static String canonical(TypedColumn column, @Nullable String read) {
        return read == null ? "NULL" : column.canonical(read);
    }

    /** The types of the columns that the sink should have, by name. */
    Map<String, String> made() {
        return columns.stream()
                .filter(TypedColumn::isCaptured)
                .collect(Collectors.toMap(TypedColumn::name, TypedColumn::made));
    }
}
