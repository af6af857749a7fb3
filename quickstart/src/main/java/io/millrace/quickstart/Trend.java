// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * How one of the {@link Vitals} went: the median of the first third of its samples, after which a worker has settled, and of
 * the last.
 *
 * @param samples how many there are
 * @param allowed by how much it may have grown
 */
record Trend(String name, int samples, long first, long last, long allowed) {
    /** Fewer samples tell nothing. */
    private static final int LEAST = 6;

    static Trend of(String name, List<Vitals> samples, ToLongFunction<Vitals> value, long allowed) {
        if (samples.isEmpty()) {
            return new Trend(name, 0, 0, 0, allowed);
        }
        int third = Math.max(1, samples.size() / 3);
        return new Trend(
                name,
                samples.size(),
                median(samples.subList(0, third), value),
                median(samples.subList(samples.size() - third, samples.size()), value),
                allowed);
    }

    private static long median(List<Vitals> samples, ToLongFunction<Vitals> value) {
        return samples.stream()
                .mapToLong(value)
                .sorted()
                .skip(samples.size() / 2)
                .findFirst()
                .orElse(0);
    }

    boolean hasGrown() {
        return samples >= LEAST && last - first > allowed;
    }

    /** A row of a Markdown table. */
    String row() {
        String verdict = samples < LEAST ? "too few samples" : hasGrown() ? "**grown**" : "flat";
        return String.format(Locale.ROOT, "| %s | %d | %d | %d | %s |", name, first, last, allowed, verdict);
    }
}
