// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.clickhouse;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.bench.Report;
import io.millrace.bench.Spread;
import io.millrace.bench.sink.SinkMeasurement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Figures as Markdown, as it stands in RESULTS.md, with what was aimed at below, and as JSON. */
final class InsertReport {
    private static final String HEAD = """
            | contender | rows/s | client µs/row | client B/row | server µs/row | x raw | x client-v2 | x json-each-row |
            |---|---|---|---|---|---|---|---|
            """;
    private static final List<Contestant> RIVALS =
            List.of(Contestant.RAW, Contestant.CLIENT_V2, Contestant.JSON_EACH_ROW);

    private static final List<Contestant> AIMING = List.of(Contestant.MILLRACE, Contestant.MILLRACE_AHEAD);

    private final Report report;

    InsertReport(Report report) {
        this.report = report;
    }

    /** One case: fastest first, medians with the least and the greatest, and ratios; then the targets. */
    String table(Case measured, List<SinkMeasurement> measurements) {
        StringBuilder table = new StringBuilder("### " + measured.text() + "\n\n" + HEAD);
        measurements.stream()
                .sorted((one, other) -> Double.compare(
                        other.rowsPerSecond().median(), one.rowsPerSecond().median()))
                .forEach(each -> table.append(row(each, measurements)));
        List<String> verdicts = verdicts(measured, measurements);
        return verdicts.isEmpty() ? table.toString() : table + "\n" + String.join("\n", verdicts) + "\n";
    }

    private static String row(SinkMeasurement each, List<SinkMeasurement> all) {
        Spread rows = each.rowsPerSecond();
        StringBuilder row = new StringBuilder(String.format(
                Locale.ROOT,
                "| %s | %,.0f (%,.0f..%,.0f) | %s | %,.0f | %s |",
                each.contender(),
                rows.median(),
                rows.min(),
                rows.max(),
                text(each.clientMicros()),
                each.clientBytes().median(),
                text(each.serverMicros())));
        for (Contestant rival : RIVALS) {
            row.append(find(all, rival)
                    .map(other -> String.format(Locale.ROOT, " %.2f |", each.timesAsFastAs(other)))
                    .orElse(" - |"));
        }
        return row.append('\n').toString();
    }

    /** As it stands in JSON. */
    private static String key(Contestant rival) {
        return switch (rival) {
            case RAW -> "timesRaw";
            case CLIENT_V2 -> "timesClientV2";
            case JSON_EACH_ROW -> "timesJsonEachRow";
            case RAW_NATIVE, MILLRACE, MILLRACE_AHEAD, MILLRACE_REPLAY_SAFE ->
                throw new IllegalArgumentException(rival + " is no rival");
        };
    }

    private static String text(Spread micros) {
        return String.format(Locale.ROOT, "%.2f (%.2f..%.2f)", micros.median(), micros.min(), micros.max());
    }

    private static Optional<SinkMeasurement> find(List<SinkMeasurement> all, Contestant contestant) {
        return all.stream()
                .filter(each -> each.contender().equals(contestant.text()))
                .findFirst();
    }

    /** Of the contenders with targets, as far as they and the others took part. */
    private static List<String> verdicts(Case measured, List<SinkMeasurement> all) {
        return AIMING.stream()
                .flatMap(contestant -> find(all, contestant).stream())
                .flatMap(millrace -> verdicts(millrace, measured, all).stream())
                .map(verdict -> "- " + verdict)
                .toList();
    }

    private static List<String> verdicts(SinkMeasurement millrace, Case measured, List<SinkMeasurement> all) {
        return Target.of(measured).stream()
                .flatMap(target -> find(all, target.other()).map(other -> target.verdict(millrace, other)).stream())
                .toList();
    }

    void add(Case measured, List<SinkMeasurement> measurements) {
        for (SinkMeasurement each : measurements) {
            ObjectNode row = report.add(measured.text(), each.contender());
            Report.put(row, "rowsPerSecond", each.rowsPerSecond(), 0);
            Report.put(row, "clientMicrosPerRow", each.clientMicros(), 3);
            Report.put(row, "clientBytesPerRow", each.clientBytes(), 0);
            Report.put(row, "serverMicrosPerRow", each.serverMicros(), 3);
            RIVALS.forEach(rival -> find(measurements, rival)
                    .ifPresent(other -> row.put(key(rival), Report.rounded(each.timesAsFastAs(other), 3))));
            row.put("rounds", each.turns().size());
            if (AIMING.contains(Contestant.named(each.contender()))) {
                ArrayNode targets = row.putArray("targets");
                verdicts(each, measured, measurements).forEach(targets::add);
            }
        }
    }
}
