// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Whether an existing table keeps the rows that it is given. A ReplacingMergeTree drops all but the latest of the rows that
 * are equal in its sorting key: one that is sorted by anything but the record's key would destroy rows in silence.
 */
final class EngineCheck {
    private static final Pattern ENGINE = Pattern.compile("([A-Za-z]+)(?:\\((.*?)\\))?(?: .*)?", Pattern.DOTALL);
    private static final Set<String> REPLACING =
            Set.of("ReplacingMergeTree", "ReplicatedReplacingMergeTree", "SharedReplacingMergeTree");
    private static final Set<String> COLLAPSING =
            Set.of("Collapsing", "Aggregating", "Summing", "Coalescing", "Graphite");

    private final ExistingTable table;

    EngineCheck(ExistingTable table) {
        this.table = table;
    }

    /**
     * A {@link ConnectException} if rows would be lost, or versions not be heeded.
     *
     * @param version null where every record is a new row
     */
    void require(@Nullable VersionColumns version, List<String> key) {
        Matcher engine = ENGINE.matcher(table.engine());
        String name = engine.matches() ? engine.group(1) : table.engine();
        if (version == null) {
            requireKeeping(name);
        } else if (!name.equals("Distributed")) { // which has the engine of another table
            requireReplacing(version, name, arguments(engine));
            if (!key.isEmpty()) { // which a truncate does not have
                requireSortedBy(key);
            }
        }
    }

    private void requireKeeping(String engine) {
        if (REPLACING.contains(engine) || COLLAPSING.stream().anyMatch(engine::contains)) {
            throw new ConnectException(
                    "Cannot append to table " + table.name() + ": found engine " + engine
                            + ", which merges rows into fewer (expected one that keeps every row, such as MergeTree). Choose"
                            + " delivery.mode replay_safe, or write to another table and fill this one by a materialized view.");
        }
    }

    private void requireReplacing(VersionColumns version, String engine, List<String> arguments) {
        List<String> expected = List.of(version.version(), version.deleted());
        boolean fits = REPLACING.contains(engine)
                && arguments.size() >= 2
                && arguments.subList(arguments.size() - 2, arguments.size()).equals(expected);
        if (!fits) {
            throw new ConnectException("Cannot write versions to table " + table.name() + ": found engine "
                    + table.engine().split(" (PARTITION|ORDER|PRIMARY|SETTINGS|TTL) ", 2)[0]
                    + " (expected ReplacingMergeTree("
                    + String.join(", ", expected)
                    + ")). Make the table anew with that engine, correct 'version.column' and 'deleted.column', or choose"
                    + " delivery.mode at_least_once.");
        }
        requireType(version.version(), version.type());
        requireType(version.deleted(), VersionColumns.DELETED_TYPE);
    }

    private void requireType(String column, String type) {
        ExistingTable.Column found = table.columns().get(column);
        String display = found == null ? "no such column" : found.type().display();
        if (!display.equals(type)) {
            throw new ConnectException("Cannot write versions to table " + table.name() + ": found " + display
                    + " for column " + column + " (expected " + type + "). Make the table anew, or correct"
                    + " 'order.field': with it versions are " + Versions.ORDER_KEY_TYPE + ", without it "
                    + Versions.POSITION_TYPE + ".");
        }
    }

    private void requireSortedBy(List<String> key) {
        Set<String> sorted = new HashSet<>(names(bare(table.sortingKey())));
        if (!sorted.equals(Set.copyOf(key))) {
            throw new ConnectException("Cannot write to table " + table.name() + ": found sorting key ("
                    + bare(table.sortingKey()) + ") (expected one of the key columns " + key
                    + ", all of them and nothing else: rows that are equal in it replace each other). Make the table anew"
                    + " with ORDER BY ("
                    + String.join(", ", key.stream().map(Sql::name).toList())
                    + "), or correct 'key.mode' and 'key.fields'.");
        }
    }

    private static List<String> arguments(Matcher engine) {
        return engine.matches() && engine.group(2) != null ? names(engine.group(2)) : List.of();
    }

    /** Servers show it with the parentheses that it was written with, or without. */
    private static String bare(String key) {
        return key.startsWith("(") && key.endsWith(")") ? key.substring(1, key.length() - 1) : key;
    }

    /** Names in a list as SQL writes it; those of expressions are no names. */
    private static List<String> names(String list) {
        List<String> names = new ArrayList<>();
        Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .forEach(each -> {
                    boolean quoted = each.length() > 1 && each.startsWith("`") && each.endsWith("`");
                    names.add(
                            quoted
                                    ? each.substring(1, each.length() - 1)
                                            .replace("\\`", "`")
                                            .replace("\\\\", "\\")
                                    : each);
                });
        return names;
    }
}
