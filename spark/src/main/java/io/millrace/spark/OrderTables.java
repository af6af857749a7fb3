// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;

import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.StructType;

/** What order metrics are computed of: tables of the current orders and customers, and one of all device events, each once. */
final class OrderTables {
    private static final String EVENTS = "device_events";
    private static final String VIEW = "millrace_device_events";
    private static final StructType EVENT = StructType.fromDDL("event_id STRING, device_id STRING, user_id STRING,"
            + " sequence BIGINT, occurred_at TIMESTAMP, platform STRING");

    private final SparkSession session;
    private final TableOptions tables;
    private final OrderOptions columns;

    OrderTables(SparkSession session, TableOptions tables, OrderOptions columns) {
        this.session = session;
        this.tables = tables;
        this.columns = columns;
    }

    IcebergTable orders() {
        return new IcebergTable(session, tables.name(columns.orders));
    }

    /** Empty before there is the first customer. */
    Optional<Dataset<Row>> customers() {
        IcebergTable table = new IcebergTable(session, tables.name(columns.customers));
        return table.exists() ? Optional.of(table.rows()) : Optional.empty();
    }

    /** The orders before {@code batch} brought any in, even if that has been interrupted. */
    Optional<Dataset<Row>> ordersBefore(Batch batch) {
        IcebergTable orders = orders();
        return orders.latest(snapshot -> !batch.isIn(snapshot.summary()))
                .map(snapshot -> session.read()
                        .option("versionAsOf", snapshot.snapshotId())
                        .table(orders.sql()));
    }

    Dataset<Row> events() {
        return eventTable().rows();
    }

    /** The events of a batch: those that have what sessions need. */
    static Dataset<Row> eventsOf(Dataset<Row> records) {
        Dataset<Row> events = records.filter(col("value").isNotNull());
        for (String name : EVENT.fieldNames()) {
            String type = EVENT.apply(name).dataType().sql();
            events = events.withColumn(name, Changes.field(records.schema(), name, type));
        }
        return events.filter("event_id IS NOT NULL AND device_id IS NOT NULL AND occurred_at IS NOT NULL");
    }

    /** Adds those of {@code events} that are not there yet. */
    void add(Dataset<Row> events, String topic, Batch batch) {
        events.withColumn(
                        "copy", row_number().over(Window.partitionBy("event_id").orderBy("partition", "offset")))
                .filter("copy = 1")
                .selectExpr(EVENT.fieldNames())
                .createOrReplaceTempView(VIEW);
        IcebergTable table = eventTable();
        table.commit(
                "MERGE INTO " + table.sql() + " AS t USING " + VIEW
                        + " AS s ON t.event_id = s.event_id WHEN NOT MATCHED THEN INSERT *",
                batch.properties(topic));
    }

    static TableName eventsName(TableOptions tables) {
        return new TableName(tables.catalog, tables.namespace, EVENTS);
    }

    private IcebergTable eventTable() {
        IcebergTable table = new IcebergTable(session, eventsName(tables));
        if (!table.exists()) {
            table.create(EVENT, null, Map.of("format-version", Integer.toString(tables.formatVersion)));
        }
        return table;
    }
}
