// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.postgres;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.bench.Report;
import io.millrace.bench.Spread;
import io.millrace.bench.sink.SinkMeasurement;
import io.millrace.bench.sink.SinkMeasurement.Content;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Figures of sinks as Markdown, as it stands in RESULTS.md, and as JSON. */
final class SinkReport {
    private static final String HEAD = """
            | contender | rows/s | client µs/row | server µs/row | of the limit | x debezium-default |
            |---|---|---|---|---|---|
            """;

    private final Report report;

    SinkReport(Report report) {
        this.report = report;
    }

    /** One case: fastest first, medians with the least and the greatest, and ratios. */
    String table(Case measured, List<SinkMeasurement> measurements) {
        StringBuilder table = new StringBuilder("### " + measured.text() + "\n\n" + HEAD);
        Optional<SinkMeasurement> limit = find(measurements, Contestant.limit(measured.work()));
        Optional<SinkMeasurement> peer = find(measurements, Contestant.DEBEZIUM_DEFAULT);
        measurements.stream()
                .sorted((one, other) -> Double.compare(
                        other.rowsPerSecond().median(), one.rowsPerSecond().median()))
                .forEach(each -> table.append(row(each, limit, peer)));
        return table.toString();
    }

    private static Optional<SinkMeasurement> find(List<SinkMeasurement> measurements, Contestant contestant) {
        return measurements.stream()
                .filter(each -> each.contender().equals(contestant.text()))
                .findFirst();
    }

    private static String row(SinkMeasurement each, Optional<SinkMeasurement> limit, Optional<SinkMeasurement> peer) {
        Spread rows = each.rowsPerSecond();
        return String.format(
                Locale.ROOT,
                "| %s%s | %,.0f (%,.0f..%,.0f) | %s | %s | %s | %s |%n",
                each.contender(),
                each.content() == Content.DIFFERS ? ", differs" : "",
                rows.median(),
                rows.min(),
                rows.max(),
                text(each.clientMicros()),
                text(each.serverMicros()),
                limit.map(other -> String.format(Locale.ROOT, "%.0f %%", 100 * each.timesAsFastAs(other)))
                        .orElse("-"),
                peer.map(other -> String.format(Locale.ROOT, "%.2f", each.timesAsFastAs(other)))
                        .orElse("-"));
    }

    private static String text(Spread micros) {
        return String.format(Locale.ROOT, "%.2f (%.2f..%.2f)", micros.median(), micros.min(), micros.max());
    }

    void add(Case measured, List<SinkMeasurement> measurements) {
        Optional<SinkMeasurement> limit = find(measurements, Contestant.limit(measured.work()));
        Optional<SinkMeasurement> peer = find(measurements, Contestant.DEBEZIUM_DEFAULT);
        for (SinkMeasurement each : measurements) {
            ObjectNode row = report.add(measured.text(), each.contender());
            Report.put(row, "rowsPerSecond", each.rowsPerSecond(), 0);
            Report.put(row, "clientMicrosPerRow", each.clientMicros(), 3);
            Report.put(row, "serverMicrosPerRow", each.serverMicros(), 3);
            Report.put(row, "clientBytesPerRow", each.clientBytes(), 0);
            limit.ifPresent(other -> row.put("percentOfLimit", Report.rounded(100 * each.timesAsFastAs(other), 1)));
            peer.ifPresent(other -> row.put("timesDebeziumDefault", Report.rounded(each.timesAsFastAs(other), 3)));
            row.put("content", each.content().name().toLowerCase(Locale.ROOT));
            row.put("rounds", each.turns().size());
        }
    }

    String memoryTable(String name, String bound, long boundBytes, long offeredBytes, long heldBytes) {
        report.add(name, Contestant.MILLRACE.text())
                .put("bound", bound)
                .put("boundBytes", boundBytes)
                .put("offeredBytes", offeredBytes)
                .put("heldBytes", heldBytes);
        return String.format(
                Locale.ROOT,
                "### %s%n%n| contender | bound | offered MiB | held at most, MiB |%n|---|---|---|---|%n"
                        + "| millrace | %s = %.0f MiB | %.0f | %.1f |%n",
                name,
                bound,
                mebibytes(boundBytes),
                mebibytes(offeredBytes),
                mebibytes(heldBytes));
    }

    private static double mebibytes(long bytes) {
        return bytes / (double) (1 << 20);
    }
}
