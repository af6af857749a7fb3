// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.apache.spark.sql.Row;

/** The table of order metrics in PostgreSQL. */
final class MetricsTable {
    private static final String DAY = "day";

    private final PostgresOptions database;
    private final PostgresTable table;

    MetricsTable(PostgresOptions database, String name) {
        this.database = database;
        this.table = new PostgresTable(
                name,
                "Orders by the day on which they were placed, their currency, and the platform of the device session that they"
                        + " belong to.",
                List.of(
                        column(DAY, "date NOT NULL", "On which the orders were placed."),
                        column("currency", "text NOT NULL", "Of the orders."),
                        column("platform", "text NOT NULL", "Of the session; unknown where there is none."),
                        column("orders", "bigint NOT NULL", "Number of orders."),
                        column("revenue", "numeric", "Total of all orders, returned ones too."),
                        column("returned_orders", "bigint NOT NULL", "Number of orders that were returned."),
                        column("customers", "bigint NOT NULL", "Number of different customers."),
                        column(
                                "attributed_orders",
                                "bigint NOT NULL",
                                "Orders that belong to a device session of their customer.")),
                3);
    }

    private static PostgresTable.Column column(String name, String type, String comment) {
        return new PostgresTable.Column(name, type, comment);
    }

    /** Makes the table if there is none. */
    void prepare() throws SQLException {
        try (Connection connection = database.connect()) {
            table.create(connection, database);
        }
    }

    /** Replaces all rows of {@code days}, as ISO-8601 has them, by {@code rows}. */
    void replace(Connection connection, List<String> days, List<Row> rows) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(
                "DELETE FROM " + database.qualified(table.name()) + " WHERE " + DAY + " = ANY (?::date[])")) {
            delete.setArray(1, connection.createArrayOf("text", days.toArray()));
            delete.executeUpdate();
        }
        table.put(connection, database, rows.iterator());
    }
}
