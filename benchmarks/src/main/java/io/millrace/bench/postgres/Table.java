// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.postgres;

import io.millrace.bench.sink.Kind;
import io.millrace.bench.sink.Rows;
import io.millrace.bench.sink.Shape;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/** The table that one contender writes: all contenders have equal ones. */
final class Table implements AutoCloseable {
    private static final int FILL = 10_000;

    private final String name;
    private final Work work;
    private final Rows rows;
    private final Connection connection;

    Table(Database database, String name, Work work, Rows rows) {
        this.name = name;
        this.work = work;
        this.rows = rows;
        this.connection = database.connect();
        execute("DROP TABLE IF EXISTS " + name, create());
    }

    private String create() {
        Shape shape = rows.shape();
        return shape.columns().stream()
                .map(column -> column.name() + " " + sql(column.kind()))
                .collect(Collectors.joining(
                        ", ",
                        "CREATE TABLE " + name + " (",
                        ", PRIMARY KEY (" + shape.key().name() + "))"));
    }

    private static String sql(Kind kind) {
        return switch (kind) {
            case LONG -> "bigint";
            case INT -> "integer";
            case DOUBLE -> "double precision";
            case BOOLEAN -> "boolean";
            case TEXT -> "text";
            case DECIMAL -> "numeric";
            case TIMESTAMP -> "timestamp with time zone";
            case JSON -> "jsonb";
        };
    }

    String name() {
        return name;
    }

    /** As it is before a slot, new or with all rows in it and as bloated as it stays. */
    void begin() {
        if (work.beginsWithRows()) {
            fill();
            execute("UPDATE " + name + " SET " + key() + " = " + key(), "VACUUM (ANALYZE) " + name);
        }
    }

    /** Between slots. */
    void tidy() {
        execute(work.beginsWithRows() ? "VACUUM " + name : "TRUNCATE " + name);
    }

    private void fill() {
        for (int from = 0; from < rows.size(); from += FILL) {
            List<Rows.Row> some = rows.between(from, Math.min(rows.size(), from + FILL));
            copy(some, 0);
        }
    }

    /** What the table has to hold after the first {@code count} rows of a pass. */
    void fillAsAfter(int count, int pass) {
        if (work.beginsWithRows()) {
            copy(rows.between(count, rows.size()), 0);
        }
        copy(
                rows.between(0, count).stream()
                        .filter(row -> !work.deletes(row, pass))
                        .toList(),
                pass);
    }

    private void copy(List<Rows.Row> some, int version) {
        byte[] bytes = CopyFormat.copy(
                some.stream().map(row -> row.value(version)).toList(),
                rows.shape().columns());
        try {
            CopyStream.send(connection, name, bytes);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Count and hash of all rows, in whatever order they lie. */
    String content() {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM " + name + " t")) {
            found.next();
            return found.getString(1) + " rows, hash " + found.getString(2);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** A few rows that this table has and the other has not: for the message that says so. */
    String difference(Table other) {
        StringBuilder difference = new StringBuilder();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "SELECT t::text FROM " + name + " t EXCEPT SELECT t::text FROM " + other.name + " t LIMIT 2")) {
            while (found.next()) {
                difference.append('\n').append(found.getString(1));
            }
            return difference.toString();
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private String key() {
        return rows.shape().key().name();
    }

    private void execute(String... statements) {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private IllegalStateException failure(SQLException e) {
        return new IllegalStateException("Cannot prepare table " + name + ": " + e.getMessage(), e);
    }

    @Override
    public void close() {
        execute("DROP TABLE IF EXISTS " + name);
        try {
            connection.close();
        } catch (SQLException e) {
            throw failure(e);
        }
    }
}
