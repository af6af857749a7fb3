// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Keeps an Iceberg table of each topic of row changes: the rows that the source table has now.
 *
 * <p>An older change never replaces a newer row, by {@code _seq}: restarts, and ranges of a topic that come again, end in the same
 * table. New columns and wider types show in the batch that has them first; bad records go to a table of their own.
 */
@Command(
        name = "CurrentState",
        mixinStandardHelpOptions = true,
        description = "Keeps an Iceberg table with the current rows of each topic of row changes.")
public final class CurrentState extends TableJob {
    @Option(
            names = "--deletes",
            defaultValue = "remove",
            paramLabel = "MODE",
            description = "What becomes of deleted rows: remove, or mark (they stay, with _record_deleted=true, and no"
                    + " older change can bring them back). Default: ${DEFAULT-VALUE}.")
    Deletes deletes = Deletes.REMOVE;

    @Option(
            names = "--truncates",
            defaultValue = "fail",
            paramLabel = "MODE",
            description =
                    "What is done when a source table is truncated: fail, ignore, or apply (older rows are deleted as"
                            + " --deletes says). Default: ${DEFAULT-VALUE}.")
    Truncates truncates = Truncates.FAIL;

    CurrentState() {}

    /** Runs the job; {@code --help} tells its options. */
    public static void main(String[] arguments) {
        System.exit(run(new CurrentState(), arguments));
    }

    @Override
    String query() {
        return "current-state";
    }

    @Override
    void write(Map<String, Dataset<Row>> records, Batch batch) {
        records.forEach((topic, ofTopic) -> {
            ChangeRecords parts = ChangeRecords.of(ofTopic);
            new Quarantine(tables).keep(parts.bad(), topic, batch);
            new CurrentTable(tables, topic, deletes, truncates).merge(parts, batch);
            ofTopic.unpersist();
        });
    }
}
