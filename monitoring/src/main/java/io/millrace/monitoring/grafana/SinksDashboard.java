// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.grafana;

/** From Kafka into tables: how fast, in what pieces, and what is held back. */
final class SinksDashboard {
    static final String UID = "millrace-sinks";

    /** Sinks share the names of some metrics with sources: only they count rows. */
    private static final String OF_SINKS =
            " and on (cluster, namespace, connector, task) kafka_connect_plugins_rows_total";

    private static final String BY = " by (cluster, namespace, connector, task) ";
    private static final String TASK = "{{connector}}/{{task}}";

    private SinksDashboard() {}

    static Dashboard build() {
        return Dashboard.of(
                        UID,
                        "Millrace / Sinks",
                        "From Kafka into tables: latency, flushes, buffers, and records that are refused or out of date.")
                .choose(Variable.CLUSTER, Variable.NAMESPACE, Variable.CONNECTOR, Variable.TASK)
                .section("Now", rowsNow(), bytesNow(), lagNow(), pausedNow(), retriesNow(), fencedNow())
                .section("Latency", lag(), waiting(), flushTime(), commitTime())
                .section("Work", records(), rows(), bytes(), batch(), compaction(), buffer())
                .section("Held back", paused(), retries(), deadLetters(), stale(), fenced(), reads());
    }

    private static Query rate(String counter, String legend) {
        return Query.series("sum" + BY + "(rate(" + counter + "<task>[$__rate_interval]))", legend);
    }

    private static Query max(String gauge, String legend) {
        return Query.series("max" + BY + "(" + gauge + "<task>)", legend);
    }

    /** Of a metric that sources have as well. */
    private static Query ofSinks(String gauge, String legend) {
        return Query.series("max" + BY + "(" + gauge + "<task>" + OF_SINKS + ")", legend);
    }

    private static Panel rowsNow() {
        return Panel.number("Rows", "Sent to tables.", Unit.ROWS_PER_SECOND)
                .ask(Query.series("sum(rate(kafka_connect_plugins_rows_total<task>[$__rate_interval]))", "rows"));
    }

    private static Panel bytesNow() {
        return Panel.number("Bytes", "Of encoded rows.", Unit.BYTES_PER_SECOND)
                .ask(Query.series("sum(rate(kafka_connect_plugins_bytes_total<task>[$__rate_interval]))", "bytes"));
    }

    private static Panel lagNow() {
        return Panel.number("Slowest row", "From a record's timestamp to the commit of its row.", Unit.MILLISECONDS)
                .coloredBy(Thresholds.redFrom(OverviewDashboard.OBJECTIVE_MS))
                .ask(Query.series("max(kafka_connect_plugins_lag_max_ms<task>" + OF_SINKS + ")", "lag"));
    }

    private static Panel pausedNow() {
        return Panel.number("Paused tasks", "Tasks whose buffer is full: the store is the slower side.", Unit.EXACT)
                .coloredBy(Thresholds.startingWith(Color.GREEN).from(1, Color.YELLOW))
                .ask(Query.series("sum(kafka_connect_plugins_paused<task>)", "paused"));
    }

    private static Panel retriesNow() {
        return Panel.number("Repeated flushes in an hour", "As while the store was away.", Unit.EXACT)
                .decimals(0)
                .coloredBy(Thresholds.startingWith(Color.GREEN).from(1, Color.YELLOW))
                .ask(Query.series("sum(increase(kafka_connect_plugins_retries_total<task>[1h]))", "repeats"));
    }

    private static Panel fencedNow() {
        return Panel.number(
                        "Fenced in an hour",
                        "How often a task found that another had taken its partition over. Outside of rebalances: two"
                                + " connectors of one name on one database. ClickHouse: with exactly_once only.",
                        Unit.EXACT)
                .decimals(0)
                .coloredBy(Thresholds.startingWith(Color.GREEN).from(1, Color.YELLOW))
                .ask(Query.series("sum(increase(kafka_connect_plugins_fenced_total<task>[1h]))", "fenced"));
    }

    private static Panel lag() {
        return Panel.lines(
                        "From a record's timestamp to its row",
                        "The slowest flush and the average. Above the dashed line the objective of 5 s is missed.",
                        Unit.MILLISECONDS)
                .coloredBy(Thresholds.redFrom(OverviewDashboard.OBJECTIVE_MS))
                .link(Link.logsOfSeries())
                .ask(ofSinks("kafka_connect_plugins_lag_max_ms", TASK + " slowest"))
                .ask(ofSinks("kafka_connect_plugins_lag_avg_ms", TASK + " average"));
    }

    private static Panel waiting() {
        return Panel.lines("Records that wait in Kafka", "Of the partition that is furthest behind.", Unit.COUNT)
                .link(Link.logsOfSeries())
                .ask(Query.series(
                        "max by (cluster, namespace, connector) (label_replace(kafka_consumer_fetch_manager_records_lag_max"
                                + "<worker, client_id=~\"connector-consumer-($connector)-[0-9]+\">, \"connector\", \"$1\","
                                + " \"client_id\", \"connector-consumer-(.+)-[0-9]+\")) >= 0",
                        "{{connector}}"));
    }

    private static Panel flushTime() {
        return Panel.lines(
                        "Time of a flush",
                        "PostgreSQL: from the beginning of its transaction to its end. ClickHouse: all its blocks.",
                        Unit.MILLISECONDS)
                .link(Link.logsOfSeries())
                .ask(max("kafka_connect_plugins_flush_time_max_ms", TASK + " slowest"))
                .ask(max("kafka_connect_plugins_flush_time_avg_ms", TASK + " average"));
    }

    private static Panel commitTime() {
        return Panel.lines(
                        "Of which for the commit",
                        "Close to the time of the flush, with small batches: many small transactions. Raise linger.ms. In"
                                + " ClickHouse only exactly_once has one, when it writes down what was written.",
                        Unit.MILLISECONDS)
                .link(Link.logsOfSeries())
                .ask(ofSinks("kafka_connect_plugins_commit_time_max_ms", TASK + " slowest"))
                .ask(ofSinks("kafka_connect_plugins_commit_time_avg_ms", TASK + " average"));
    }

    private static Panel records() {
        return Panel.stacked("Records", "Of flushes that were committed.", Unit.RECORDS_PER_SECOND)
                .link(Link.logsOfSeries())
                .ask(Query.series(
                        "sum" + BY + "(rate(kafka_connect_plugins_records_total<task>[$__rate_interval])" + OF_SINKS
                                + ")",
                        TASK));
    }

    private static Panel rows() {
        return Panel.stacked("Rows", "Fewer than records where several of a flush had one key.", Unit.ROWS_PER_SECOND)
                .link(Link.logsOfSeries())
                .ask(rate("kafka_connect_plugins_rows_total", TASK));
    }

    private static Panel bytes() {
        return Panel.stacked("Bytes", "Of rows, encoded.", Unit.BYTES_PER_SECOND)
                .link(Link.logsOfSeries())
                .ask(rate("kafka_connect_plugins_bytes_total", TASK));
    }

    private static Panel batch() {
        return Panel.lines("Rows of a flush", "The largest and the average.", Unit.COUNT)
                .link(Link.logsOfSeries())
                .ask(max("kafka_connect_plugins_batch_size_max", TASK + " largest"))
                .ask(max("kafka_connect_plugins_batch_size_avg", TASK + " average"));
    }

    private static Panel compaction() {
        return Panel.lines(
                        "Records replaced within their flush",
                        "The share for which a later record of the same flush had the same key.",
                        Unit.SHARE)
                .max(1)
                .link(Link.logsOfSeries())
                .ask(max("kafka_connect_plugins_compaction_ratio", TASK));
    }

    private static Panel buffer() {
        return Panel.lines("Held in memory", "Rows being written and waiting; bounded by buffer.max.bytes.", Unit.BYTES)
                .link(Link.logsOfSeries())
                .ask(max("kafka_connect_plugins_buffer_bytes", TASK));
    }

    private static Panel paused() {
        return Panel.states(
                        "Paused because the buffer is full",
                        "While it lasts the task reads nothing from Kafka.",
                        State.YES_IS_BAD)
                .link(Link.logsOfSeries())
                .ask(max("kafka_connect_plugins_paused", TASK));
    }

    private static Panel retries() {
        return Panel.lines("Flushes that were tried again", "By task.", Unit.TIMES_PER_SECOND)
                .link(Link.logsOfSeries())
                .ask(rate("kafka_connect_plugins_retries_total", TASK));
    }

    private static Panel deadLetters() {
        return Panel.lines("Records refused", "That went to the dead letter queue.", Unit.RECORDS_PER_SECOND)
                .link(Link.logsOfSeries())
                .ask(rate("kafka_connect_plugins_dead_letters_total", TASK));
    }

    private static Panel stale() {
        return Panel.lines(
                        "Records out of date",
                        "That changed nothing, because by order.field the table had a later one. ClickHouse finds out when"
                                + " it merges: 0 there.",
                        Unit.RECORDS_PER_SECOND)
                .link(Link.logsOfSeries())
                .ask(rate("kafka_connect_plugins_stale_total", TASK));
    }

    private static Panel fenced() {
        return Panel.lines("Fenced", "How often another task had taken a partition over.", Unit.TIMES_PER_SECOND)
                .link(Link.logsOfSeries())
                .ask(rate("kafka_connect_plugins_fenced_total", TASK));
    }

    private static Panel reads() {
        return Panel.lines(
                        "Records that Connect hands over",
                        "Above the rate of flushes the buffer grows; below it, it shrinks.",
                        Unit.RECORDS_PER_SECOND)
                .link(Link.logsOfSeries())
                .ask(rate("kafka_connect_sink_task_sink_record_send_total", TASK));
    }
}
