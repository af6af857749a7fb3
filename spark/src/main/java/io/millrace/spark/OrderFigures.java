// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_date;

import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Figures of orders: by day, currency and platform. The platform is that of the latest session that the customer's user was in when
 * the order was placed, or had been in shortly before.
 */
record OrderFigures(OrderOptions columns) {
    static final String UNKNOWN = "unknown";

    /** Of placed orders, perhaps only those of some days, and all events. */
    Dataset<Row> of(Dataset<Row> placed, Dataset<Row> events) {
        Dataset<Row> sessions = byUser(sessionsOf(placed.select("user").distinct(), events));
        Column session = max(struct("ended_at", "started_at", "device_id", "platform"));
        return placed.join(sessions, isIn(), "left")
                .groupBy("key", "day", "currency", "total", "is_returned", "customer")
                .agg(session.as("session"))
                .groupBy(
                        col("day"),
                        col("currency"),
                        coalesce(col("session.platform"), lit(UNKNOWN)).as("platform"))
                .agg(
                        count(lit(1)).as("orders"),
                        sum("total").as("revenue"),
                        count_if(col("is_returned")).as("returned_orders"),
                        count_distinct(col("customer")).as("customers"),
                        count_if(col("session.ended_at").isNotNull()).as("attributed_orders"));
    }

    /** The orders that are there, of the tables that the job keeps, with their days and users. */
    Dataset<Row> placed(Dataset<Row> orders, Optional<Dataset<Row>> customers) {
        Dataset<Row> placed = live(orders)
                .filter(col(columns.time).isNotNull())
                .select(
                        col(columns.orderKey).as("key"),
                        day().as("day"),
                        col(columns.time).cast("timestamp").as("placed_at"),
                        coalesce(col(columns.currency).cast("string"), lit(UNKNOWN))
                                .as("currency"),
                        col(columns.total).as("total"),
                        coalesce(col(columns.status).equalTo(columns.returned), lit(false))
                                .as("is_returned"),
                        col(columns.customer).as("customer"));
        return customers
                .map(rows -> placed.join(users(rows), col("customer").equalTo(col("customer_key")), "left"))
                .orElseGet(() -> placed.withColumn("user", lit(null).cast("string")));
    }

    private Dataset<Row> users(Dataset<Row> customers) {
        return live(customers)
                .select(
                        col(columns.customerKey).as("customer_key"),
                        expr(columns.user).cast("string").as("user"));
    }

    Column day() {
        return to_date(col(columns.time).cast("timestamp"));
    }

    private static Dataset<Row> live(Dataset<Row> rows) {
        return rows.filter(not(coalesce(col(MergeStatement.MARK), lit(false))));
    }

    /** The sessions of the devices that {@code users} were seen on. */
    private Dataset<Row> sessionsOf(Dataset<Row> users, Dataset<Row> events) {
        Dataset<Row> devices = events.join(users, col("user_id").equalTo(col("user")), "left_semi")
                .select(col("device_id").as("device"))
                .distinct();
        return DeviceSessions.withUsers(
                events.join(devices, col("device_id").equalTo(col("device")), "left_semi"), columns.sessionGap);
    }

    /** A row for each session and each of its users. */
    static Dataset<Row> byUser(Dataset<Row> sessions) {
        return sessions.withColumn("session_user", explode(col("users"))).drop("users");
    }

    /** Whether an order belongs to a session of its user: it was placed in it, or not much later. */
    Column isIn() {
        Column last = col("ended_at").plus(expr("make_dt_interval(0, 0, 0, " + columns.attribution.toSeconds() + ")"));
        return col("user").equalTo(col("session_user")).and(col("placed_at").between(col("started_at"), last));
    }
}
