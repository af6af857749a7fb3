// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import java.time.Duration;
import picocli.CommandLine.Option;

/** Where orders and customers are, and what their columns are called. Filled by picocli. */
final class OrderOptions {
    @Option(
            names = "--orders",
            defaultValue = "curated.shop.orders",
            paramLabel = "TOPIC",
            description = "Which of the topics has orders. Default: ${DEFAULT-VALUE}.")
    String orders = "curated.shop.orders";

    @Option(
            names = "--customers",
            defaultValue = "curated.shop.customers",
            paramLabel = "TOPIC",
            description =
                    "Which of the topics has customers; all others have device events. Default: ${DEFAULT-VALUE}.")
    String customers = "curated.shop.customers";

    @Option(
            names = "--order-key",
            defaultValue = "id",
            paramLabel = "COLUMN",
            description = "The key of orders. Default: ${DEFAULT-VALUE}.")
    String orderKey = "id";

    @Option(
            names = "--order-time",
            defaultValue = "placed_at",
            paramLabel = "COLUMN",
            description = "When an order was placed; orders without it are not counted. Default: ${DEFAULT-VALUE}.")
    String time = "placed_at";

    @Option(
            names = "--order-customer",
            defaultValue = "customer_id",
            paramLabel = "COLUMN",
            description = "The customer's key in an order. Default: ${DEFAULT-VALUE}.")
    String customer = "customer_id";

    @Option(
            names = "--order-total",
            defaultValue = "total",
            paramLabel = "COLUMN",
            description = "An order's total. Default: ${DEFAULT-VALUE}.")
    String total = "total";

    @Option(
            names = "--order-currency",
            defaultValue = "currency",
            paramLabel = "COLUMN",
            description = "The currency of the total. Default: ${DEFAULT-VALUE}.")
    String currency = "currency";

    @Option(
            names = "--order-status",
            defaultValue = "status",
            paramLabel = "COLUMN",
            description = "An order's status. Default: ${DEFAULT-VALUE}.")
    String status = "status";

    @Option(
            names = "--returned-status",
            defaultValue = "returned",
            paramLabel = "TEXT",
            description = "The status of an order that was returned. Default: ${DEFAULT-VALUE}.")
    String returned = "returned";

    @Option(
            names = "--customer-key",
            defaultValue = "id",
            paramLabel = "COLUMN",
            description = "The key of customers, which orders refer to. Default: ${DEFAULT-VALUE}.")
    String customerKey = "id";

    @Option(
            names = "--customer-user",
            defaultValue = "string(id)",
            paramLabel = "EXPRESSION",
            description =
                    "The user_id of device events that is a customer, as an SQL expression of the customer's columns."
                            + " Default: ${DEFAULT-VALUE}.")
    String user = "string(id)";

    @Option(
            names = "--session-gap",
            defaultValue = "30m",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "How long a device is silent between two sessions. Default: ${DEFAULT-VALUE}.")
    Duration sessionGap = Duration.ofMinutes(30);

    @Option(
            names = "--attribution",
            defaultValue = "30m",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "An order belongs to a session that its user was in when it was placed, or so long before."
                    + " Default: ${DEFAULT-VALUE}.")
    Duration attribution = Duration.ofMinutes(30);
}
