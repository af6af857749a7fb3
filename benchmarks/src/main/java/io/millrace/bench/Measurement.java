// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The slices of one contender in one case. */
public record Measurement(String contender, List<Slice> slices) {
    public Measurement {
        slices = List.copyOf(slices);
        if (slices.isEmpty()) {
            throw new IllegalArgumentException("No slices of " + contender + ".");
        }
    }

    /** One stretch of uninterrupted work: processor time and allocated bytes per record. */
    public record Slice(double nanos, double bytes) {}

    double medianNanos() {
        return Spread.of(slices.stream().mapToDouble(Slice::nanos)).median();
    }

    double minNanos() {
        return Spread.of(slices.stream().mapToDouble(Slice::nanos)).min();
    }

    double medianBytes() {
        return Spread.of(slices.stream().mapToDouble(Slice::bytes)).median();
    }

    /** The slices of both, as if one JVM had measured them. */
    Measurement and(Measurement other) {
        List<Slice> all = new ArrayList<>(slices);
        all.addAll(other.slices);
        return new Measurement(contender, all);
    }

    /** One line for the JVM that asked: {@code millrace 121.5:400.0 120.9:400.0}. */
    String line() {
        StringBuilder line = new StringBuilder(contender);
        slices.forEach(slice -> line.append(' ').append(slice.nanos).append(':').append(slice.bytes));
        return line.toString();
    }

    static Measurement parse(String line) {
        String[] words = line.split(" ", -1);
        List<Slice> slices = new ArrayList<>();
        for (String word : Arrays.asList(words).subList(1, words.length)) {
            int colon = word.indexOf(':');
            slices.add(new Slice(
                    Double.parseDouble(word.substring(0, colon)), Double.parseDouble(word.substring(colon + 1))));
        }
        return new Measurement(words[0], slices);
    }

    /** Slowest last. */
    static Comparator<Measurement> bySpeed() {
        return Comparator.comparingDouble(Measurement::medianNanos);
    }
}
