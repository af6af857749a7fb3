// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import io.millrace.spark.curated.Curated;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Keeps a table for dashboards in PostgreSQL: orders by day, currency and platform, of row changes of orders and customers and of
 * device events.
 *
 * <p>What it computes with are Iceberg tables of its own. After each batch the days that it touched, however long ago, are computed
 * anew and replaced in one transaction: when all is read, the table is what one computation over the whole topics gives.
 */
@Command(
        name = "OrderMetrics",
        mixinStandardHelpOptions = true,
        description = "Keeps orders by day, currency and platform in PostgreSQL, for dashboards.")
public final class OrderMetrics extends TableJob {
    @Mixin
    OrderOptions columns = new OrderOptions();

    @Mixin
    PostgresOptions database = new PostgresOptions();

    @Option(
            names = "--metrics-table",
            defaultValue = "order_metrics",
            paramLabel = "NAME",
            description = "The table in PostgreSQL; made if there is none. Default: ${DEFAULT-VALUE}.")
    String metrics = "order_metrics";

    OrderMetrics() {}

    /** Runs the job; {@code --help} tells its options. */
    public static void main(String[] arguments) {
        System.exit(run(new OrderMetrics(), arguments));
    }

    @Override
    String query() {
        return "order-metrics";
    }

    @Override
    List<String> problems() {
        List<String> problems = new ArrayList<>(super.problems());
        if (!options.topics.containsAll(List.of(columns.orders, columns.customers))) {
            problems.add("Cannot compute order metrics: topics " + options.topics + " (expected " + columns.orders
                    + " and " + columns.customers + " among them). Correct --topics, --orders or --customers.");
        }
        return problems;
    }

    @Override
    List<StreamingQuery> start(SparkSession session) throws TimeoutException {
        try {
            new PostgresBatches(database, query()).prepare();
            new MetricsTable(database, metrics).prepare();
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot prepare tables in PostgreSQL: " + e.getMessage(), e);
        }
        return super.start(session);
    }

    @Override
    List<TableName> others() {
        return List.of(tables.quarantineName(), OrderTables.eventsName(tables));
    }

    @Override
    void write(Map<String, Dataset<Row>> records, Batch batch) {
        if (records.isEmpty()) {
            return;
        }
        SparkSession session = records.values().iterator().next().sparkSession();
        OrderTables kept = new OrderTables(session, tables, columns);
        records.forEach((topic, ofTopic) -> keep(kept, ofTopic, topic, batch));
        if (kept.orders().exists()) {
            replace(kept, TouchedDays.texts(touched(kept, records, batch)), batch);
        }
    }

    private void keep(OrderTables kept, Dataset<Row> records, String topic, Batch batch) {
        Quarantine quarantine = new Quarantine(tables);
        if (isRowChanges(topic)) {
            ChangeRecords parts = ChangeRecords.of(records);
            quarantine.keep(parts.bad(), topic, batch);
            new CurrentTable(tables, topic, Deletes.MARK, Truncates.APPLY).merge(parts, batch);
        } else {
            quarantine.keep(Curated.quarantine(records), topic, batch);
            kept.add(OrderTables.eventsOf(records), topic, batch);
        }
    }

    private boolean isRowChanges(String topic) {
        return topic.equals(columns.orders) || topic.equals(columns.customers);
    }

    private Stream<Dataset<Row>> touched(OrderTables kept, Map<String, Dataset<Row>> records, Batch batch) {
        TouchedDays days = new TouchedDays(kept, columns);
        return records.entrySet().stream().flatMap(entry -> {
            if (!isRowChanges(entry.getKey())) {
                return days.byEvents(OrderTables.eventsOf(entry.getValue()));
            }
            ChangeRecords parts = ChangeRecords.of(entry.getValue());
            if (!parts.truncates().isEmpty()) {
                return days.all();
            }
            return entry.getKey().equals(columns.orders) ? days.byOrders(parts, batch) : days.byCustomers(parts);
        });
    }

    private void replace(OrderTables kept, List<String> days, Batch batch) {
        OrderFigures figures = new OrderFigures(columns);
        Dataset<Row> orders =
                kept.orders().rows().filter(figures.day().cast("string").isin(days.toArray()));
        List<Row> rows = figures.of(figures.placed(orders, kept.customers()), kept.events())
                .collectAsList();
        MetricsTable table = new MetricsTable(database, metrics);
        try {
            new PostgresBatches(database, query())
                    .write(batch.queryId(), batch.id(), connection -> table.replace(connection, days, rows));
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot write order metrics: " + e.getMessage(), e);
        }
    }
}
