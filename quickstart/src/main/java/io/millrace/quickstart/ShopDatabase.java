// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The database {@code shop} on a MariaDB or MySQL server. */
final class ShopDatabase {
    private final String server;
    private final Connections connections;

    /** {@code server} is how messages name it. */
    ShopDatabase(String server, Connections connections) {
        this.server = server;
        this.connections = connections;
    }

    /** A connection whose session is in UTC. */
    Connection open() throws SQLException {
        Connection connection = connections.open();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET time_zone = '+00:00'");
        }
        return connection;
    }

    /** Makes the tables anew. Tables of the same database that an earlier run did not make are a {@link Problem}. */
    void create() {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            requireRowBinlog(statement);
            requireNoStrangers(statement);
            statement.execute("CREATE DATABASE IF NOT EXISTS shop DEFAULT CHARACTER SET utf8mb4");
            List<ShopTable> tables = List.of(ShopTable.values());
            for (int i = tables.size() - 1; i >= 0; i--) {
                statement.execute("DROP TABLE IF EXISTS shop." + tables.get(i).label());
            }
            for (ShopTable table : tables) {
                statement.execute(table.create());
            }
        } catch (SQLException e) {
            throw new Problem("Cannot prepare the shop's tables on " + server + ": " + e.getMessage() + ".", e);
        }
    }

    /** All rows as canonical text. */
    Rows rows(ShopTable table) {
        String columns = table.columns().stream().map(Column::mysqlText).collect(Collectors.joining(", "));
        try (Connection connection = open();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT " + columns + " FROM shop." + table.label())) {
            return Rows.read(found, table.columns().size(), table.keys().size());
        } catch (SQLException e) {
            throw new Problem("Cannot read " + table.label() + " on " + server + ": " + e.getMessage() + ".", e);
        }
    }

    private void requireRowBinlog(Statement statement) throws SQLException {
        Map<String, String> wanted = Map.of("log_bin", "1", "binlog_format", "ROW", "binlog_row_image", "FULL");
        for (String variable : wanted.keySet().stream().sorted().toList()) {
            try (ResultSet found = statement.executeQuery("SELECT @@GLOBAL." + variable)) {
                found.next();
                String value = found.getString(1);
                if (!value.equalsIgnoreCase(wanted.get(variable))) {
                    throw new Problem("The binary log of " + server + " cannot be followed: " + variable + " is "
                            + value + " (expected " + wanted.get(variable)
                            + "); set it in the server's configuration.");
                }
            }
        }
    }

    private void requireNoStrangers(Statement statement) throws SQLException {
        List<String> strangers = new ArrayList<>();
        try (PreparedStatement query = statement
                .getConnection()
                .prepareStatement("SELECT table_name FROM information_schema.tables"
                        + " WHERE table_schema = 'shop' AND table_comment <> ? ORDER BY table_name LIMIT 5")) {
            query.setString(1, ShopTable.MARK);
            try (ResultSet found = query.executeQuery()) {
                while (found.next()) {
                    strangers.add(found.getString(1));
                }
            }
        }
        if (!strangers.isEmpty()) {
            throw new Problem("The database 'shop' on " + server + " holds tables that ./millrace did not make ("
                    + String.join(", ", strangers) + "): use another server, because the workload drops and makes"
                    + " tables there.");
        }
    }

    /** Carries out one transaction, statement by statement. */
    static void execute(Connection connection, Statements statements, ShopTransaction transaction) throws SQLException {
        for (ShopChange change : transaction.changes()) {
            PreparedStatement statement = statements.of(change.sql());
            for (int i = 0; i < change.values().size(); i++) {
                statement.setObject(i + 1, change.values().get(i));
            }
            int rows = statement.executeUpdate();
            if (rows != 1) {
                throw new IllegalStateException(change.sql() + " changed " + rows + " rows (expected 1)");
            }
        }
        if (transaction.end() == ShopTransaction.End.COMMIT) {
            connection.commit();
        } else {
            connection.rollback();
        }
    }
}
