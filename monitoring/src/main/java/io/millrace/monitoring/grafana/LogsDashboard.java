// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.grafana;

/** The logs of workers, by level and connector. */
final class LogsDashboard {
    static final String UID = "millrace-logs";

    /** Lines of the chosen streams that hold the text searched for; those of the chosen connectors, or all. */
    private static final String LINES = "<log> |~ `(?i)$search` | connector=~\"$connector\"";

    private LogsDashboard() {}

    static Dashboard build() {
        return Dashboard.of(
                        UID,
                        "Millrace / Logs",
                        "What workers and their connectors log. Panels of other dashboards lead here by connector.")
                .choose(
                        Variable.streams("job", "Job", ".+"),
                        Variable.streams("level", "Level", ".*"),
                        Variable.streams("cluster", "Cluster", ".*"),
                        Variable.streams("namespace", "Namespace", ".*"),
                        Variable.CONNECTOR,
                        Variable.text("search", "Search", ""))
                .section("How much", byLevel(), problems())
                .section("Lines", lines());
    }

    private static Panel byLevel() {
        return Panel.bars("Lines by level", "Of the chosen connectors.", Unit.COUNT)
                .ask(Query.counts("sum by (level) (count_over_time(" + LINES + " [$__auto]))", "{{level}}"));
    }

    private static Panel problems() {
        return Panel.bars(
                        "Warnings and errors by connector",
                        "Lines of workers themselves are those without a name.",
                        Unit.COUNT)
                .link(Link.tasksOfSeries())
                .ask(Query.counts(
                        "sum by (connector) (count_over_time({job=~\"$job\", level=~\"WARN|ERROR|FATAL\","
                                + " cluster=~\"$cluster\", namespace=~\"$namespace\"} |~ `(?i)$search`"
                                + " | connector=~\"$connector\" [$__auto]))",
                        "{{connector}}"));
    }

    private static Panel lines() {
        return Panel.logs("Lines", "Newest first. Open a line for its fields; a stack trace is one of them.")
                .ask(Query.logs(LINES));
    }
}
