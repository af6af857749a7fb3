// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static org.apache.spark.sql.functions.col;

import io.millrace.spark.curated.CuratedReader;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Mixin;

/** A job that keeps Iceberg tables, from records as they were written. */
abstract class TableJob extends Job {
    private static final Logger LOG = LoggerFactory.getLogger(TableJob.class);

    @Mixin
    TableOptions tables = new TableOptions();

    /** The name of the query, and of the job in snapshots. */
    abstract String query();

    /** Writes a batch: its records by topic, as {@link CuratedReader} reads them. */
    abstract void write(Map<String, Dataset<Row>> records, Batch batch);

    /** Tables that the job keeps beside those of its topics. */
    List<TableName> others() {
        return List.of(tables.quarantineName());
    }

    /** Keeps a table small, between batches; {@code topic} is what it is for. */
    void maintain(IcebergTable table, String topic, Maintenance maintenance) {
        maintenance.run(table);
    }

    @Override
    List<String> problems() {
        return tables.problems(options.topics);
    }

    @Override
    List<StreamingQuery> start(SparkSession session) throws TimeoutException {
        CuratedReader reader = options.reader();
        Maintenance maintenance = new Maintenance(tables, InstantSource.system());
        return List.of(options.records(session, options.topics)
                .writeStream()
                .queryName(query())
                .option("checkpointLocation", options.checkpointOf(query()))
                .trigger(options.triggerOf())
                .foreachBatch((VoidFunction2<Dataset<Row>, Long>) (kafka, id) -> {
                    write(kafka, id, reader);
                    maintain(kafka.sparkSession(), maintenance);
                })
                .start());
    }

    private void write(Dataset<Row> kafka, long id, CuratedReader reader) {
        Map<String, Dataset<Row>> records = new LinkedHashMap<>();
        kafka.persist();
        try {
            Batch batch = Batch.of(query(), kafka, id);
            LOG.info("Query {} batch {} begins, up to {}", query(), id, batch.ends());
            for (String topic : batch.ends().keySet()) {
                Dataset<Row> ofTopic = kafka.filter(col("topic").equalTo(topic));
                records.put(topic, reader.readAsWritten(ofTopic, topic).persist());
            }
            write(records, batch);
        } finally {
            records.values().forEach(Dataset::unpersist);
            kafka.unpersist();
        }
    }

    private void maintain(SparkSession session, Maintenance maintenance) {
        if (!maintenance.isWished()) {
            return;
        }
        for (String topic : options.topics) {
            IcebergTable table = new IcebergTable(session, tables.name(topic));
            if (table.exists() && maintenance.isDue(table)) {
                maintain(table, topic, maintenance);
            }
        }
        for (TableName name : others()) {
            IcebergTable table = new IcebergTable(session, name);
            if (table.exists() && maintenance.isDue(table)) {
                maintenance.run(table);
            }
        }
    }
}
