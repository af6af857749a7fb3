// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@code up} shows while it runs, as lines of text. */
final class LiveTable {
    private static final int WIDTH = 79;

    private LiveTable() {}

    /** The table, redrawn in place on a terminal. */
    static List<String> lines(Look look) {
        List<String> lines = new ArrayList<>();
        lines.add(line("%-30s %12s %12s", "topic", "records", "records/s"));
        look.records()
                .forEach((topic, records) -> lines.add(line(
                        "%-30s %,12d %,12.0f", topic, records, look.perSecond().getOrDefault(topic, 0.0))));
        lines.add("");
        lines.add(line("%-30s %12s", "PostgreSQL table", "rows"));
        look.rows().forEach((table, rows) -> lines.add(line("%-30s %,12d", table, rows)));
        lines.add("");
        lines.add(line("%-30s %12s %12s", "latency, last 10 s", "p50", "p99"));
        lines.add(latency("received event to visible row", look.deviceEvents().summary()));
        lines.add(latency("transaction to visible row", look.shopRows().summary()));
        List<String> complaints = complaints(look.workers());
        if (!complaints.isEmpty()) {
            lines.add("");
            lines.addAll(complaints);
        }
        return lines;
    }

    private static List<String> complaints(Look.Workers workers) {
        List<String> complaints = new ArrayList<>(workers.failures());
        workers.problem().ifPresent(complaints::add);
        return complaints.stream().map(LiveTable::shortened).toList();
    }

    /** A line that wraps would be counted as one when the table is redrawn. */
    private static String shortened(String text) {
        return text.length() <= WIDTH ? text : text.substring(0, WIDTH - 1) + "…";
    }

    /** The same on one line, for what is not a terminal. */
    static String line(Look look) {
        double records = look.perSecond().values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        long rows = look.rows().values().stream().mapToLong(Long::longValue).sum();
        String moving = line(
                "%,.0f records/s, %,d rows, device events p50 %s p99 %s, shop rows p50 %s p99 %s",
                records,
                rows,
                ms(look.deviceEvents().summary().p50Ms()),
                ms(look.deviceEvents().summary().p99Ms()),
                ms(look.shopRows().summary().p50Ms()),
                ms(look.shopRows().summary().p99Ms()));
        return String.join("; ", concat(moving, complaints(look.workers())));
    }

    private static List<String> concat(String first, List<String> others) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(others);
        return all;
    }

    private static String latency(String what, Latencies.Summary latency) {
        return line("%-30s %12s %12s", what, ms(latency.p50Ms()), ms(latency.p99Ms()));
    }

    private static String ms(double ms) {
        return Double.isNaN(ms) ? "-" : String.format(Locale.ROOT, "%,.0f ms", ms);
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values).stripTrailing();
    }
}
