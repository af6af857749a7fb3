// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import io.millrace.testkit.servers.DatabaseServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of a query, each as texts. */
final class SqlRows {
    private SqlRows() {}

    /** {@code session} is run before it, in the same connection. */
    static List<List<@Nullable String>> read(DatabaseServer server, String session, String sql) throws SQLException {
        List<List<@Nullable String>> found = new ArrayList<>();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(session);
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    found.add(row(rows));
                }
            }
        }
        return found;
    }

    private static List<@Nullable String> row(ResultSet rows) throws SQLException {
        List<@Nullable String> row = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            row.add(rows.getString(i));
        }
        return row;
    }
}
