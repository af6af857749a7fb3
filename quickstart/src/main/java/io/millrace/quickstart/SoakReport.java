// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a soak found.
 *
 * @param outages kills, by part
 * @param restarts tasks that were started again, by connector and reason
 * @param vitals all samples
 * @param settled those since the worker was killed last
 * @param atRest once all had arrived
 */
record SoakReport(
        SoakRun.Plan plan,
        Duration took,
        Map<String, Integer> outages,
        Map<String, Integer> restarts,
        Sent sent,
        Comparison comparison,
        List<Vitals> vitals,
        List<Vitals> settled,
        Vitals atRest) {
    private static final int ROWS = 24;
    private static final long MEMORY_MB = 24;
    private static final long RESIDENT_MB = 128;
    private static final long HANDLES = 8;

    /** What was fed, each distinct event and each committed row once. */
    record Sent(long deviceEvents, long pushedEvents, long rowChanges) {}

    SoakReport {
        outages = new TreeMap<>(outages);
        restarts = new TreeMap<>(restarts);
        vitals = List.copyOf(vitals);
        settled = List.copyOf(settled);
    }

    boolean passed() {
        return comparison.isEqual() && trends().stream().noneMatch(Trend::hasGrown);
    }

    List<Trend> trends() {
        return List.of(
                Trend.of("heap after a collection, MiB", settled, Vitals::heapMb, MEMORY_MB),
                Trend.of("resident memory, MiB", settled, Vitals::residentMb, RESIDENT_MB),
                Trend.of("threads", settled, Vitals::threads, HANDLES),
                Trend.of("open files and sockets", settled, Vitals::files, HANDLES),
                Trend.of("sessions at PostgreSQL", settled, Vitals::sessions, HANDLES),
                Trend.of("temporary tables at PostgreSQL", settled, Vitals::temporaryTables, HANDLES),
                Trend.of("sessions at the shop's database", settled, Vitals::shopSessions, HANDLES));
    }

    String markdown() {
        return String.format(
                        Locale.ROOT,
                        """
                        # Soak

                        %s, %.0f device events and as many row changes per second, a quarter as many pushed; an outage every %d s on
                        average, seed %d. Java %s on %d processors.

                        | | |
                        |---|---|
                        | device events | %d |
                        | pushed events | %d |
                        | row changes | %d |
                        | lost | %d |
                        | doubled | %d |
                        | different | %d |
                        | result | %s |

                        """,
                        SoakRun.clock(took),
                        plan.perSecond(),
                        plan.outageEvery().toSeconds(),
                        plan.seed(),
                        System.getProperty("java.version"),
                        Runtime.getRuntime().availableProcessors(),
                        sent.deviceEvents(),
                        sent.pushedEvents(),
                        sent.rowChanges(),
                        comparison.lost(),
                        comparison.duplicated(),
                        comparison.different(),
                        passed() ? "passed" : "**failed**")
                + counts("Killed with SIGKILL", "part", outages)
                + counts("Tasks that Connect had failed, started again", "connector and reason", restarts)
                + trendTable()
                + vitalsTable()
                + comparison.examples().stream().map(line -> "- " + line + "\n").collect(Collectors.joining());
    }

    private static String counts(String title, String head, Map<String, Integer> counts) {
        String rows = counts.entrySet().stream()
                .map(entry -> "| " + entry.getKey().replace("|", "\\|") + " | " + entry.getValue() + " |\n")
                .collect(Collectors.joining());
        return "## " + title + "\n\n"
                + (counts.isEmpty() ? "None.\n\n" : "| " + head + " | times |\n|---|---|\n" + rows + "\n");
    }

    private String trendTable() {
        return "## What the worker holds\n\nMedians of the first and the last third of the time since the worker was killed last."
                + "\n\n| | first | last | may grow by | |\n|---|---|---|---|---|\n"
                + trends().stream().map(trend -> trend.row() + "\n").collect(Collectors.joining())
                + "\n";
    }

    private String vitalsTable() {
        int step = Math.max(1, vitals.size() / ROWS);
        StringBuilder table = new StringBuilder("## Samples\n\n| at | heap | resident | threads | files | sessions |"
                + " temporary tables | shop sessions |\n|---|---|---|---|---|---|---|---|\n");
        for (int i = 0; i < vitals.size(); i += step) {
            table.append(row(vitals.get(i)));
        }
        return table.append(row(atRest)).append('\n').toString();
    }

    private static String row(Vitals taken) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d | %d | %d | %d | %d |%n",
                SoakRun.clock(taken.at()),
                taken.heapMb(),
                taken.residentMb(),
                taken.threads(),
                taken.files(),
                taken.sessions(),
                taken.temporaryTables(),
                taken.shopSessions());
    }
}
