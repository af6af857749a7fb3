// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * How many blocks a table remembers, by their tokens. A block that is written again is dropped while it is among them: a
 * table that remembers few, or none, would have rows twice.
 */
final class DeduplicationWindow {
    /** The setting of tables that are not replicated. */
    static final String OF_ONE = "non_replicated_deduplication_window";
    /** What new tables get. */
    static final int BLOCKS = 10_000;

    private static final String OF_REPLICAS = "replicated_deduplication_window";
    private static final int LEAST = 100;

    private DeduplicationWindow() {}

    /** A {@link ConnectException} if the table remembers too little. */
    static void require(ExistingTable table, Session session) {
        String engine = table.engine();
        boolean isReplicated = engine.startsWith("Replicated") || engine.startsWith("Shared");
        if (!engine.contains("MergeTree")) {
            throw new ConnectException("Cannot write to table " + table.name() + " exactly once: found engine " + engine
                    + " (expected one of the MergeTree family, which knows blocks that it was sent before). Choose"
                    + " another 'delivery.mode', or write to a MergeTree.");
        }
        String setting = isReplicated ? OF_REPLICAS : OF_ONE;
        long window = window(table, session, setting);
        if (window < LEAST) {
            throw new ConnectException("Cannot write to table " + table.name() + " exactly once: found " + setting + " "
                    + window + " (expected " + LEAST
                    + " or more: so many blocks are known when they are sent again). Run:"
                    + " ALTER TABLE " + Sql.name(table.name()) + " MODIFY SETTING " + setting + " = " + BLOCKS + ";");
        }
    }

    private static long window(ExistingTable table, Session session, String setting) {
        Matcher own = Pattern.compile("(?<![a-z_])" + setting + " = (\\d+)").matcher(table.engine());
        String found = own.find()
                ? own.group(1)
                : session.rows(
                                "look up settings",
                                null,
                                "SELECT value FROM system.merge_tree_settings WHERE name = " + Sql.text(setting))
                        .get(0)
                        .get(0);
        return Long.parseLong(found);
    }
}
