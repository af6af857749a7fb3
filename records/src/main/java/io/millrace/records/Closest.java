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

    /**
     * How many letters have to be put in, left out, replaced, or swapped with their neighbour (Damerau and Levenshtein's distance, in
     * which no letter is touched twice).
     */
    public static int distance(String one, String other) {
        int[][] rows = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                rows[i][j] = i == 0 || j == 0 ? i + j : step(rows, one, other, i, j);
            }
        }
        return rows[one.length()][other.length()];
    }

    private static int step(int[][] rows, String one, String other, int i, int j) {
        boolean isSame = one.charAt(i - 1) == other.charAt(j - 1);
        int least = Math.min(rows[i - 1][j - 1] + (isSame ? 0 : 1), Math.min(rows[i - 1][j], rows[i][j - 1]) + 1);
        boolean isSwapped =
                i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
        return isSwapped ? Math.min(least, rows[i - 2][j - 2] + 1) : least;
    }
}
