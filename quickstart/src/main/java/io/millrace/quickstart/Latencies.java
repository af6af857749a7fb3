// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

/** Latencies in milliseconds, with the moment each was seen; thread-safe. */
final class Latencies {
    private record Sample(long seenNanos, double ms) {}

    /** {@code count} latencies; the percentiles are by nearest rank, NaN when there are none. */
    record Summary(int count, double p50Ms, double p99Ms, double maxMs) {}

    private final LongSupplier nanoClock;
    private final long keptNanos;
    private final Deque<Sample> samples = new ArrayDeque<>();

    private Latencies(LongSupplier nanoClock, long keptNanos) {
        this.nanoClock = nanoClock;
        this.keptNanos = keptNanos;
    }

    /** Keeps every latency. */
    static Latencies all() {
        return new Latencies(() -> 0, 1);
    }

    /** Keeps the latencies seen during the last {@code keptNanos}. */
    static Latencies lately(LongSupplier nanoClock, long keptNanos) {
        return new Latencies(nanoClock, keptNanos);
    }

    synchronized void add(double ms) {
        samples.add(new Sample(nanoClock.getAsLong(), ms));
    }

    synchronized Summary summary() {
        return summary(values());
    }

    /** How many are at most each of these, and more than the one before; at the end, how many are more than all. */
    List<Integer> buckets(List<Integer> upperMs) {
        Integer[] counts = new Integer[upperMs.size() + 1];
        Arrays.fill(counts, 0);
        for (double ms : values()) {
            int bucket = 0;
            while (bucket < upperMs.size() && ms > upperMs.get(bucket)) {
                bucket++;
            }
            counts[bucket]++;
        }
        return List.of(counts);
    }

    /** The summary of several collections taken together. */
    static Summary summary(List<Latencies> parts) {
        List<double[]> values = new ArrayList<>();
        parts.forEach(part -> values.add(part.values()));
        return summary(values.stream().flatMapToDouble(Arrays::stream).toArray());
    }

    private synchronized double[] values() {
        long oldest = nanoClock.getAsLong() - keptNanos;
        samples.removeIf(sample -> sample.seenNanos - oldest < 0);
        return samples.stream().mapToDouble(Sample::ms).toArray();
    }

    private static Summary summary(double[] values) {
        Arrays.sort(values);
        if (values.length == 0) {
            return new Summary(0, Double.NaN, Double.NaN, Double.NaN);
        }
        return new Summary(values.length, rank(values, 0.50), rank(values, 0.99), values[values.length - 1]);
    }

    /** The smallest value that at least {@code share} of all values do not exceed. */
    private static double rank(double[] sorted, double share) {
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
