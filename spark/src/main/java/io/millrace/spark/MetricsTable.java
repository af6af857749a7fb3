// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.apache.spark.sql.Row;

/** The table of order metrics in PostgreSQL. */
final class MetricsTable {
    private static final List<String> COLUMNS = List.of(
            "day", "currency", "platform", "orders", "revenue", "returned_orders", "customers", "attributed_orders");

    private final PostgresOptions database;
    private final String name;

    MetricsTable(PostgresOptions database, String name) {
        this.database = database;
        this.name = database.qualified(name);
    }

    /** Makes the table if there is none. */
    void prepare() throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS " + name
                    + " (day date NOT NULL, currency text NOT NULL, platform text NOT NULL, orders bigint NOT NULL,"
                    + " revenue numeric, returned_orders bigint NOT NULL, customers bigint NOT NULL,"
                    + " attributed_orders bigint NOT NULL, PRIMARY KEY (day, currency, platform))");
            statement.execute("COMMENT ON TABLE " + name
                    + " IS 'Orders by the day on which they were placed, their currency, and the platform of the device"
                    + " session that they belong to'");
            statement.execute("COMMENT ON COLUMN " + name + ".revenue IS 'Total of all orders, returned ones too'");
            statement.execute("COMMENT ON COLUMN " + name
                    + ".attributed_orders IS 'Orders that belong to a device session of their customer'");
        }
    }

    /** Replaces all rows of {@code days} by {@code rows}. */
    void replace(Connection connection, List<String> days, List<Row> rows) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM " + name + " WHERE day = ANY (?::date[])")) {
            delete.setArray(1, connection.createArrayOf("text", days.toArray()));
            delete.executeUpdate();
        }
        String insert = "INSERT INTO " + name + " (" + String.join(", ", COLUMNS) + ") VALUES (?::date"
                + ", ?".repeat(COLUMNS.size() - 1) + ")";
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            for (Row row : rows) {
                for (int i = 0; i < COLUMNS.size(); i++) {
                    statement.setObject(i + 1, row.getAs(COLUMNS.get(i)));
                }
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
