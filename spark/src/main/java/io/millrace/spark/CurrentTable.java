// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;

import io.millrace.records.Errors;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** The Iceberg table that holds the current rows of a topic of row changes. */
final class CurrentTable {
    private static final String VIEW = "millrace_changes";

    private final TableOptions tables;
    private final String topic;
    private final Deletes deletes;
    private final Truncates truncates;

    CurrentTable(TableOptions tables, String topic, Deletes deletes, Truncates truncates) {
        this.tables = tables;
        this.topic = topic;
        this.deletes = deletes;
        this.truncates = truncates;
    }

    /** Brings {@code records} in, unless the table has the batch. */
    void merge(ChangeRecords records, Batch batch) {
        Dataset<Row> changes = records.changes();
        IcebergTable table = new IcebergTable(changes.sparkSession(), tables.name(topic));
        if (table.exists() && table.holds(batch)) {
            return;
        }
        if (truncates == Truncates.FAIL) {
            refuse(records.truncates());
        }
        Optional<Truncation> truncation =
                truncates == Truncates.APPLY ? Truncation.latest(records.truncates()) : Optional.empty();
        if (truncation.isPresent() && table.exists()) {
            table.commit(truncation.get().statement(table.sql(), table.schema(), deletes), Map.of());
        }
        if (prepare(table, changes)) {
            Dataset<Row> left = truncation.map(before -> before.leaves(changes)).orElse(changes);
            merge(table, Changes.latest(left), batch.properties(topic));
        }
    }

    private void refuse(Dataset<Row> found) {
        for (Row row : found.select("partition", "offset").takeAsList(1)) {
            throw new ConnectException(Errors.sentence(
                    "merge a truncate",
                    "a change of all rows (expected changes of single rows)",
                    topic + "-" + row.getInt(0) + "@" + row.getLong(1),
                    "Start the job with --truncates apply or ignore; nothing of the batch is in the table."));
        }
    }

    /** Whether there is a table, made or changed to hold {@code changes}. */
    private boolean prepare(IcebergTable table, Dataset<Row> changes) {
        StructType schema = changes.schema();
        boolean hasKeys = schema.apply("key").dataType() instanceof StructType key && key.nonEmpty();
        boolean hasValues = ((StructType) schema.apply("value").dataType()).nonEmpty();
        if (!hasKeys || (!hasValues && !table.exists())) {
            return false;
        }
        StructType columns = columns(schema);
        if (!table.exists()) {
            table.create(columns, tables.partitions.get(topic), tables.propertiesOfNew());
        }
        table.evolve(columns, topic);
        return true;
    }

    private StructType columns(StructType records) {
        StructType columns = Changes.columns(records);
        return deletes == Deletes.MARK && !Changes.isOf(columns, MergeStatement.MARK)
                ? columns.add(MergeStatement.MARK, "boolean")
                : columns;
    }

    private void merge(IcebergTable table, Dataset<Row> latest, Map<String, String> properties) {
        StructType row = (StructType) latest.schema().apply("row").dataType();
        StructType columns = table.schema();
        latest.withColumn("row", struct(Conform.fields(col("row"), row, columns)))
                .createOrReplaceTempView(VIEW);
        List<String> keys = List.of(((StructType) latest.schema().apply("key").dataType()).fieldNames());
        table.commit(new MergeStatement(table.sql(), columns, keys, deletes).from(VIEW), properties);
    }
}
