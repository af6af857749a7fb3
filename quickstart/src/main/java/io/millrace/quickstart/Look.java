// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import io.millrace.testkit.servers.ConnectWorker.Connector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is known of the pipeline at one moment.
 *
 * @param records committed records by topic
 * @param perSecond records per second by topic
 * @param rows rows by table
 */
record Look(
        Map<String, Long> records,
        Map<String, Double> perSecond,
        Map<String, Long> rows,
        Latency deviceEvents,
        Latency shopRows,
        Workers workers) {
    /** The upper ends, in milliseconds, of all buckets but the last, which has none. */
    static final List<Integer> BUCKETS_MS = List.of(20, 50, 100, 200, 500, 1_000, 2_000, 5_000);

    /** The latencies of the last seconds, and how many of them are in each bucket. */
    record Latency(Latencies.Summary summary, List<Integer> buckets) {
        static Latency of(Latencies latencies) {
            return new Latency(latencies.summary(), latencies.buckets(BUCKETS_MS));
        }
    }

    /** What Kafka Connect tells of its connectors; {@code problem} if it does not answer. */
    record Workers(List<Connector> connectors, Optional<String> problem) {
        /** One sentence for each connector that failed. */
        List<String> failures() {
            return connectors.stream()
                    .filter(connector -> connector.status().isFailed())
                    .map(connector -> connector.name() + " failed: "
                            + firstLine(connector.status().failures()))
                    .toList();
        }

        private static String firstLine(String trace) {
            return trace.lines().findFirst().orElse("no reason given");
        }
    }

    /** How many came per second, between two looks. */
    static Map<String, Double> perSecond(Map<String, Long> before, Map<String, Long> now, double seconds) {
        Map<String, Double> rates = new TreeMap<>();
        now.forEach((name, count) -> rates.put(name, (count - before.getOrDefault(name, 0L)) / seconds));
        return rates;
    }
}
