// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The PostgreSQL database that the sinks fill, as the quickstart reads it. */
final class Target {
    private final Connections connections;

    Target(Connections connections) {
        this.connections = connections;
    }

    /** A connection whose session is in UTC. */
    Connection open() throws SQLException {
        Connection connection = connections.open();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TIME ZONE 'UTC'");
        }
        return connection;
    }

    /** Rows of each table, 0 for one that is not there yet. */
    static Map<String, Long> counts(Connection connection, List<String> tables) throws SQLException {
        Map<String, Long> counts = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement()) {
            for (String table : tables) {
                counts.put(table, count(statement, table));
            }
        }
        return counts;
    }

    /** All rows as canonical text; none if the table is not there. */
    Rows rows(String table, List<Column> columns, int keys) {
        return rows(table, "true", columns, keys);
    }

    /** The rows for which a condition holds, as canonical text; none if the table is not there. */
    Rows rows(String table, String condition, List<Column> columns, int keys) {
        String texts = columns.stream().map(Column::postgresText).collect(Collectors.joining(", "));
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            if (!exists(connection, table)) {
                return new Rows(List.of());
            }
            try (ResultSet found =
                    statement.executeQuery("SELECT " + texts + " FROM " + table + " WHERE " + condition)) {
                return Rows.read(found, columns.size(), keys);
            }
        } catch (SQLException e) {
            throw new Problem("Cannot read " + table + " in PostgreSQL: " + e.getMessage() + ".", e);
        }
    }

    /**
     * A condition for rows in the last pages of a table. Its subquery is worked out once: without it the server would ask for
     * the size anew at every row, and read the pages before too.
     */
    static String lastPages(String table) {
        return "ctid >= (SELECT format('(%s,0)', greatest(0, pg_relation_size('" + table + "') / 8192 - 1000))::tid)";
    }

    /** Whether the table is there yet: the sinks make it when its first record comes. */
    static boolean exists(Connection connection, String table) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
            query.setString(1, table);
            try (ResultSet found = query.executeQuery()) {
                found.next();
                return found.getBoolean(1);
            }
        }
    }

    private static long count(Statement statement, String table) throws SQLException {
        if (!exists(statement.getConnection(), table)) {
            return 0;
        }
        try (ResultSet found = statement.executeQuery("SELECT count(*) FROM " + table)) {
            found.next();
            return found.getLong(1);
        }
    }
}
