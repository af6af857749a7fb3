// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.ingest;

import java.util.Arrays;

/**
 * What became of a {@link LoadPlan}.
 *
 * @param events all that were sent, each of which was taken
 * @param eventsPerSecond once each connection had been answered for the first time
 * @param medianNanos from when a request was to be sent until its answer was here
 * @param p99Nanos the same, of the slowest in a hundred
 */
record LoadResult(long events, double eventsPerSecond, long medianNanos, long p99Nanos) {
    static LoadResult of(long events, double eventsPerSecond, long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new LoadResult(events, eventsPerSecond, at(sorted, 0.5), at(sorted, 0.99));
    }

    private static long at(long[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(share * sorted.length) - 1];
    }

    String line() {
        return events + " " + eventsPerSecond + " " + medianNanos + " " + p99Nanos;
    }

    static LoadResult parse(String line) {
        String[] words = line.split(" ", -1);
        return new LoadResult(
                Long.parseLong(words[0]),
                Double.parseDouble(words[1]),
                Long.parseLong(words[2]),
                Long.parseLong(words[3]));
    }
}
