// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import java.util.stream.DoubleStream;

/** Where measured values lie. */
public record Spread(double median, double min, double max) {
    public static Spread of(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("No values.");
        }
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }
}
