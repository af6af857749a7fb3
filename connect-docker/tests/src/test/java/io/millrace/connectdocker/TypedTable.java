// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.servers.DatabaseServer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A table with a column of every type, the changes made to it, and how its rows differ from those of another, in a store of
 * one kind.
 */
final class TypedTable {
    private static final int STREAMED = 100;
    private static final int MOVED = 200;

    private final String name;
    private final String session;
    private final List<TypedColumn> columns;
    private final Store store;
    private final int rows;

    /**
     * A table {@code schema.name} with the key {@code id}.
     *
     * @param session a statement for each connection that reads it, by which times are told
     * @param store what it is compared with
     */
    TypedTable(String name, String session, List<TypedColumn> columns, Store store) {
        this.name = name;
        this.session = session;
        this.columns = List.copyOf(columns);
        this.store = store;
        this.rows = columns.stream()
                .mapToInt(column -> column.values().size())
                .max()
                .orElseThrow();
    }

    /** Without its schema's. */
    String plainName() {
        return name.substring(name.indexOf('.') + 1);
    }

    String create() {
        return columns.stream()
                .map(column -> column.declaration(store))
                .collect(Collectors.joining(", ", "CREATE TABLE " + name + " (id int NOT NULL PRIMARY KEY, ", ")"));
    }

    /** Rows to be found by the snapshot; the last has no values at all. */
    List<String> firstRows() {
        return IntStream.rangeClosed(0, rows).mapToObj(row -> insert(row, row)).toList();
    }

    /**
     * The same rows again, later; every value of the first rows replaced by the next one; rows removed, one for good; a row
     * with another key.
     */
    List<String> changes() {
        List<String> statements = new ArrayList<>();
        IntStream.rangeClosed(0, rows).forEach(row -> statements.add(insert(STREAMED + row, row)));
        IntStream.rangeClosed(0, rows).forEach(row -> statements.add(update(row, (row + 1) % (rows + 1))));
        statements.add("DELETE FROM " + name + " WHERE id IN (0, 1, " + STREAMED + ")");
        statements.add(insert(1, 0));
        statements.add("UPDATE " + name + " SET id = " + MOVED + " WHERE id = 2");
        return statements;
    }

    private String insert(int id, int row) {
        return columns.stream()
                .map(column -> column.value(row, store))
                .collect(Collectors.joining(", ", "INSERT INTO " + name + " VALUES (" + id + ", ", ")"));
    }

    private String update(int id, int row) {
        return columns.stream()
                .map(column -> column.name() + " = " + column.value(row, store))
                .collect(Collectors.joining(", ", "UPDATE " + name + " SET ", " WHERE id = " + id));
    }

    /** Fails unless the sink's table has the same rows, in columns of the types that were said. */
    void assertSame(DatabaseServer origin, SinkSchema target) throws SQLException {
        Map<Integer, Map<String, String>> expected =
                byId(SqlRows.read(origin, session, query(TypedColumn::originText, name)));
        for (String other : target.readings(plainName())) {
            assertSame(expected, byId(target.rows(query(TypedColumn::targetText, other))), other);
        }
    }

    private String query(BiFunction<TypedColumn, Store, String> text, String from) {
        return captured().stream()
                .map(column -> text.apply(column, store))
                .collect(Collectors.joining(", ", "SELECT id, ", " FROM " + from));
    }

    private static void assertSame(
            Map<Integer, Map<String, String>> expected, Map<Integer, Map<String, String>> found, String other) {
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

    private Map<Integer, Map<String, String>> byId(List<List<@Nullable String>> read) {
        Map<Integer, Map<String, String>> found = new TreeMap<>();
        for (List<@Nullable String> row : read) {
            int id = Integer.parseInt(String.valueOf(row.get(0)));
            Map<String, String> texts = new LinkedHashMap<>();
            List<TypedColumn> captured = captured();
            for (int i = 0; i < captured.size(); i++) {
                String text = row.get(i + 1);
                texts.put(
                        captured.get(i).name(),
                        text == null ? "NULL" : captured.get(i).canonical(text, store));
            }
            assertThat(found.put(id, texts)).as("a second row %d", id).isNull();
        }
        return found;
    }

    private List<TypedColumn> captured() {
        return columns.stream().filter(TypedColumn::isCaptured).toList();
    }

    /** The types of the columns that the sink should have, by name. */
    Map<String, String> made() {
        return captured().stream()
                .collect(Collectors.toMap(
                        TypedColumn::name, column -> column.made().in(store).name()));
    }

    /** The columns that are made before the sink starts. */
    List<TypedColumn> prepared() {
        return columns.stream()
                .filter(column -> column.made().in(store).isPrepared())
                .toList();
    }
}
