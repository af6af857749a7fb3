// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.grafana;

/**
 * What the tables say: devices, what people do on them, and the shop's orders. Reads the tables that the shipped sinks
 * keep. Amounts of different currencies are never added up. Days and other pieces of time are those of UTC.
 */
final class BusinessDashboard {
    static final String UID = "millrace-business";

    /** The country is what the event's properties tell, else the region of its locale. */
    private static final String COUNTRY =
            "coalesce(properties ->> 'country', substring(locale from '[-_]([A-Z]{2})$'), 'unknown')";

    private static final String PLATFORM = "coalesce(platform, 'unknown')";

    /** The events of the time range and the chosen platforms: found by the index on occurred_at. */
    private static final String EVENTS =
            "FROM ${events}\nWHERE $__timeFilter(occurred_at) AND " + PLATFORM + " IN (${platform:sqlstring})";

    /** An order that was deleted in the shop may for a moment be a row that says so, before the row itself goes. */
    private static final String ORDERS = "FROM shop_orders\nWHERE $__timeFilter(placed_at) AND _deleted IS NOT TRUE"
            + " AND currency IN (${currency:sqlstring})";

    private BusinessDashboard() {}

    static Dashboard build() {
        return Dashboard.of(
                        UID,
                        "Millrace / Devices and orders",
                        "The tables that the sinks keep: devices that are online, what people do, orders and revenue.")
                .over("now-6h")
                .choose(
                        Variable.row(
                                "events",
                                "Table of events",
                                "SELECT tablename FROM pg_tables WHERE tablename IN ('device_events', 'device_pushes')"
                                        + " AND schemaname = ANY (current_schemas(false)) ORDER BY 1"),
                        Variable.rows("platform", "Platform", platforms()),
                        Variable.rows(
                                "currency",
                                "Currency",
                                "SELECT DISTINCT currency FROM shop_orders WHERE $__timeFilter(placed_at) ORDER BY 1"),
                        Variable.text("step1", "Funnel: step 1", "app_open"),
                        Variable.text("step2", "step 2", "screen_view"),
                        Variable.text("step3", "step 3", "search"),
                        Variable.text("step4", "step 4", "purchase"))
                .section("Devices", online(), devices(), events(), people(), late(), crashes())
                .section("What devices do", byType(), activeDevices(), platformShare(), countries(), types())
                .section("Sessions", funnel(), versions())
                .section("Orders", orders(), revenue(), returned(), customers())
                .section("Orders over time", ordersOverTime(), revenueOverTime(), statuses(), products(), lastOrders());
    }

    private static String platforms() {
        return "SELECT DISTINCT " + PLATFORM + " FROM ${events} WHERE $__timeFilter(occurred_at) ORDER BY 1";
    }

    private static Panel online() {
        return Panel.number(
                        "Devices online",
                        "Devices with an event in the last five minutes, whatever the time range.",
                        Unit.EXACT)
                .ask(Query.sqlRows("""
                        SELECT count(DISTINCT device_id) AS devices
                        FROM ${events}
                        WHERE occurred_at BETWEEN now() - interval '5 minutes' AND now()
                          AND coalesce(platform, 'unknown') IN (${platform:sqlstring})
                        """));
    }

    private static Panel devices() {
        return Panel.number("Devices", "With an event in the time range.", Unit.EXACT)
                .ask(Query.sqlRows("SELECT count(DISTINCT device_id) AS devices\n" + EVENTS));
    }

    private static Panel events() {
        return Panel.number("Events", "Each id once.", Unit.EXACT)
                .ask(Query.sqlRows("SELECT count(*) AS events\n" + EVENTS));
    }

    private static Panel people() {
        return Panel.number("People", "Different users who are signed in.", Unit.EXACT)
                .ask(Query.sqlRows("SELECT count(DISTINCT user_id) AS people\n" + EVENTS));
    }

    private static Panel late() {
        return Panel.number(
                        "Late events",
                        "Events that were received more than an hour after they happened, from devices that were offline.",
                        Unit.SHARE)
                .decimals(2)
                .ask(Query.sqlRows("""
                        SELECT (count(*) FILTER (WHERE received_at - occurred_at > interval '1 hour'))::float8
                          / greatest(count(*), 1) AS late
                        """ + EVENTS));
    }

    private static Panel crashes() {
        return Panel.number("Crashes", "For each thousand app_open.", Unit.COUNT)
                .decimals(1)
                .ask(Query.sqlRows("""
                        SELECT 1000.0 * count(*) FILTER (WHERE type = 'crash')
                          / greatest(count(*) FILTER (WHERE type = 'app_open'), 1) AS crashes
                        """ + EVENTS));
    }

    private static Panel byType() {
        return Panel.bars("Events by type over time", "For each piece of time.", Unit.EXACT)
                .ask(Query.sqlSeries(
                        "SELECT $__timeGroupAlias(occurred_at, $__interval), type AS metric, count(*) AS events\n"
                                + EVENTS + "\nGROUP BY 1, 2\nORDER BY 1"));
    }

    private static Panel activeDevices() {
        return Panel.lines("Active devices", "Different devices in each piece of time, by platform.", Unit.EXACT)
                .ask(Query.sqlSeries("SELECT $__timeGroupAlias(occurred_at, $__interval), " + PLATFORM
                        + " AS metric, count(DISTINCT device_id) AS devices\n" + EVENTS
                        + "\nGROUP BY 1, 2\nORDER BY 1"));
    }

    private static Panel platformShare() {
        return Panel.pie("Devices by platform", "With an event in the time range.", Unit.EXACT)
                .ask(Query.sqlRows("SELECT " + PLATFORM + " AS platform, count(DISTINCT device_id) AS devices\n"
                        + EVENTS + "\nGROUP BY 1\nORDER BY 2 DESC"));
    }

    private static Panel countries() {
        return Panel.gaugesOfRows(
                        "Devices by country",
                        "The country that an event's properties tell, else the region of its locale; the ten largest.",
                        Unit.EXACT)
                .ask(Query.sqlRows("SELECT " + COUNTRY + " AS country, count(DISTINCT device_id) AS devices\n" + EVENTS
                        + "\nGROUP BY 1\nORDER BY 2 DESC, 1\nLIMIT 10"));
    }

    private static Panel types() {
        return Panel.gaugesOfRows("Events by type", "In the time range; the ten most frequent.", Unit.EXACT)
                .ask(Query.sqlRows(
                        "SELECT type, count(*) AS events\n" + EVENTS + "\nGROUP BY 1\nORDER BY 2 DESC, 1\nLIMIT 10"));
    }

    private static Panel funnel() {
        return Panel.gaugesOfRows(
                        "Funnel",
                        "Sessions that reached each step, one after the other. The steps are chosen above. Sessions are"
                                + " cut off where the time range begins.",
                        Unit.EXACT)
                .width(12)
                .ask(Query.sqlRows("""
                        WITH e AS MATERIALIZED (
                          SELECT device_id, session_id, type, occurred_at
                          FROM ${events}
                          WHERE $__timeFilter(occurred_at) AND session_id IS NOT NULL
                            AND coalesce(platform, 'unknown') IN (${platform:sqlstring})
                            AND type IN (${step1:sqlstring}, ${step2:sqlstring}, ${step3:sqlstring}, ${step4:sqlstring})
                        ), s1 AS (
                          SELECT device_id, session_id, min(occurred_at) AS at FROM e
                          WHERE type = ${step1:sqlstring} GROUP BY 1, 2
                        ), s2 AS (
                          SELECT device_id, session_id, min(e.occurred_at) AS at
                          FROM e JOIN s1 USING (device_id, session_id)
                          WHERE e.type = ${step2:sqlstring} AND e.occurred_at > s1.at GROUP BY 1, 2
                        ), s3 AS (
                          SELECT device_id, session_id, min(e.occurred_at) AS at
                          FROM e JOIN s2 USING (device_id, session_id)
                          WHERE e.type = ${step3:sqlstring} AND e.occurred_at > s2.at GROUP BY 1, 2
                        ), s4 AS (
                          SELECT device_id, session_id, min(e.occurred_at) AS at
                          FROM e JOIN s3 USING (device_id, session_id)
                          WHERE e.type = ${step4:sqlstring} AND e.occurred_at > s3.at GROUP BY 1, 2
                        )
                        SELECT '1 ' || ${step1:sqlstring} AS step, count(*) AS sessions FROM s1
                        UNION ALL SELECT '2 ' || ${step2:sqlstring}, count(*) FROM s2
                        UNION ALL SELECT '3 ' || ${step3:sqlstring}, count(*) FROM s3
                        UNION ALL SELECT '4 ' || ${step4:sqlstring}, count(*) FROM s4
                        ORDER BY 1
                        """));
    }

    private static Panel versions() {
        return Panel.table(
                        "Versions of the app",
                        "Devices, events and crashes by the version that sent them.",
                        Column.of("version", "Version"),
                        Column.of("devices", "Devices", Unit.EXACT),
                        Column.of("events", "Events", Unit.EXACT),
                        Column.of("crashes", "Crashes", Unit.EXACT)
                                .coloredBy(Thresholds.startingWith(Color.TEXT).from(1, Color.RED)))
                .width(12)
                .ask(Query.sqlRows("""
                        SELECT coalesce(app_version, 'unknown') AS version, count(DISTINCT device_id) AS devices,
                          count(*) AS events, count(*) FILTER (WHERE type = 'crash') AS crashes
                        """ + EVENTS + "\nGROUP BY 1\nORDER BY 2 DESC, 1\nLIMIT 50"));
    }

    private static Panel orders() {
        return Panel.number("Orders", "Placed in the time range.", Unit.EXACT)
                .width(4)
                .ask(Query.sqlRows("SELECT count(*) AS orders\n" + ORDERS));
    }

    private static Panel revenue() {
        return Panel.numbersOfRows(
                        "Revenue",
                        "Totals of orders placed in the time range, without returned ones, by currency.",
                        Unit.EXACT)
                .width(12)
                .decimals(2)
                .ask(Query.sqlRows("SELECT currency, sum(total) AS revenue\n" + ORDERS
                        + " AND status <> 'returned'\nGROUP BY 1\nORDER BY 1"));
    }

    private static Panel returned() {
        return Panel.number("Returned", "Share of the orders placed in the time range.", Unit.SHARE)
                .decimals(2)
                .ask(Query.sqlRows("""
                        SELECT (count(*) FILTER (WHERE status = 'returned'))::float8 / greatest(count(*), 1) AS returned
                        """ + ORDERS));
    }

    private static Panel customers() {
        return Panel.number("Customers", "Who placed an order in the time range.", Unit.EXACT)
                .ask(Query.sqlRows("SELECT count(DISTINCT customer_id) AS customers\n" + ORDERS));
    }

    private static Panel ordersOverTime() {
        return Panel.bars("Orders by status over time", "When they were placed; their status now.", Unit.EXACT)
                .ask(Query.sqlSeries(
                        "SELECT $__timeGroupAlias(placed_at, $__interval), status AS metric, count(*) AS orders\n"
                                + ORDERS + "\nGROUP BY 1, 2\nORDER BY 1"));
    }

    private static Panel revenueOverTime() {
        return Panel.lines(
                        "Revenue by currency over time",
                        "Without returned orders. Currencies are not added up.",
                        Unit.EXACT)
                .decimals(2)
                .ask(Query.sqlSeries("SELECT $__timeGroupAlias(placed_at, $__interval), currency AS metric,"
                        + " sum(total) AS revenue\n" + ORDERS
                        + " AND status <> 'returned'\nGROUP BY 1, 2\nORDER BY 1"));
    }

    private static Panel statuses() {
        return Panel.pie("Orders by status", "Placed in the time range.", Unit.EXACT)
                .ask(Query.sqlRows("SELECT status, count(*) AS orders\n" + ORDERS + "\nGROUP BY 1\nORDER BY 2 DESC"));
    }

    private static Panel products() {
        return Panel.table(
                        "Products",
                        "The ten that brought most, by currency, with discounts taken off and rounded to cents at each"
                                + " line of an order.",
                        Column.of("sku", "Product"),
                        Column.of("currency", "Currency"),
                        Column.of("quantity", "Quantity", Unit.EXACT),
                        Column.money("revenue", "Revenue"))
                .width(16)
                .ask(Query.sqlRows("""
                        SELECT i.sku, o.currency, sum(i.quantity) AS quantity,
                          sum(round(i.quantity * i.price * (1 - coalesce(i.discount, 0)), 2)) AS revenue
                        FROM shop_orders o
                        JOIN shop_order_items i ON i.order_id = o.id
                        WHERE $__timeFilter(o.placed_at) AND o._deleted IS NOT TRUE AND i._deleted IS NOT TRUE
                          AND o.status <> 'returned' AND o.currency IN (${currency:sqlstring})
                        GROUP BY 1, 2
                        ORDER BY 4 DESC, 1
                        LIMIT 10
                        """));
    }

    private static Panel lastOrders() {
        return Panel.table(
                        "Last orders",
                        "The twenty that were placed last in the time range.",
                        Column.of("id", "Order", Unit.EXACT),
                        Column.of("placed_at", "Placed", Unit.TIME),
                        Column.of("status", "Status"),
                        Column.of("customer", "Customer", Unit.EXACT),
                        Column.money("total", "Total"),
                        Column.of("currency", "Currency"))
                .ask(Query.sqlRows("""
                        SELECT id, placed_at, status, customer_id AS customer, total, currency
                        FROM shop_orders
                        WHERE $__timeFilter(placed_at) AND _deleted IS NOT TRUE
                          AND currency IN (${currency:sqlstring})
                        ORDER BY placed_at DESC, id DESC
                        LIMIT 20
                        """));
    }
}
