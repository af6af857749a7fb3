// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** What a misspelt name may have meant. */
final class Suggestion {
    private Suggestion() {}

    /** {@code " Did you mean X?"}, or nothing where no name is close. */
    static String sentence(String wrong, Collection<String> names) {
        return closest(wrong, names).map(name -> " Did you mean " + name + "?").orElse("");
    }

    /** Names of classes are compared without their packages. */
    static Optional<String> closest(String wrong, Collection<String> names) {
        String simple = simple(wrong);
        int allowed = Math.max(2, simple.length() / 3);
        return names.stream()
                .filter(name -> distance(simple, simple(name)) <= allowed)
                .min(Comparator.<String>comparingInt(name -> distance(simple, simple(name)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static String simple(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** Levenshtein's. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
