// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * A table of results: how it is made, and how rows are put into it by key.
 *
 * @param comment what the table says of itself
 * @param columns those of the key first
 * @param keyColumns how many columns are the primary key
 */
record PostgresTable(String name, String comment, List<Column> columns, int keyColumns) {
    private static final int ROWS_AT_ONCE = 1_000;

    /** A column; {@code type} as PostgreSQL says it, with {@code NOT NULL} where that is so. */
    record Column(String name, String type, String comment) {}

    PostgresTable {
        columns = List.copyOf(columns);
    }

    /** Makes the table unless there is one of its name. */
    void create(Connection connection, PostgresOptions database) throws SQLException {
        String table = database.qualified(name);
        try (Statement statement = connection.createStatement()) {
            if (exists(connection, table)) {
                return;
            }
            statement.execute("CREATE TABLE IF NOT EXISTS " + table + " ("
                    + columns.stream()
                            .map(column -> PostgresOptions.quoted(column.name()) + " " + column.type())
                            .collect(Collectors.joining(", "))
                    + ", PRIMARY KEY (" + names(columns.subList(0, keyColumns)) + "))");
            statement.execute("COMMENT ON TABLE " + table + " IS " + literal(connection, comment));
            for (Column column : columns) {
                statement.execute("COMMENT ON COLUMN " + table + "." + PostgresOptions.quoted(column.name()) + " IS "
                        + literal(connection, column.comment()));
            }
        }
    }

    private static boolean exists(Connection connection, String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
            statement.setString(1, table);
            try (var found = statement.executeQuery()) {
                return found.next() && found.getBoolean(1);
            }
        }
    }

    static String literal(Connection connection, String text) throws SQLException {
        return "'" + connection.unwrap(PGConnection.class).escapeLiteral(text) + "'";
    }

    /** Inserts {@code rows}, or replaces those that have their keys. */
    void put(Connection connection, PostgresOptions database, Iterator<Row> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(upsert(database))) {
            int waiting = 0;
            while (rows.hasNext()) {
                bind(statement, rows.next());
                statement.addBatch();
                if (++waiting == ROWS_AT_ONCE) {
                    statement.executeBatch();
                    waiting = 0;
                }
            }
            statement.executeBatch();
        }
    }

    private String upsert(PostgresOptions database) {
        return "INSERT INTO " + database.qualified(name) + " (" + names(columns) + ") VALUES ("
                + columns.stream().map(column -> "?").collect(Collectors.joining(", ")) + ") ON CONFLICT ("
                + names(columns.subList(0, keyColumns)) + ") DO UPDATE SET "
                + columns.subList(keyColumns, columns.size()).stream()
                        .map(column -> PostgresOptions.quoted(column.name()))
                        .map(quoted -> quoted + " = excluded." + quoted)
                        .collect(Collectors.joining(", "));
    }

    private void bind(PreparedStatement statement, Row row) throws SQLException {
        for (int i = 0; i < columns.size(); i++) {
            statement.setObject(i + 1, stored(row.getAs(columns.get(i).name())));
        }
    }

    /** Without the JVM's zone, which the driver would go by: it has hours, and days, twice or not at all. */
    private static @Nullable Object stored(@Nullable Object value) {
        if (value instanceof Timestamp timestamp) {
            return timestamp.toInstant().atOffset(ZoneOffset.UTC);
        }
        return value instanceof Date date ? date.toLocalDate() : value;
    }

    private static String names(List<Column> columns) {
        return columns.stream()
                .map(column -> PostgresOptions.quoted(column.name()))
                .collect(Collectors.joining(", "));
    }
}
