// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.Map;
import java.util.SortedMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Iceberg table that has all records of a topic, each once. */
final class HistoryTable {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryTable.class);

    private final TableOptions tables;
    private final String topic;

    HistoryTable(TableOptions tables, String topic) {
        this.tables = tables;
        this.topic = topic;
    }

    /** Appends what of {@code records} the table does not have. */
    void append(Dataset<Row> records, Batch batch) {
        Dataset<Row> rows = HistoryRows.of(records);
        IcebergTable table = new IcebergTable(records.sparkSession(), tables.name(topic));
        if (!table.exists()) {
            table.create(rows.schema(), tables.partitions.get(topic), tables.propertiesOfNew());
        }
        table.evolve(rows.schema(), topic);
        AppendedOffsets appended = new AppendedOffsets(table, topic);
        SortedMap<Integer, Long> ends = appended.ends();
        SortedMap<Integer, Long> reached = AppendedOffsets.greater(ends, batch.ends(topic));
        if (reached.equals(ends)) {
            LOG.info("Table {} has all of batch {} already, up to {}", table.name(), batch.id(), reached);
            return;
        }
        Map<String, String> properties = batch.properties(topic);
        properties.put(Batch.OFFSETS + topic, Batch.text(reached));
        append(rows.filter(isNew(ends)), table, properties);
    }

    private static Column isNew(SortedMap<Integer, Long> ends) {
        Column isNew = lit(true);
        for (Map.Entry<Integer, Long> end : ends.entrySet()) {
            isNew = isNew.and(col(HistoryRows.PARTITION)
                    .notEqual(end.getKey())
                    .or(col(HistoryRows.OFFSET).geq(end.getValue())));
        }
        return isNew;
    }

    private static void append(Dataset<Row> rows, IcebergTable table, Map<String, String> properties) {
        StructType columns = table.schema();
        Column row = functions.struct(functions.col("*"));
        Dataset<Row> whole = rows.select(row.as("row")).select(Conform.fields(col("row"), rows.schema(), columns));
        table.commit(
                () -> {
                    try {
                        whole.writeTo(table.sql()).append();
                    } catch (NoSuchTableException e) {
                        throw new IllegalStateException("Cannot append to " + table.name() + ": it is gone", e);
                    }
                },
                properties);
    }
}
