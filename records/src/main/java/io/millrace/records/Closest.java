// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** What somebody who wrote a name wrong is likely to have meant. */
public final class Closest {
    private static final int MAX_TYPOS = 2;

    private Closest() {}

    /** The name that takes the fewest edits; of several, the first in order. Empty where there are no names. */
    public static Optional<String> of(String written, Collection<String> names) {
        return names.stream()
                .min(Comparator.comparingInt((String name) -> distance(written, name))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Whether one looks like the other with a letter or two wrong. */
    public static boolean isTypo(String written, String name) {
        return distance(written, name) <= MAX_TYPOS;
    }

    /** Levenshtein's edit distance. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int substituted = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j - 1], row[j]) + 1);
            }
        }
        return row[other.length()];
    }
}
