// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import io.millrace.spark.curated.Curated;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table of records that cannot be used: where they are in Kafka, their bytes, and why. A record is in it once, however often
 * it comes.
 */
final class Quarantine {
    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);
    private static final String VIEW = "millrace_bad_records";
    private static final StructType COLUMNS = StructType.fromDDL("topic STRING COMMENT 'Where the record is in Kafka',"
            + " partition INT, offset BIGINT, timestamp TIMESTAMP COMMENT 'The record\\'s own',"
            + " raw_key BINARY COMMENT 'The bytes as they are in Kafka', raw_value BINARY,"
            + " error STRING COMMENT 'Why it cannot be used, and what to do'");

    private final TableOptions tables;

    Quarantine(TableOptions tables) {
        this.tables = tables;
    }

    /** Keeps {@code bad}, as {@link Curated#quarantine} gives records. */
    void keep(Dataset<Row> bad, String topic, Batch batch) {
        long count = bad.count();
        if (count == 0) {
            return;
        }
        IcebergTable table = new IcebergTable(bad.sparkSession(), tables.quarantineName());
        if (!table.exists()) {
            table.create(COLUMNS, null, Map.of("format-version", Integer.toString(tables.formatVersion)));
        }
        table.refresh();
        bad.createOrReplaceTempView(VIEW);
        table.commit(
                "MERGE INTO " + table.sql() + " AS t USING " + VIEW + " AS s ON t.topic = s.topic"
                        + " AND t.partition = s.partition AND t.offset = s.offset AND t.timestamp = s.timestamp"
                        + " WHEN NOT MATCHED THEN INSERT *",
                batch.properties(topic));
        LOG.warn("{} records of {} cannot be used; they are in {}, with the reasons", count, topic, table.name());
    }
}
