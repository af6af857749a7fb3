// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.grafana;

/** Workers, connectors and tasks, as Kafka Connect sees them. */
final class ConnectDashboard {
    static final String UID = "millrace-connect";

    private static final String BY_TASK = "by (cluster, namespace, connector, task) ";
    private static final String TASK = "{{connector}}/{{task}}";

    private ConnectDashboard() {}

    static Dashboard build() {
        return Dashboard.of(
                        UID,
                        "Millrace / Connect workers and tasks",
                        "What each worker carries, which tasks run, how they commit, and what they cannot use.")
                .choose(Variable.CLUSTER, Variable.NAMESPACE, Variable.CONNECTOR, Variable.TASK)
                .section("Workers", workers(), connectors(), tasks(), rebalancing(), sinceRebalance(), failedTasks())
                .section("Connectors and tasks", taskStates(), connectorStates(), versions())
                .section("Work", running(), sourceWrites(), sinkReads(), sinkSends())
                .section("Time", pollTime(), putTime(), commitTime(), commitFailures())
                .section("Held by tasks", active(), batch(), transactions(), partitions())
                .section("Records that cannot be used", failures(), skipped())
                .section("Java", heap(), collections(), cpu(), threads());
    }

    private static Panel workers() {
        return Panel.number("Workers", "Workers that answer Prometheus.", Unit.EXACT)
                .coloredBy(Thresholds.redBelow(1))
                .ask(Query.series("count(kafka_connect_worker_task_count<worker>) or vector(0)", "workers"));
    }

    private static Panel connectors() {
        return Panel.number("Connectors", "Connectors that workers run.", Unit.EXACT)
                .ask(Query.series("sum(kafka_connect_worker_connector_count<worker>)", "connectors"));
    }

    private static Panel tasks() {
        return Panel.number("Tasks", "Tasks that workers run.", Unit.EXACT)
                .ask(Query.series("sum(kafka_connect_worker_task_count<worker>)", "tasks"));
    }

    private static Panel rebalancing() {
        return Panel.number("Rebalancing", "Whether any worker is handing over work now.", Unit.EXACT)
                .meaning(State.YES_IS_BAD)
                .coloredBy(Thresholds.startingWith(Color.GREEN).from(1, Color.YELLOW))
                .ask(Query.series("max(kafka_connect_worker_rebalance_rebalancing<worker>)", "rebalancing"));
    }

    private static Panel sinceRebalance() {
        return Panel.number("Since the last rebalance", "Of the worker that had one last.", Unit.MILLISECONDS)
                .ask(Query.series("min(kafka_connect_worker_rebalance_time_since_last_rebalance_ms<worker>)", "since"));
    }

    private static Panel failedTasks() {
        return Panel.number("Failed tasks", "Tasks that stopped with an error.", Unit.EXACT)
                .coloredBy(Thresholds.redFrom(1))
                .ask(Query.series(
                        "sum(kafka_connect_connector_task_status<task, status=\"failed\">) or vector(0)", "failed"));
    }

    private static Panel taskStates() {
        return Panel.states("Tasks", "The status of each task over time.", State.OF_TASKS)
                .link(Link.logsOfSeries())
                .ask(Query.series(
                        State.numbers(
                                "kafka_connect_connector_task_status", "task", "cluster, namespace, connector, task"),
                        TASK));
    }

    private static Panel connectorStates() {
        return Panel.states("Connectors", "The status of each connector over time.", State.OF_TASKS)
                .link(Link.logsOfSeries())
                .ask(Query.series(
                        State.numbers("kafka_connect_connector_status", "connector", "cluster, namespace, connector"),
                        "{{connector}}"));
    }

    private static Panel versions() {
        return Panel.table(
                        "Connectors",
                        "Tasks, class and version of each connector that is there now. Two versions of one connector mean"
                                + " that workers' plugins differ.",
                        Column.of("connector", "Connector"),
                        Column.of("namespace", "Namespace"),
                        Column.of("cluster", "Cluster"),
                        Column.of("class", "Class"),
                        Column.of("version", "Version"),
                        Column.value('C', "Tasks that run", Unit.EXACT).coloredBy(Thresholds.redBelow(1)),
                        Column.value('D', "Tasks that failed", Unit.EXACT).coloredBy(Thresholds.redFrom(1)))
                .link(Link.logsOfRow())
                .ask(Query.now(
                        "group by (cluster, namespace, connector, class) (kafka_connect_connector_class<connector>)"))
                .ask(
                        Query.now(
                                "group by (cluster, namespace, connector, version) (kafka_connect_connector_version<connector>)"))
                .ask(Query.now("sum by (cluster, namespace, connector)"
                        + " (kafka_connect_connector_task_status<connector, status=\"running\">)"))
                .ask(Query.now("sum by (cluster, namespace, connector)"
                        + " (kafka_connect_connector_task_status<connector, status=\"failed\">)"));
    }

    private static Panel running() {
        return Panel.lines("Share of time that tasks run", "The rest they are paused, or not started.", Unit.SHARE)
                .max(1)
                .link(Link.logsOfSeries())
                .ask(perTask("max", "kafka_connect_connector_task_running_ratio"));
    }

    private static Panel sourceWrites() {
        return rate(
                "Sources: records written",
                "What source tasks wrote to Kafka.",
                "kafka_connect_source_task_source_record_write_total");
    }

    private static Panel sinkReads() {
        return rate(
                "Sinks: records read",
                "What sink tasks read from Kafka.",
                "kafka_connect_sink_task_sink_record_read_total");
    }

    private static Panel sinkSends() {
        return rate(
                "Sinks: records handed over",
                "What was left for the connector after transforms.",
                "kafka_connect_sink_task_sink_record_send_total");
    }

    private static Panel rate(String title, String description, String counter) {
        return Panel.lines(title, description, Unit.RECORDS_PER_SECOND)
                .link(Link.logsOfSeries())
                .ask(Query.series("sum " + BY_TASK + "(rate(" + counter + "<task>[$__rate_interval]))", TASK));
    }

    private static Query perTask(String aggregation, String metric) {
        return Query.series(aggregation + " " + BY_TASK + "(" + metric + "<task>)", TASK);
    }

    private static Query perTask(String aggregation, String metric, String word) {
        return Query.series(aggregation + " " + BY_TASK + "(" + metric + "<task>)", TASK + " " + word);
    }

    private static Panel pollTime() {
        return Panel.lines(
                        "Sources: time to poll",
                        "How long the source takes to hand over a batch, waiting for its system included.",
                        Unit.MILLISECONDS)
                .link(Link.logsOfSeries())
                .ask(perTask("max", "kafka_connect_source_task_poll_batch_max_time_ms", "slowest"))
                .ask(perTask("max", "kafka_connect_source_task_poll_batch_avg_time_ms", "average"));
    }

    private static Panel putTime() {
        return Panel.lines("Sinks: time to take a batch", "How long the sink's put takes.", Unit.MILLISECONDS)
                .link(Link.logsOfSeries())
                .ask(perTask("max", "kafka_connect_sink_task_put_batch_max_time_ms", "slowest"))
                .ask(perTask("max", "kafka_connect_sink_task_put_batch_avg_time_ms", "average"));
    }

    private static Panel commitTime() {
        return Panel.lines("Time to commit offsets", "The slowest commit of each task.", Unit.MILLISECONDS)
                .link(Link.logsOfSeries())
                .ask(perTask("max", "kafka_connect_connector_task_offset_commit_max_time_ms"));
    }

    private static Panel commitFailures() {
        return Panel.lines("Offset commits that fail", "Of all commits that a task tried.", Unit.SHARE)
                .max(1)
                .link(Link.logsOfSeries())
                .ask(perTask("max", "kafka_connect_connector_task_offset_commit_failure_percentage"));
    }

    private static Panel active() {
        return Panel.lines(
                        "Records under way",
                        "Polled by sources and not yet acknowledged by Kafka; given to sinks and not yet committed.",
                        Unit.COUNT)
                .link(Link.logsOfSeries())
                .ask(perTask("sum", "kafka_connect_source_task_source_record_active_count"))
                .ask(perTask("sum", "kafka_connect_sink_task_sink_record_active_count"));
    }

    private static Panel batch() {
        return Panel.lines("Records in a batch", "On average.", Unit.COUNT)
                .link(Link.logsOfSeries())
                .ask(perTask("max", "kafka_connect_connector_task_batch_size_avg"));
    }

    private static Panel transactions() {
        return Panel.lines(
                        "Records in a transaction",
                        "Of sources with exactly-once support: the largest and the average.",
                        Unit.COUNT)
                .link(Link.logsOfSeries())
                .ask(perTask("max", "kafka_connect_source_task_transaction_size_max", "largest"))
                .ask(perTask("max", "kafka_connect_source_task_transaction_size_avg", "average"));
    }

    private static Panel partitions() {
        return Panel.lines("Partitions of a sink task", "That it reads now.", Unit.EXACT)
                .link(Link.logsOfSeries())
                .ask(perTask("sum", "kafka_connect_sink_task_partition_count"));
    }

    private static Panel failures() {
        return Panel.lines(
                        "Errors",
                        "Failures in converters, transforms and connectors, each attempt counted; and records that went"
                                + " to the dead letter queue.",
                        Unit.RECORDS_PER_SECOND)
                .link(Link.logsOfSeries())
                .ask(errors("kafka_connect_task_error_total_record_failures", "failed"))
                .ask(errors("kafka_connect_task_error_deadletterqueue_produce_requests", "dead letters"))
                .ask(errors("kafka_connect_task_error_deadletterqueue_produce_failures", "dead letters lost"));
    }

    private static Panel skipped() {
        return Panel.lines(
                        "Records left out, and repeats",
                        "What errors.tolerance=all lets pass, and operations that Connect tried again.",
                        Unit.RECORDS_PER_SECOND)
                .link(Link.logsOfSeries())
                .ask(errors("kafka_connect_task_error_total_records_skipped", "left out"))
                .ask(errors("kafka_connect_task_error_total_retries", "repeats"));
    }

    private static Query errors(String counter, String word) {
        return Query.series("sum " + BY_TASK + "(rate(" + counter + "<task>[$__rate_interval]))", TASK + " " + word);
    }

    private static Panel heap() {
        return Panel.lines("Heap", "Of each worker, with its limit.", Unit.BYTES)
                .ask(Query.series(
                        "sum by (namespace, instance) (jvm_memory_used_bytes<worker, job=\"kafka-connect\", area=\"heap\">)",
                        "{{instance}} used"))
                .ask(Query.series(
                        "sum by (namespace, instance) (jvm_memory_max_bytes<worker, job=\"kafka-connect\", area=\"heap\">)",
                        "{{instance}} limit"));
    }

    private static Panel collections() {
        return Panel.lines("Time in garbage collection", "Share of each worker's time.", Unit.SHARE)
                .ask(Query.series(
                        "sum by (namespace, instance)"
                                + " (rate(jvm_gc_collection_seconds_sum<worker, job=\"kafka-connect\">[$__rate_interval]))",
                        "{{instance}}"));
    }

    private static Panel cpu() {
        return Panel.lines("Processor", "Cores that each worker uses.", Unit.COUNT)
                .ask(Query.series(
                        "sum by (namespace, instance)"
                                + " (rate(process_cpu_seconds_total<worker, job=\"kafka-connect\">[$__rate_interval]))",
                        "{{instance}}"));
    }

    private static Panel threads() {
        return Panel.lines("Threads", "Of each worker.", Unit.EXACT)
                .ask(Query.series(
                        "sum by (namespace, instance) (jvm_threads_current<worker, job=\"kafka-connect\">)",
                        "{{instance}}"));
    }
}
