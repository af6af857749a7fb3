// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.Choices;
import io.millrace.records.ConfigChecks;
import io.millrace.records.OptionGroup;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** What tables look like that the sink makes. All of these can be said for some tables alone. */
final class DesignOptions {
    static final String FILLFACTOR = "create.fillfactor";
    static final String UNLOGGED = "create.unlogged";
    static final String PARTITION_BY = "create.partition.by";
    static final String INDEXES = "create.indexes";
    static final String HYPERTABLE_COLUMN = "create.hypertable.column";
    static final String HYPERTABLE_INTERVAL = "create.hypertable.interval";
    static final String CURRENT_VIEW = "current.view.format";

    private static final Pattern PARTITIONING =
            Pattern.compile("(range|list|hash)\\s*\\(\\s*[^()]+?\\s*\\)(\\s+\\d+)?");
    private static final Pattern INTERVAL = Pattern.compile("\\d+ (minute|hour|day|week|month|year)s?");

    private static final int MIN_FILLFACTOR = 10; // PostgreSQL's

    private final AbstractConfig config;

    DesignOptions(AbstractConfig config) {
        this.config = config;
    }

    static void define(ConfigDef def) {
        OptionGroup group = new OptionGroup(def, "New tables");
        defineStorage(group);
        defineHypertable(group);
    }

    private static void defineStorage(OptionGroup group) {
        group.number(
                        FILLFACTOR,
                        0,
                        ConfigChecks.between(0, 100, 0),
                        "Fill factor",
                        "Percent of a page that is filled at first, 10 to 100; room left lets updates stay on their page."
                                + " 0 for the server's default, 100.")
                .flag(
                        UNLOGGED,
                        "false",
                        "Unlogged",
                        "Whether tables are unlogged: faster, but emptied by a crash of the server, while the sink's"
                                + " offsets are not. For tables that can be loaded again.")
                .text(
                        PARTITION_BY,
                        "",
                        Choices.text(
                                DesignOptions::requirePartitioning, "range(column), list(column) or hash(column) n"),
                        "Partitioning",
                        "range(occurred_at) or list(region): a table partitioned by the column, with a default partition"
                                + " beside which you make others. hash(id) 8: eight partitions. The column must be part of"
                                + " the key. Empty for none.")
                .text(
                        INDEXES,
                        "",
                        null,
                        "Indexes",
                        "Further indexes, separated by semicolons: device_id, occurred_at desc; type. A column that a"
                                + " table does not have leaves that index out there.")
                .text(
                        CURRENT_VIEW,
                        "",
                        Choices.text(DesignOptions::requireView, "name with ${table}, or empty"),
                        "View of current rows",
                        "A view of each table without columns that begin with an underscore and without rows marked as"
                                + " deleted or ended, for example ${table}_current. Empty for none.");
    }

    private static void defineHypertable(OptionGroup group) {
        group.text(
                        HYPERTABLE_COLUMN,
                        "",
                        null,
                        "Hypertable column",
                        "Time column by which a table becomes a TimescaleDB hypertable, where the extension is there; else"
                                + " the table stays plain and a warning is logged. It must be part of the key, if there is"
                                + " one. Empty for none.")
                .text(
                        HYPERTABLE_INTERVAL,
                        "7 days",
                        Choices.text(DesignOptions::requireInterval, "number and unit"),
                        "Hypertable chunk",
                        "Length of a hypertable's chunks: 12 hours, 7 days.");
    }

    private static void requirePartitioning(String key, String value) {
        boolean fits = value.isEmpty() || PARTITIONING.matcher(value).matches();
        if (!fits
                || value.startsWith("hash")
                        != (!value.isEmpty() && Character.isDigit(value.charAt(value.length() - 1)))) {
            throw ConfigChecks.refusal(
                    key, value, "expected range(column), list(column) or hash(column) and a number", "none");
        }
    }

    private static void requireView(String key, String value) {
        if (!value.isEmpty() && !value.contains("${table}")) {
            throw new ConfigException(key, value, "expected a name with ${table}. Omit it for the default, none.");
        }
    }

    private static void requireInterval(String key, String value) {
        if (!INTERVAL.matcher(value).matches()) {
            throw ConfigChecks.refusal(key, value, "expected a number and a unit such as hours or days", "7 days");
        }
    }

    /** What is wrong between settings that are right by themselves: the key to change, and why. */
    Map<String, String> problems() {
        Map<String, String> problems = new LinkedHashMap<>();
        int fillfactor = config.getInt(FILLFACTOR);
        if (fillfactor > 0 && fillfactor < MIN_FILLFACTOR) {
            problems.put(
                    FILLFACTOR,
                    "Invalid value " + fillfactor
                            + " for configuration create.fillfactor: expected 10 to 100, or 0. Omit"
                            + " it for the default, 0.");
        }
        String partitioning = config.getString(PARTITION_BY);
        if (!partitioning.isEmpty() && !config.getString(HYPERTABLE_COLUMN).isEmpty()) {
            problems.put(
                    PARTITION_BY,
                    "Invalid value " + partitioning + " for configuration create.partition.by: expected none, because"
                            + " create.hypertable.column is set: TimescaleDB partitions the table itself.");
        }
        if (!partitioning.isEmpty() && config.getBoolean(UNLOGGED)) {
            problems.put(
                    UNLOGGED,
                    "Invalid value true for configuration create.unlogged: expected false, because create.partition.by is"
                            + " set: PostgreSQL has no unlogged partitioned tables.");
        }
        return problems;
    }

    TableDesign design() {
        List<String> indexes = Arrays.stream(config.getString(INDEXES).split(";"))
                .map(String::strip)
                .filter(index -> !index.isEmpty())
                .toList();
        return new TableDesign(
                config.getInt(FILLFACTOR),
                config.getBoolean(UNLOGGED),
                config.getString(PARTITION_BY),
                indexes,
                config.getString(HYPERTABLE_COLUMN),
                config.getString(HYPERTABLE_INTERVAL),
                config.getString(CURRENT_VIEW));
    }
}
