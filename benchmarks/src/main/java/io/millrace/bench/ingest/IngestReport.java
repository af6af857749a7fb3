// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.bench.Report;
import io.millrace.bench.Spread;
import io.millrace.bench.ingest.IngestMeasurement.Turn;
import java.util.List;
import java.util.Locale;

/** Figures as Markdown, as it stands in RESULTS.md, and as JSON. */
final class IngestReport {
    private static final String HEAD = """
            | contender | events/s | x at-once | reply ms at half load, median | 99 % | worker µs/event | broker µs/event |
            |---|---|---|---|---|---|---|
            """;

    private final Report report;

    IngestReport(Report report) {
        this.report = report;
    }

    /** One case: medians with the least and the greatest. */
    String table(Case measured, List<IngestMeasurement> measurements) {
        StringBuilder table = new StringBuilder("### " + measured.text() + "\n\n" + HEAD);
        measurements.forEach(each -> table.append(row(each, atOnce(measurements))));
        return table.toString();
    }

    private static IngestMeasurement atOnce(List<IngestMeasurement> measurements) {
        return measurements.stream()
                .filter(each -> each.contender() == Contestant.AT_ONCE)
                .findFirst()
                .orElseThrow();
    }

    private static String row(IngestMeasurement each, IngestMeasurement atOnce) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.2f | %s | %s | %s | %s |%n",
                each.contender().text(),
                text(each.spread(Turn::eventsPerSecond), "%,.0f"),
                each.timesAsFastAs(atOnce),
                text(each.spread(Turn::medianMs), "%.1f"),
                text(each.spread(Turn::p99Ms), "%.1f"),
                text(each.spread(Turn::workerMicros), "%.1f"),
                text(each.spread(Turn::brokerMicros), "%.1f"));
    }

    private static String text(Spread spread, String format) {
        return String.format(
                Locale.ROOT, format + " (" + format + ".." + format + ")", spread.median(), spread.min(), spread.max());
    }

    void add(Case measured, List<IngestMeasurement> measurements) {
        for (IngestMeasurement each : measurements) {
            ObjectNode row = report.add(measured.text(), each.contender().text());
            Report.put(row, "eventsPerSecond", each.spread(Turn::eventsPerSecond), 0);
            Report.put(row, "medianReplyMs", each.spread(Turn::medianMs), 3);
            Report.put(row, "p99ReplyMs", each.spread(Turn::p99Ms), 3);
            Report.put(row, "workerMicrosPerEvent", each.spread(Turn::workerMicros), 3);
            Report.put(row, "brokerMicrosPerEvent", each.spread(Turn::brokerMicros), 3);
            row.put("timesAtOnce", Report.rounded(each.timesAsFastAs(atOnce(measurements)), 3));
            row.put("rounds", each.turns().size());
        }
    }

    /** What the worker held once it was warm, and in the end. */
    String heapTable(long beforeBytes, long afterBytes, long events) {
        report.add("heap", "worker")
                .put("events", events)
                .put("heldBytesBefore", beforeBytes)
                .put("heldBytesAfter", afterBytes);
        return String.format(
                Locale.ROOT,
                "### heap%n%n| of | events between | held before, MiB | held after, MiB |%n|---|---|---|---|%n"
                        + "| worker | %,d | %.1f | %.1f |%n",
                events,
                mebibytes(beforeBytes),
                mebibytes(afterBytes));
    }

    private static double mebibytes(long bytes) {
        return bytes / (double) (1 << 20);
    }
}
