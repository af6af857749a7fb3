// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.describe;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What somebody may have meant. */
final class Spelling {
    private static final int MOST = 3;

    private Spelling() {}

    /** The names most like {@code written}, at most three: a few letters other, or with it inside. */
    static List<String> nearest(String written, Collection<String> names) {
        String small = lower(written.substring(written.lastIndexOf('.') + 1));
        int typos = Math.max(2, small.length() / 4);
        return names.stream()
                .distinct()
                .filter(name -> distance(small, lower(name)) <= typos
                        || (small.length() > 2 && lower(name).contains(small)))
                .sorted(Comparator.comparingInt((String name) -> distance(small, lower(name)))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST)
                .toList();
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Levenshtein's edit distance. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int column = 0; column < row.length; column++) {
            row[column] = column;
        }
        for (int line = 1; line <= one.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column < row.length; column++) {
                int replaced = diagonal + (one.charAt(line - 1) == other.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(replaced, Math.min(row[column - 1], row[column]) + 1);
            }
        }
        return row[other.length()];
    }
}
