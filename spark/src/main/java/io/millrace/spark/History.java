// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import io.millrace.spark.curated.Curated;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;

/**
 * Appends the records of each topic to an Iceberg table: all changes there were, each record once.
 *
 * <p>How far a table is stands in its snapshots, committed with the rows: records that come again, of a batch that is done again or
 * of a job with a new checkpoint, are left out. New columns and wider types show in the batch that has them first; bad records go
 * to a table of their own.
 */
@Command(
        name = "History",
        mixinStandardHelpOptions = true,
        description = "Appends the records of each topic to an Iceberg table, each once.")
public final class History extends TableJob {
    History() {}

    /** Runs the job; {@code --help} tells its options. */
    public static void main(String[] arguments) {
        System.exit(run(new History(), arguments));
    }

    @Override
    String query() {
        return "history";
    }

    @Override
    void write(Map<String, Dataset<Row>> records, Batch batch) {
        records.forEach((topic, ofTopic) -> {
            new Quarantine(tables).keep(Curated.quarantine(ofTopic), topic, batch);
            new HistoryTable(tables, topic).append(ofTopic, batch);
            ofTopic.unpersist();
        });
    }

    /** Expired snapshots take along how far the table is. */
    @Override
    void maintain(IcebergTable table, String topic, Maintenance maintenance) {
        new AppendedOffsets(table, topic).keep();
        super.maintain(table, topic, maintenance);
    }
}
