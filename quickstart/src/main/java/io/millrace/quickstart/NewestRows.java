// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a table got last, as texts of limited length.
 *
 * <p>Only its last pages are looked at, where new versions mostly are, so that a look costs the same however long the table.
 */
final class NewestRows {
    private static final int ROWS = 5;
    private static final int MAX_LENGTH = 120;
    private static final String NOT_THERE = "42P01"; // undefined_table

    private final Map<String, String> order = new HashMap<>();

    NewestRows() {
        for (DeviceTable table : DeviceTable.values()) {
            order.put(table.target(), "received_at");
        }
        for (ShopTable table : ShopTable.values()) {
            order.put(table.target(), "updated_at");
        }
    }

    /** Newest first. */
    record Found(List<String> columns, List<List<@Nullable String>> rows) {}

    /** Nothing of a table that is not there. */
    Found of(Connection connection, String table) throws SQLException {
        String sql = "SELECT * FROM " + table + " WHERE " + Target.lastPages(table) + " ORDER BY "
                + order.getOrDefault(table, "ctid") + " DESC LIMIT " + ROWS;
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            return read(found);
        } catch (SQLException e) {
            if (NOT_THERE.equals(e.getSQLState())) {
                return new Found(List.of(), List.of());
            }
            throw e;
        }
    }

    private static Found read(ResultSet found) throws SQLException {
        ResultSetMetaData meta = found.getMetaData();
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            columns.add(meta.getColumnName(i));
        }
        List<List<@Nullable String>> rows = new ArrayList<>();
        while (found.next()) {
            List<@Nullable String> row = new ArrayList<>();
            for (int i = 1; i <= columns.size(); i++) {
                row.add(shortened(found.getString(i)));
            }
            rows.add(row);
        }
        return new Found(columns, rows);
    }

    private static @Nullable String shortened(@Nullable String text) {
        return text == null || text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
    }
}
