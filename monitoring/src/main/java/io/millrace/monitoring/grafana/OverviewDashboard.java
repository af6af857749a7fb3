// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.grafana;

/** From the sources to the tables, on one page: is it fast, and is anything lost? */
final class OverviewDashboard {
    static final String UID = "millrace-overview";

    /** The latency that is promised for 99 % of the time. */
    static final double OBJECTIVE_MS = 5_000;

    private static final Thresholds OBJECTIVE = Thresholds.redFrom(OBJECTIVE_MS);

    private OverviewDashboard() {}

    static Dashboard build() {
        return Dashboard.of(
                        UID,
                        "Millrace / Pipeline overview",
                        "From the sources to the tables: rates, lag, end-to-end latency, dead letters and the latency objective.")
                .choose(Variable.CLUSTER, Variable.NAMESPACE, Variable.CONNECTOR)
                .section(
                        "At a glance",
                        tasks("Tasks that run", "running", Thresholds.redBelow(1)),
                        tasks("Tasks that failed", "failed", Thresholds.redFrom(1)),
                        alerts(),
                        intoKafka(),
                        intoTables(),
                        latencyNow(),
                        withinObjective(),
                        deadLettersToday())
                .section("From the sources through Kafka into tables", sources(), topics(), tables())
                .section("Lag", sinkLag(), sourceLag(), waiting(), states())
                .section("What goes wrong", deadLetters(), errors(), burn(), objective());
    }

    private static Panel tasks(String title, String status, Thresholds thresholds) {
        return Panel.number(title, "Tasks of the chosen connectors whose status is " + status + ".", Unit.EXACT)
                .width(3)
                .coloredBy(thresholds)
                .link(Link.dashboard("Tasks", ConnectDashboard.UID))
                .ask(Query.series(
                        "sum(kafka_connect_connector_task_status<connector, status=\"" + status + "\">) or vector(0)",
                        status));
    }

    private static Panel alerts() {
        return Panel.number("Alerts", "That fire now, of all parts of the pipeline.", Unit.EXACT)
                .width(3)
                .coloredBy(Thresholds.redFrom(1))
                .ask(Query.series("count(ALERTS{alertstate=\"firing\"}) or vector(0)", "alerts"));
    }

    private static Panel withinObjective() {
        return Panel.number(
                        "Time within 5 s",
                        "Share of the last six hours in which the slowest sink kept the objective; 99 % is promised.",
                        Unit.SHARE)
                .width(3)
                .decimals(2)
                .coloredBy(Thresholds.startingWith(Color.RED)
                        .from(0.98, Color.YELLOW)
                        .from(0.99, Color.GREEN))
                .ask(Query.series("1 - max(millrace:latency_slo_breach:ratio_rate6h<connector>)", "within"));
    }

    private static Panel intoKafka() {
        return Panel.number("Records into Kafka", "What all source tasks write to Kafka.", Unit.RECORDS_PER_SECOND)
                .width(3)
                .ask(Query.series("sum(millrace:source_records:rate5m<connector>)", "records"));
    }

    private static Panel intoTables() {
        return Panel.number("Rows into tables", "What all sinks send to their tables.", Unit.ROWS_PER_SECOND)
                .width(3)
                .ask(Query.series("sum(millrace:sink_rows:rate5m<connector>)", "rows"));
    }

    private static Panel latencyNow() {
        return Panel.number(
                        "Slowest sink",
                        "The longest time from a record's timestamp to the commit that made its row visible, of all"
                                + " sinks. The objective is 5 s.",
                        Unit.MILLISECONDS)
                .width(3)
                .coloredBy(OBJECTIVE)
                .link(Link.dashboard("Sinks", SinksDashboard.UID))
                .ask(Query.series("max(millrace:sink_lag_ms:max<connector>)", "lag"));
    }

    private static Panel deadLettersToday() {
        return Panel.number(
                        "Dead letters in a day",
                        "Records that sinks refused and Connect wrote to a dead letter queue, in the last 24 hours.",
                        Unit.EXACT)
                .width(3)
                .decimals(0)
                .coloredBy(Thresholds.redFrom(1))
                .ask(Query.series(
                        "sum(increase(kafka_connect_task_error_deadletterqueue_produce_requests<connector>[1d])) or vector(0)",
                        "dead letters"));
    }

    private static Panel sources() {
        return Panel.stacked(
                        "Sources: records written to Kafka",
                        "By connector, over five minutes.",
                        Unit.RECORDS_PER_SECOND)
                .width(8)
                .link(Link.logsOfSeries())
                .link(Link.tasksOfSeries())
                .ask(Query.series(
                        "sum by (cluster, namespace, connector) (millrace:source_records:rate5m<connector>)",
                        "{{connector}}"));
    }

    private static Panel topics() {
        return Panel.stacked(
                        "Topics: records received by brokers",
                        "By topic, without the internal ones of Kafka and Connect. Control records of transactions count.",
                        Unit.RECORDS_PER_SECOND)
                .width(8)
                .link(new Link("Kafka", "/d/" + KafkaDashboard.UID + "?${__url_time_range}"))
                .ask(Query.series(
                        "sum by (topic) (rate(kafka_server_brokertopicmetrics_messagesin_total"
                                + "{topic!~\"|_.*|connect-.*\"}[$__rate_interval]))",
                        "{{topic}}"));
    }

    private static Panel tables() {
        return Panel.stacked("Sinks: rows written to tables", "By connector, over five minutes.", Unit.ROWS_PER_SECOND)
                .width(8)
                .link(Link.logsOfSeries())
                .link(Link.tasksOfSeries())
                .ask(Query.series(
                        "sum by (cluster, namespace, connector) (millrace:sink_rows:rate5m<connector>)",
                        "{{connector}}"));
    }

    private static Panel sinkLag() {
        return Panel.lines(
                        "End to end: how old rows are when they become visible",
                        "From a record's timestamp to the commit of its row, the slowest flush of the last minute. Above"
                                + " the dashed line the objective is missed.",
                        Unit.MILLISECONDS)
                .coloredBy(OBJECTIVE)
                .link(Link.logsOfSeries())
                .ask(Query.series(
                        "max by (cluster, namespace, connector) (millrace:sink_lag_ms:max<connector>)",
                        "{{connector}}"));
    }

    private static Panel sourceLag() {
        return Panel.lines(
                        "Sources: how far behind",
                        "Debezium: from the commit in the database to reading it. Polled APIs: how old records are when"
                                + " they are handed over.",
                        Unit.MILLISECONDS)
                .ask(Query.series(
                        "max by (cluster, namespace, name) (debezium_millisecondsbehindsource<worker> >= 0)",
                        "{{name}} (Debezium)"))
                .ask(Query.series(
                        "max by (cluster, namespace, connector) (kafka_connect_plugins_lag_max_ms<connector>"
                                + " and on (cluster, namespace, connector, task) kafka_connect_plugins_pages_total)",
                        "{{connector}}"));
    }

    private static Panel waiting() {
        return Panel.lines(
                        "Records that wait in Kafka",
                        "How many records the slowest partition of each sink is behind its end.",
                        Unit.COUNT)
                .ask(Query.series(
                        "max by (cluster, namespace, connector) (label_replace(kafka_consumer_fetch_manager_records_lag_max"
                                + "<worker, client_id=~\"connector-consumer-.+\">, \"connector\", \"$1\", \"client_id\","
                                + " \"connector-consumer-(.+)-[0-9]+\")) >= 0",
                        "{{connector}}"));
    }

    private static Panel states() {
        return Panel.states("Connectors", "The worst status of each connector's tasks.", State.OF_TASKS)
                .link(Link.logsOfSeries())
                .link(Link.tasksOfSeries())
                .ask(Query.series(
                        State.numbers(
                                "kafka_connect_connector_task_status", "connector", "cluster, namespace, connector"),
                        "{{connector}}"));
    }

    private static Panel deadLetters() {
        return Panel.lines(
                        "Dead letters",
                        "Records for a dead letter queue, by connector. Read why in the records' headers.",
                        Unit.RECORDS_PER_SECOND)
                .link(Link.logsOfSeries())
                .ask(Query.series(
                        "sum by (cluster, namespace, connector) (millrace:dead_letters:rate5m<connector>)",
                        "{{connector}}"));
    }

    private static Panel errors() {
        return Panel.lines(
                        "Errors and repeats",
                        "Records that failed in a converter, a transform or the connector; and flushes of a sink that"
                                + " were tried again, as while its database is away.",
                        Unit.TIMES_PER_SECOND)
                .link(Link.logsOfSeries())
                .ask(Query.series(
                        "sum by (cluster, namespace, connector)"
                                + " (rate(kafka_connect_task_error_total_record_errors<connector>[$__rate_interval]))",
                        "{{connector}} errors"))
                .ask(Query.series(
                        "sum by (cluster, namespace, connector)"
                                + " (rate(kafka_connect_plugins_retries_total<connector>[$__rate_interval]))",
                        "{{connector}} repeats"));
    }

    private static Panel burn() {
        return Panel.lines(
                        "How fast the error budget burns",
                        "The objective allows 1 % of the time above 5 s; at 1 the budget of 30 days lasts 30 days, at"
                                + " 14.4 two.",
                        Unit.COUNT)
                .coloredBy(Thresholds.startingWith(Color.GREEN)
                        .from(1, Color.YELLOW)
                        .from(14.4, Color.RED))
                .link(Link.logsOfSeries())
                .ask(Query.series(
                        "max by (cluster, namespace, connector) (millrace:latency_slo_breach:ratio_rate1h<connector>)"
                                + " / 0.01",
                        "{{connector}} 1 h"))
                .ask(Query.series(
                        "max by (cluster, namespace, connector) (millrace:latency_slo_breach:ratio_rate6h<connector>)"
                                + " / 0.01",
                        "{{connector}} 6 h"));
    }

    private static Panel objective() {
        return Panel.gauges(
                        "Share of the last six hours within 5 s", "The objective is 99 %, for each sink.", Unit.SHARE)
                .max(1)
                .decimals(2)
                .coloredBy(Thresholds.startingWith(Color.RED)
                        .from(0.98, Color.YELLOW)
                        .from(0.99, Color.GREEN))
                .ask(Query.series(
                        "1 - max by (cluster, namespace, connector)"
                                + " (millrace:latency_slo_breach:ratio_rate6h<connector>)",
                        "{{connector}}"));
    }
}
