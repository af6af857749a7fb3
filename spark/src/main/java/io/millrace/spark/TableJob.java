// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static org.apache.spark.sql.functions.col;

import io.millrace.spark.curated.CuratedReader;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Mixin;

/** A job that keeps an Iceberg table of each of its topics, from records as they were written. */
abstract class TableJob extends Job {
    private static final Logger LOG = LoggerFactory.getLogger(TableJob.class);

    @Mixin
    TableOptions tables = new TableOptions();

    /** The name of the query, and of the job in snapshots. */
    abstract String query();

    /** Writes the records of one topic that are in a batch, as {@link CuratedReader} reads them. */
    abstract void write(Dataset<Row> records, String topic, Batch batch);

    /** What a table needs before snapshots of it are expired. */
    abstract void beforeMaintenance(IcebergTable table, String topic);

    @Override
    List<StreamingQuery> start(SparkSession session) throws TimeoutException {
        tables.check(options.topics);
        CuratedReader reader = options.reader();
        Maintenance maintenance = new Maintenance(tables, InstantSource.system());
        return List.of(options.records(session, options.topics)
                .writeStream()
                .queryName(query())
                .option("checkpointLocation", options.checkpointOf(query()))
                .trigger(options.triggerOf())
                .foreachBatch((VoidFunction2<Dataset<Row>, Long>) (kafka, id) -> write(kafka, id, reader, maintenance))
                .start());
    }

    private void write(Dataset<Row> kafka, long id, CuratedReader reader, Maintenance maintenance) {
        kafka.persist();
        try {
            Batch batch = Batch.of(query(), kafka, id);
            LOG.info("Query {} batch {} begins, up to {}", query(), id, batch.ends());
            for (String topic : batch.ends().keySet()) {
                Dataset<Row> records =
                        reader.readAsWritten(kafka.filter(col("topic").equalTo(topic)), topic);
                write(records.persist(), topic, batch);
                records.unpersist();
                maintain(new IcebergTable(kafka.sparkSession(), tables.name(topic)), topic, maintenance);
            }
        } finally {
            kafka.unpersist();
        }
    }

    private void maintain(IcebergTable table, String topic, Maintenance maintenance) {
        if (table.exists() && maintenance.isDue(table)) {
            beforeMaintenance(table, topic);
            maintenance.run(table);
        }
    }
}
