// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The outcome of a check; its JSON is the last line that the check prints.
 *
 * @param comparison of all that was compared
 * @param beside what that includes beside PostgreSQL
 */
record CheckReport(
        long deviceEvents,
        long pushedEvents,
        long rowChanges,
        Comparison comparison,
        List<Beside> beside,
        Latencies.Summary latency,
        double seconds) {
    CheckReport {
        beside = List.copyOf(beside);
    }

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
                beside.stream().map(each -> each.json() + ",").collect(Collectors.joining()),
                seconds);
    }

    /** JSON has no NaN: no latency is null. */
    private static String number(double ms) {
        return Double.isNaN(ms) ? "null" : String.format(Locale.ROOT, "%.0f", ms);
    }
}
