// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import io.millrace.testkit.servers.DatabaseServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What there is to see of the tables that a sink fills. */
final class SinkTables {
    private static final String UNDEFINED_TABLE = "42P01";

    private SinkTables() {}

    /** The first column of a query's rows, as often as it is there; none while its table does not exist. */
    static List<String> rows(DatabaseServer target, String sql) {
        List<String> rows = new ArrayList<>();
        try (Connection connection = target.connect();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                rows.add(found.getString(1));
            }
        } catch (SQLException e) {
            if (!UNDEFINED_TABLE.equals(e.getSQLState())) {
                throw new IllegalStateException("Cannot query: " + e.getMessage(), e);
            }
        }
        return rows;
    }

    /** Types by column. */
    static Map<String, String> columns(DatabaseServer target, String table) {
        Map<String, String> types = new TreeMap<>();
        for (String column : rows(
                target,
                "SELECT attname || '=' || format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = '" + table
                        + "'::regclass AND attnum > 0 AND NOT attisdropped")) {
            types.put(column.split("=", 2)[0], column.split("=", 2)[1]);
        }
        return types;
    }
}
