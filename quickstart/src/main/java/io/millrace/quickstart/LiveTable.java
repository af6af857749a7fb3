// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What {@code up} shows while it runs, as lines of text. */
final class LiveTable {
    private LiveTable() {}

    /**
     * What is known at one moment.
     *
     * @param records committed records by topic
     * @param perSecond records per second by topic
     * @param rows rows by table
     */
    record Look(
            Map<String, Long> records,
            Map<String, Double> perSecond,
            Map<String, Long> rows,
            Latencies.Summary deviceEvents,
            Latencies.Summary shopRows) {}

    /** How many records came per second, between two looks. */
    static Map<String, Double> perSecond(Map<String, Long> before, Map<String, Long> now, double seconds) {
        Map<String, Double> rates = new TreeMap<>();
        now.forEach((topic, count) -> rates.put(topic, (count - before.getOrDefault(topic, 0L)) / seconds));
        return rates;
    }

    /** The table, redrawn in place on a terminal. */
    static List<String> lines(Look look) {
        List<String> lines = new ArrayList<>();
        lines.add(line("%-30s %12s %12s", "topic", "records", "records/s"));
        look.records.forEach((topic, records) ->
                lines.add(line("%-30s %,12d %,12.0f", topic, records, look.perSecond.getOrDefault(topic, 0.0))));
        lines.add("");
        lines.add(line("%-30s %12s", "PostgreSQL table", "rows"));
        look.rows.forEach((table, rows) -> lines.add(line("%-30s %,12d", table, rows)));
        lines.add("");
        lines.add(line("%-30s %12s %12s", "latency, last 10 s", "p50", "p99"));
        lines.add(latency("received event to visible row", look.deviceEvents));
        lines.add(latency("transaction to visible row", look.shopRows));
        return lines;
    }

    /** The same on one line, for what is not a terminal. */
    static String line(Look look) {
        double records = look.perSecond.values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        long rows = look.rows.values().stream().mapToLong(Long::longValue).sum();
        return line(
                "%,.0f records/s, %,d rows, device events p50 %s p99 %s, shop rows p50 %s p99 %s",
                records,
                rows,
                ms(look.deviceEvents.p50Ms()),
                ms(look.deviceEvents.p99Ms()),
                ms(look.shopRows.p50Ms()),
                ms(look.shopRows.p99Ms()));
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
