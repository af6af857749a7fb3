// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class OrderFiguresTest {
    private final SparkSession session = LocalSpark.session();
    private final OrderOptions options = new OrderOptions();
    private final OrderFigures figures = new OrderFigures(options);

    private Dataset<Row> rows(String columns, String... rows) {
        return session.sql("SELECT * FROM VALUES " + String.join(", ", rows) + " AS t(" + columns + ")");
    }

    private Dataset<Row> orders(String... rows) {
        return rows("id, customer_id, status, currency, total, time, _record_deleted", rows)
                .selectExpr("*", "timestamp(time) AS placed_at");
    }

    private Dataset<Row> customers(String... rows) {
        return rows("id, _record_deleted", rows);
    }

    private Dataset<Row> events(String... rows) {
        return rows("event_id, device_id, user_id, sequence, time, platform", rows)
                .selectExpr("*", "timestamp(time) AS occurred_at");
    }

    private List<String> figures(Dataset<Row> orders, Dataset<Row> customers, Dataset<Row> events) {
        return RowChanges.texts(
                figures.of(figures.placed(orders, Optional.of(customers)), events),
                "concat_ws(' ', day, currency, platform, orders, revenue, returned_orders, customers, attributed_orders)");
    }

    @Test
    void countsOrdersThatAreThereByDayAndCurrency() {
        assertThat(figures(
                        orders(
                                "(1, 7, 'paid', 'EUR', 10.10BD, '2026-03-01 23:59:59.999', false)",
                                "(2, 7, 'returned', 'EUR', 0.20BD, '2026-03-01 00:00:00', null)",
                                "(3, 8, 'paid', 'USD', 1.00BD, '2026-03-01 12:00:00', false)",
                                "(4, 8, 'paid', 'USD', 9.00BD, '2026-03-01 12:00:00', true)",
                                "(5, 8, 'paid', 'EUR', 5.55BD, '2026-03-02 00:00:00', false)"),
                        customers("(7, false)", "(8, true)"),
                        events("('e', 'd', 'nobody', 1L, '2026-03-01 12:00:00', 'ios')")))
                .containsExactly(
                        "2026-03-01 EUR unknown 2 10.30 1 1 0",
                        "2026-03-01 USD unknown 1 1.00 0 1 0",
                        "2026-03-02 EUR unknown 1 5.55 0 1 0");
    }

    @Test
    void attributesAnOrderToTheLatestSessionOfItsUser() {
        assertThat(figures(
                        orders(
                                "(1, 7, 'paid', 'EUR', 1.00BD, '2026-03-01 10:25:00', false)",
                                "(2, 7, 'paid', 'EUR', 1.00BD, '2026-03-01 11:15:00', false)",
                                "(3, 7, 'paid', 'EUR', 1.00BD, '2026-03-01 11:15:01', false)",
                                "(4, 7, 'paid', 'EUR', 1.00BD, '2026-03-01 09:59:59', false)"),
                        customers("(7, false)"),
                        events(
                                "('a', 'phone', '7', 1L, '2026-03-01 10:00:00', 'ios')",
                                "('b', 'phone', null, 2L, '2026-03-01 10:20:00', null)",
                                "('c', 'desk', '7', 1L, '2026-03-01 10:30:00', 'windows')",
                                "('d', 'desk', '7', 2L, '2026-03-01 10:45:00', 'windows')")))
                .containsExactly(
                        "2026-03-01 EUR ios 1 1.00 0 1 1",
                        "2026-03-01 EUR unknown 2 2.00 0 1 0",
                        "2026-03-01 EUR windows 1 1.00 0 1 1");
    }

    @Test
    void endsASessionAfterTheGap() {
        Dataset<Row> events = events(
                "('a', 'phone', '7', 1L, '2026-03-01 10:00:00', 'ios')",
                "('b', 'phone', '8', 2L, '2026-03-01 10:29:59', null)",
                "('c', 'phone', '8', 3L, '2026-03-01 11:00:00', 'android')");

        assertThat(RowChanges.texts(
                        DeviceSessions.withUsers(events, Duration.ofMinutes(30)),
                        "concat_ws(' ', date_format(started_at, 'HH:mm'), date_format(ended_at, 'HH:mm'),"
                                + " array_join(array_sort(users), '+'), platform)"))
                .containsExactly("10:00 10:29 7+8 ios", "11:00 11:00 8 android");
    }
}
