// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import java.util.Locale;
import java.util.Optional;

/** The outcome of a check; its JSON is the last line that the check prints. */
record CheckReport(
        long deviceEvents,
        long pushedEvents,
        long rowChanges,
        Comparison comparison,
        Optional<SparkCheck.Found> spark,
        Latencies.Summary latency,
        double seconds) {
    boolean passed() {
        return comparison.isEqual();
    }

    String json() {
        return String.format(
                Locale.ROOT,
                "{\"deviceEvents\":%d,\"pushedEvents\":%d,\"rowChanges\":%d,\"lost\":%d,\"duplicated\":%d,\"different\":%d,"
                        + "\"latencyMs\":{\"p50\":%s,\"p99\":%s},%s\"seconds\":%.1f}",
                deviceEvents,
                pushedEvents,
                rowChanges,
                comparison.lost(),
                comparison.duplicated(),
                comparison.different(),
                number(latency.p50Ms()),
                number(latency.p99Ms()),
                spark.map(CheckReport::json).orElse(""),
                seconds);
    }

    private static String json(SparkCheck.Found found) {
        return "\"spark\":{\"windows\":%d,\"lakeRows\":%d},".formatted(found.windows(), found.lakeRows());
    }

    /** JSON has no NaN: no latency is null. */
    private static String number(double ms) {
        return Double.isNaN(ms) ? "null" : String.format(Locale.ROOT, "%.0f", ms);
    }
}
