// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

import java.util.Collection;
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
    public UnknownKeys {
        known = Set.copyOf(known);
        prefixes = Set.copyOf(prefixes);
    }

    /** Each such key of {@code given}, and what to say about it. */
    public Map<String, String> in(Collection<String> given) {
        Map<String, String> problems = new TreeMap<>();
        for (String key : given) {
            String closest = Closest.of(key, known).orElse("");
            boolean isOurs = prefixes.stream().anyMatch(key::startsWith) || Closest.isTypo(key, closest);
            if (!known.contains(key) && isOurs) {
                problems.put(key, "Unknown configuration " + key + ". Did you mean " + closest + "?");
            }
        }
        return problems;
    }
}
