// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of jobs that write Iceberg tables. Filled by picocli. */
final class TableOptions {
    /** How a new table takes changes of rows: Iceberg's write modes. */
    enum WriteMode {
        MERGE_ON_READ("merge-on-read"),
        COPY_ON_WRITE("copy-on-write");

        private final String label;

        WriteMode(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }

        @Override
        public String toString() {
            return label;
        }
    }

    @Option(
            names = "--catalog",
            required = true,
            paramLabel = "NAME",
            description = "The Iceberg catalog, which spark-submit configures: --conf spark.sql.catalog.NAME….")
    String catalog = "";

    @Option(
            names = "--namespace",
            required = true,
            paramLabel = "NAME",
            description = "The namespace of the tables; made if there is none.")
    String namespace = "";

    @Option(
            names = "--table",
            paramLabel = "TOPIC=NAME",
            description =
                    "The table of a topic. Default: the last part of the topic's name. May be given several times.")
    Map<String, String> tables = new LinkedHashMap<>();

    @Option(
            names = "--partition",
            paramLabel = "TOPIC=EXPRESSIONS",
            description =
                    "How a topic's table is partitioned when it is made: days(placed_at), bucket(16, id), and so on."
                            + " Default: not at all. May be given several times.")
    Map<String, String> partitions = new LinkedHashMap<>();

    @Option(
            names = "--format-version",
            defaultValue = "2",
            paramLabel = "N",
            description = "The format of new tables: 2, or 3, which fewer readers know. Default: ${DEFAULT-VALUE}.")
    int formatVersion = 2;

    @Option(
            names = "--write-mode",
            defaultValue = "merge-on-read",
            paramLabel = "MODE",
            converter = WriteModes.class,
            description = "How new tables take changes of rows: merge-on-read (small commits, compaction needed) or"
                    + " copy-on-write (files are written anew, readers are faster). Default: ${DEFAULT-VALUE}.")
    WriteMode writeMode = WriteMode.MERGE_ON_READ;

    @Option(
            names = "--table-property",
            paramLabel = "KEY=VALUE",
            description =
                    "A further property of new tables. Tables that exist keep theirs. May be given several times.")
    Map<String, String> properties = new LinkedHashMap<>();

    @Option(
            names = "--quarantine",
            defaultValue = "quarantine",
            paramLabel = "NAME",
            description = "The table of records that cannot be used, with the reasons. Default: ${DEFAULT-VALUE}.")
    String quarantine = "quarantine";

    @Option(
            names = "--compact-every",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "Compacts data and delete files so often, between batches. Default: never.")
    @Nullable Duration compactEvery;

    @Option(
            names = "--expire-snapshots-after",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "Expires snapshots older than this, between batches: as often as tables are compacted, else"
                    + " hourly. Default: never.")
    @Nullable Duration expireAfter;

    @Option(
            names = "--remove-orphans-after",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "Removes files older than this that no snapshot has, when snapshots are expired. At least 1d."
                    + " Default: never.")
    @Nullable Duration orphansAfter;

    TableName name(String topic) {
        String last = topic.substring(topic.lastIndexOf('.') + 1);
        return new TableName(catalog, namespace, tables.getOrDefault(topic, last));
    }

    TableName quarantineName() {
        return new TableName(catalog, namespace, quarantine);
    }

    /** A sentence for each topic that would share its table. */
    List<String> problems(List<String> topics) {
        List<String> problems = new ArrayList<>();
        Map<TableName, String> owners = new LinkedHashMap<>();
        owners.put(quarantineName(), "the quarantine");
        for (String topic : topics) {
            String owner = owners.putIfAbsent(name(topic), topic);
            if (owner != null) {
                problems.add("Cannot write " + topic + ": its table, " + name(topic) + ", is that of " + owner
                        + ". Choose another by --table " + topic + "=NAME.");
            }
        }
        return problems;
    }

    /** The properties of a new table whose rows change. */
    Map<String, String> propertiesOfNew() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("format-version", Integer.toString(formatVersion));
        for (String change : List.of("merge", "update", "delete")) {
            all.put("write." + change + ".mode", writeMode.label());
        }
        all.put("write.metadata.delete-after-commit.enabled", "true");
        all.put("write.metadata.previous-versions-max", "100");
        all.putAll(properties);
        return all;
    }
}
