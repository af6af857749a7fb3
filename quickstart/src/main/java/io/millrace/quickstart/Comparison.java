// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import io.millrace.quickstart.Rows.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of one table differ from what they should be.
 *
 * @param lost rows that are missing
 * @param duplicated rows found again under the same key
 * @param different rows with another value in some column, and rows that should not be there
 * @param examples sentences about the first few
 */
record Comparison(int lost, int duplicated, int different, List<String> examples) {
    private static final int MAX_EXAMPLES = 5;

    Comparison {
        examples = List.copyOf(examples);
    }

    boolean isEqual() {
        return lost == 0 && duplicated == 0 && different == 0;
    }

    Comparison plus(Comparison other) {
        List<String> all = new ArrayList<>(examples);
        all.addAll(other.examples);
        return new Comparison(lost + other.lost, duplicated + other.duplicated, different + other.different, all);
    }

    static Comparison none() {
        return new Comparison(0, 0, 0, List.of());
    }

    static Comparison of(String table, List<Column> columns, Rows expected, Rows found) {
        return new Run(table, columns).compare(expected, found);
    }

    private static final class Run {
        private final String table;
        private final List<Column> columns;
        private final List<String> examples = new ArrayList<>();
        private int lost;
        private int duplicated;
        private int different;

        Run(String table, List<Column> columns) {
            this.table = table;
            this.columns = columns;
        }

        Comparison compare(Rows expected, Rows found) {
            Map<String, Row> wanted = new HashMap<>();
            expected.rows().forEach(row -> wanted.put(row.key(), row));
            Set<String> seen = new HashSet<>();
            for (Row row : found.rows()) {
                if (!seen.add(row.key())) {
                    duplicated++;
                    example(row, "is there more than once");
                } else {
                    compare(wanted.remove(row.key()), row);
                }
            }
            lost = wanted.size();
            wanted.values().stream().limit(MAX_EXAMPLES).forEach(row -> example(row, "is missing"));
            return new Comparison(lost, duplicated, different, examples);
        }

        private void compare(@Nullable Row expected, Row found) {
            if (expected == null) {
                different++;
                example(found, "should not be there");
                return;
            }
            for (int i = 0; i < columns.size(); i++) {
                if (!columns.get(i)
                        .same(expected.values().get(i), found.values().get(i))) {
                    different++;
                    example(
                            found,
                            "has " + columns.get(i).name() + " = "
                                    + found.values().get(i) + " (expected "
                                    + expected.values().get(i) + ")");
                    return;
                }
            }
        }

        private void example(Row row, String what) {
            if (examples.size() < MAX_EXAMPLES) {
                examples.add(table + " " + row.key() + " " + what);
            }
        }
    }
}
