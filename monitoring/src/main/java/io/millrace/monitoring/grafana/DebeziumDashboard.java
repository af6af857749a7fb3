// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.grafana;

import java.util.List;

/** Change data capture: whether databases are followed, how closely, and how snapshots go. */
final class DebeziumDashboard {
    static final String UID = "millrace-debezium";

    private static final String BY = " by (cluster, namespace, plugin, name) ";
    private static final String NAME = "{{name}} ({{plugin}})";
    private static final String STREAMING = "<debezium, context=\"streaming\">";
    private static final String SNAPSHOT = "<debezium, context=\"snapshot\">";

    private DebeziumDashboard() {}

    static Dashboard build() {
        return Dashboard.of(
                        UID,
                        "Millrace / Debezium",
                        "Whether Debezium follows the databases, how far behind it is, and how snapshots go.")
                .choose(
                        Variable.CLUSTER,
                        Variable.NAMESPACE,
                        Variable.labels(
                                "database",
                                "Topic prefix",
                                "name",
                                "debezium_connected",
                                "cluster=~\"$cluster\", namespace=~\"$namespace\""))
                .section("Now", connected(), behindNow(), queueNow(), snapshotNow(), lastEvent(), erroneousToday())
                .section("Following", behind(), quantiles(), events(), kinds(), transactions(), filtered())
                .section("Queue between reading and Kafka", queue(), queueBytes())
                .section("Snapshots", snapshots(), remaining(), scanned(), history());
    }

    private static Panel connected() {
        return Panel.number("Connected", "Whether all databases are connected.", Unit.EXACT)
                .meaning(State.NO_IS_BAD)
                .coloredBy(Thresholds.redBelow(1))
                .ask(Query.series("min(debezium_connected" + STREAMING + ")", "connected"));
    }

    private static Panel behindNow() {
        return Panel.number(
                        "Behind the database",
                        "From the commit of the last change to reading it, of the slowest.",
                        Unit.MILLISECONDS)
                .coloredBy(Thresholds.startingWith(Color.GREEN)
                        .from(5_000, Color.YELLOW)
                        .from(60_000, Color.RED))
                .ask(Query.series("max(debezium_millisecondsbehindsource" + STREAMING + " >= 0)", "behind"));
    }

    private static Panel queueNow() {
        return Panel.number("Queue", "How full the fullest queue between reading and Kafka is.", Unit.SHARE)
                .coloredBy(Thresholds.startingWith(Color.GREEN)
                        .from(0.5, Color.YELLOW)
                        .from(0.9, Color.RED))
                .ask(Query.series("max(" + full() + ")", "queue"));
    }

    private static Panel snapshotNow() {
        return Panel.number("Snapshot", "Whether a snapshot is being taken.", Unit.EXACT)
                .meaning(State.NO_YES)
                .ask(Query.series("max(debezium_snapshotrunning" + SNAPSHOT + ")", "running"));
    }

    private static Panel lastEvent() {
        return Panel.number(
                        "Since the last change",
                        "Of the database that is silent for longest. It may be right: where nothing changes, nothing comes.",
                        Unit.MILLISECONDS)
                .ask(Query.series("max(debezium_millisecondssincelastevent" + STREAMING + " >= 0)", "since"));
    }

    private static Panel erroneousToday() {
        return Panel.number(
                        "Unreadable changes in a day",
                        "Changes that Debezium could not turn into records, in the last 24 hours.",
                        Unit.EXACT)
                .decimals(0)
                .coloredBy(Thresholds.redFrom(1))
                .ask(Query.series(
                        "sum(increase(debezium_numberoferroneousevents" + STREAMING + "[1d])) or vector(0)",
                        "unreadable"));
    }

    private static Panel behind() {
        return Panel.lines(
                        "Behind the database",
                        "From the commit of a change to reading it. Needs clocks that agree.",
                        Unit.MILLISECONDS)
                .coloredBy(Thresholds.redFrom(60_000))
                .ask(Query.series("max" + BY + "(debezium_millisecondsbehindsource" + STREAMING + " >= 0)", NAME));
    }

    private static Panel quantiles() {
        return Panel.lines(
                        "Behind the database: 50, 95 and 99 of 100 changes",
                        "Of the connectors of Debezium 3.6 and newer.",
                        Unit.MILLISECONDS)
                .ask(quantile("p50"))
                .ask(quantile("p95"))
                .ask(quantile("p99"));
    }

    private static Query quantile(String name) {
        return Query.series(
                "max" + BY + "(debezium_millisecondsbehindsource" + name + STREAMING + " >= 0)", NAME + " " + name);
    }

    private static Panel events() {
        return Panel.stacked("Changes", "That Debezium has read.", Unit.EVENTS_PER_SECOND)
                .ask(rate("debezium_totalnumberofeventsseen", NAME));
    }

    private static Panel kinds() {
        return Panel.stacked("Changes by kind", "Of rows: inserted, updated, deleted.", Unit.EVENTS_PER_SECOND)
                .ask(sum("debezium_totalnumberofcreateeventsseen", "inserted"))
                .ask(sum("debezium_totalnumberofupdateeventsseen", "updated"))
                .ask(sum("debezium_totalnumberofdeleteeventsseen", "deleted"));
    }

    private static Panel transactions() {
        return Panel.lines("Transactions", "Committed in the databases, and read.", Unit.TIMES_PER_SECOND)
                .ask(rate("debezium_numberofcommittedtransactions", NAME));
    }

    private static Panel filtered() {
        return Panel.lines(
                        "Left out",
                        "Changes of tables that the connector does not include, and changes that it could not read.",
                        Unit.EVENTS_PER_SECOND)
                .ask(rate("debezium_numberofeventsfiltered", NAME + " filtered"))
                .ask(rate("debezium_numberoferroneousevents", NAME + " unreadable"));
    }

    private static Query rate(String counter, String legend) {
        return Query.series("sum" + BY + "(rate(" + counter + STREAMING + "[$__rate_interval]))", legend);
    }

    private static Query sum(String counter, String legend) {
        return Query.series("sum(rate(" + counter + STREAMING + "[$__rate_interval]))", legend);
    }

    private static String full() {
        return "1 - debezium_queueremainingcapacity" + STREAMING + " / debezium_queuetotalcapacity" + STREAMING;
    }

    private static Panel queue() {
        return Panel.lines(
                        "How full queues are",
                        "A full queue means that Kafka, or what converts records, is the slower side.",
                        Unit.SHARE)
                .max(1)
                .coloredBy(Thresholds.redFrom(0.9))
                .ask(Query.series("max" + BY + "(" + full() + ")", NAME));
    }

    private static Panel queueBytes() {
        return Panel.lines("Bytes in queues", "Counted where max.queue.size.in.bytes is set.", Unit.BYTES)
                .ask(Query.series("max" + BY + "(debezium_currentqueuesizeinbytes" + STREAMING + ")", NAME));
    }

    private static Panel snapshots() {
        return Panel.states(
                        "Snapshots",
                        "Of each database: whether one runs, was completed or was broken off.",
                        List.of(
                                new State(0, "none", Color.TEXT),
                                new State(1, "completed", Color.GREEN),
                                new State(2, "running", Color.BLUE),
                                new State(3, "broken off", Color.RED)))
                .ask(Query.series(
                        "max" + BY + "(\n  debezium_snapshotcompleted" + SNAPSHOT + "\n  + debezium_snapshotrunning"
                                + SNAPSHOT + " * 2\n  + debezium_snapshotaborted" + SNAPSHOT + " * 3\n)",
                        NAME));
    }

    private static Panel remaining() {
        return Panel.lines("Tables still to be read", "By the snapshot that runs.", Unit.EXACT)
                .ask(Query.series("max" + BY + "(debezium_remainingtablecount" + SNAPSHOT + ")", NAME));
    }

    private static Panel scanned() {
        return Panel.lines("Rows that snapshots read", "In all.", Unit.EVENTS_PER_SECOND)
                .ask(Query.series(
                        "sum" + BY + "(rate(debezium_totalnumberofeventsseen" + SNAPSHOT + "[$__rate_interval]))",
                        NAME));
    }

    private static Panel history() {
        return Panel.lines(
                        "Schema history: changes",
                        "Applied since the start: read back, and new ones. A long recovery delays the start.",
                        Unit.COUNT)
                .ask(Query.series(
                        "max" + BY + "(debezium_changesapplied<debezium, context=\"schema-history\">)",
                        NAME + " applied"))
                .ask(Query.series(
                        "max" + BY + "(debezium_changesrecovered<debezium, context=\"schema-history\">)",
                        NAME + " recovered"));
    }
}
