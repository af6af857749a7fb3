// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static org.apache.spark.sql.functions.col;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** The days whose figures a batch may have changed, of the tables as they are after it. */
final class TouchedDays {
    private final OrderTables tables;
    private final OrderOptions columns;
    private final OrderFigures figures;

    TouchedDays(OrderTables tables, OrderOptions columns) {
        this.tables = tables;
        this.columns = columns;
        this.figures = new OrderFigures(columns);
    }

    /** Days of the orders that changed: those that they are of now, and were of before. */
    Stream<Dataset<Row>> byOrders(ChangeRecords records, Batch batch) {
        if (!hasKey(records, columns.orderKey)) {
            return Stream.empty();
        }
        Dataset<Row> keys = keys(records.changes(), columns.orderKey);
        return Stream.concat(Stream.of(tables.orders().rows()), tables.ordersBefore(batch).stream())
                .map(orders -> days(orders.join(keys, col(columns.orderKey).equalTo(col("changed")), "left_semi")));
    }

    /** Days of the orders of customers who changed. */
    Stream<Dataset<Row>> byCustomers(ChangeRecords records) {
        if (!hasKey(records, columns.customerKey)) {
            return Stream.empty();
        }
        Dataset<Row> keys = keys(records.changes(), columns.customerKey);
        Dataset<Row> orders = tables.orders().rows();
        return Stream.of(days(orders.join(keys, col(columns.customer).equalTo(col("changed")), "left_semi")));
    }

    /** Days of the orders that belong to sessions which these events are in. */
    Stream<Dataset<Row>> byEvents(Dataset<Row> events) {
        Dataset<Row> added =
                events.select(col("device_id").as("device"), col("occurred_at").as("at"));
        Column isOfDevice = col("device_id").equalTo(col("device"));
        Dataset<Row> whole = tables.events().join(added, isOfDevice, "left_semi");
        Dataset<Row> sessions = DeviceSessions.withUsers(whole, columns.sessionGap)
                .join(added, isOfDevice.and(col("at").between(col("started_at"), col("ended_at"))), "left_semi");
        return Stream.of(figures.placed(tables.orders().rows(), tables.customers())
                .join(OrderFigures.byUser(sessions), figures.isIn(), "left_semi")
                .select("day"));
    }

    /** All days: after a truncate. */
    Stream<Dataset<Row>> all() {
        return Stream.of(days(tables.orders().rows()));
    }

    private Dataset<Row> days(Dataset<Row> orders) {
        return orders.select(figures.day().as("day"));
    }

    /** Not where all records are bad. */
    private static boolean hasKey(ChangeRecords records, String name) {
        return records.changes().schema().apply("key").dataType() instanceof StructType key && Changes.isOf(key, name);
    }

    private static Dataset<Row> keys(Dataset<Row> changes, String name) {
        return changes.select(col("key").getField(name).as("changed")).distinct();
    }

    /** As {@code 2026-03-01}. */
    static List<String> texts(Stream<Dataset<Row>> days) {
        return days
                .reduce(Dataset::union)
                .map(all -> all.filter(col("day").isNotNull())
                        .select(col("day").cast("string"))
                        .distinct()
                        .collectAsList())
                .orElse(List.of())
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }
}
