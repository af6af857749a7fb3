// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds configuration keys that look like a plugin's own and are not: a typing error would otherwise silently leave the
 * default in force. Keys that Connect gives a meaning ({@code errors.tolerance}, {@code transforms.mask.type}) pass.
 *
 * @param known the plugin's keys
 * @param prefixes what only its keys begin with, {@code batch.} for example
 */
public record UnknownKeys(Set<String> known, Set<String> prefixes) {
    private static final int MAX_TYPOS = 2;

    public UnknownKeys {
        known = Set.copyOf(known);
        prefixes = Set.copyOf(prefixes);
    }

    /** Each such key of {@code given}, and what to say about it. */
    public Map<String, String> in(Collection<String> given) {
        Map<String, String> problems = new TreeMap<>();
        for (String key : given) {
            String closest = known.stream()
                    .min(Comparator.comparingInt((String name) -> distance(key, name))
                            .thenComparing(Comparator.naturalOrder()))
                    .orElse("");
            boolean isOurs = prefixes.stream().anyMatch(key::startsWith) || distance(key, closest) <= MAX_TYPOS;
            if (!known.contains(key) && isOurs) {
                problems.put(key, "Unknown configuration " + key + ". Did you mean " + closest + "?");
            }
        }
        return problems;
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
