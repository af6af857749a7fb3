// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.grafana;

/** Device events on their way into Kafka: pushed by devices, and polled from APIs. */
final class IngestionDashboard {
    static final String UID = "millrace-ingestion";

    /** The sources that take pushes, and those that poll, have counters of one name: these tell them apart. */
    private static final String OF_PUSHES =
            " and on (cluster, namespace, connector, task) kafka_connect_plugins_events_accepted_total";

    private static final String OF_POLLS =
            " and on (cluster, namespace, connector, task) kafka_connect_plugins_pages_total";

    private static final String BY = " by (cluster, namespace, connector) ";
    private static final String CONNECTOR = "{{connector}}";

    private IngestionDashboard() {}

    static Dashboard build() {
        return Dashboard.of(
                        UID,
                        "Millrace / Device ingestion",
                        "Events that devices push to Kafka Connect, and events polled from APIs: how many, how fast, what"
                                + " is refused.")
                .choose(Variable.CLUSTER, Variable.NAMESPACE, Variable.CONNECTOR)
                .section("Now", acceptedNow(), answerNow(), available(), inFlightNow(), polledNow(), pollLagNow())
                .section("Pushed by devices", accepted(), answers(), refused(), answerTime(), commitTime(), inFlight())
                .section("Memory and senders' repeats", bytesInFlight(), notTaken())
                .section("Polled from APIs", polled(), responses(), pageTime(), pollLag(), waits(), badRecords());
    }

    private static Query rate(String counter, String legend) {
        return Query.series("sum" + BY + "(rate(" + counter + "<connector>[$__rate_interval]))", legend);
    }

    private static Query total(String counter, String legend) {
        return Query.series("sum(rate(" + counter + "<connector>[$__rate_interval]))", legend);
    }

    private static Query max(String gauge, String legend) {
        return Query.series("max" + BY + "(" + gauge + "<connector>)", legend);
    }

    private static Panel acceptedNow() {
        return Panel.number("Pushed events", "That Kafka has committed.", Unit.EVENTS_PER_SECOND)
                .ask(total("kafka_connect_plugins_events_accepted_total", "events"));
    }

    private static Panel answerNow() {
        return Panel.number(
                        "Slowest answer",
                        "From a request's last byte to its answer, which waits for Kafka.",
                        Unit.MILLISECONDS)
                .coloredBy(Thresholds.startingWith(Color.GREEN)
                        .from(1_000, Color.YELLOW)
                        .from(5_000, Color.RED))
                .ask(Query.series("max(kafka_connect_plugins_answer_time_max_ms<connector>)", "slowest"));
    }

    private static Panel available() {
        String served = "sum(rate(kafka_connect_plugins_answers_2xx_total<connector>[$__rate_interval]))"
                + " + sum(rate(kafka_connect_plugins_answers_4xx_total<connector>[$__rate_interval]))";
        String turnedAway = "sum(rate(kafka_connect_plugins_answers_5xx_total<connector>[$__rate_interval]))"
                + " + sum(rate(kafka_connect_plugins_requests_refused_busy_total<connector>[$__rate_interval]))"
                + " + sum(rate(kafka_connect_plugins_requests_refused_stopping_total<connector>[$__rate_interval]))";
        return Panel.number(
                        "Requests that were served",
                        "Of the requests that devices sent, the share that was not answered with 503.",
                        Unit.SHARE)
                .decimals(2)
                .coloredBy(Thresholds.startingWith(Color.RED)
                        .from(0.99, Color.YELLOW)
                        .from(0.999, Color.GREEN))
                .ask(Query.series("(" + served + ")\n/ (" + served + " + " + turnedAway + ")", "served"));
    }

    private static Panel inFlightNow() {
        return Panel.number("Requests under way", "Being read, or waiting for Kafka.", Unit.EXACT)
                .ask(Query.series("sum(kafka_connect_plugins_requests_in_flight<connector>)", "requests"));
    }

    private static Panel polledNow() {
        return Panel.number("Polled records", "Handed over to Kafka Connect.", Unit.RECORDS_PER_SECOND)
                .ask(Query.series(
                        "sum(rate(kafka_connect_plugins_records_total<connector>[$__rate_interval])" + OF_POLLS + ")",
                        "records"));
    }

    private static Panel pollLagNow() {
        return Panel.number("Age of polled records", "When they are handed over; the oldest.", Unit.MILLISECONDS)
                .ask(Query.series("max(kafka_connect_plugins_lag_max_ms<connector>" + OF_POLLS + ")", "age"));
    }

    private static Panel accepted() {
        return Panel.stacked(
                        "Events by answer",
                        "ok: Kafka has them. drop: never to be sent again. retry: to be sent again.",
                        Unit.EVENTS_PER_SECOND)
                .link(Link.logsOfSeries())
                .ask(rate("kafka_connect_plugins_events_accepted_total", CONNECTOR + " ok"))
                .ask(rate("kafka_connect_plugins_events_dropped_total", CONNECTOR + " drop"))
                .ask(rate("kafka_connect_plugins_events_retried_total", CONNECTOR + " retry"));
    }

    private static Panel answers() {
        return Panel.stacked("Requests by answer", "Of requests whose events were read.", Unit.REQUESTS_PER_SECOND)
                .link(Link.logsOfSeries())
                .ask(rate("kafka_connect_plugins_answers_2xx_total", CONNECTOR + " 2xx"))
                .ask(rate("kafka_connect_plugins_answers_4xx_total", CONNECTOR + " 4xx"))
                .ask(rate("kafka_connect_plugins_answers_5xx_total", CONNECTOR + " 5xx"));
    }

    private static Panel refused() {
        Panel panel = Panel.stacked(
                "Requests that were not taken",
                "By reason. busy and stopping are the server's; the others are the senders'.",
                Unit.REQUESTS_PER_SECOND);
        for (String reason :
                new String[] {"busy", "key", "keys", "malformed", "rate", "signature", "too-large", "other"}) {
            panel = panel.ask(
                    total("kafka_connect_plugins_requests_refused_" + reason.replace('-', '_') + "_total", reason));
        }
        return panel;
    }

    private static Panel answerTime() {
        return Panel.lines(
                        "Time to answer",
                        "From a request's last byte to its answer, the slowest and the average.",
                        Unit.MILLISECONDS)
                .link(Link.logsOfSeries())
                .ask(max("kafka_connect_plugins_answer_time_max_ms", CONNECTOR + " slowest"))
                .ask(max("kafka_connect_plugins_answer_time_avg_ms", CONNECTOR + " average"));
    }

    private static Panel commitTime() {
        return Panel.lines(
                        "Time for Kafka",
                        "Of which from the task to Kafka's commit. Commits of sinks are on their own dashboard.",
                        Unit.MILLISECONDS)
                .link(Link.logsOfSeries())
                .ask(Query.series(
                        "max" + BY + "(kafka_connect_plugins_commit_time_max_ms<connector>" + OF_PUSHES + ")",
                        CONNECTOR + " slowest"))
                .ask(Query.series(
                        "max" + BY + "(kafka_connect_plugins_commit_time_avg_ms<connector>" + OF_PUSHES + ")",
                        CONNECTOR + " average"));
    }

    private static Panel inFlight() {
        return Panel.lines(
                        "Requests under way and waiting",
                        "Under way: being read, or waiting for Kafka. Waiting: not read yet, because too much is under way.",
                        Unit.EXACT)
                .link(Link.logsOfSeries())
                .ask(max("kafka_connect_plugins_requests_in_flight", CONNECTOR + " under way"))
                .ask(max("kafka_connect_plugins_requests_waiting", CONNECTOR + " waiting"));
    }

    private static Panel bytesInFlight() {
        return Panel.lines("Bytes under way", "Bounded by in.flight.max.bytes.", Unit.BYTES)
                .link(Link.logsOfSeries())
                .ask(max("kafka_connect_plugins_bytes_in_flight", CONNECTOR));
    }

    private static Panel notTaken() {
        return Panel.lines(
                        "503: to be sent again",
                        "Requests that devices have to repeat: nothing is lost, but Kafka or this task was not there.",
                        Unit.REQUESTS_PER_SECOND)
                .link(Link.logsOfSeries())
                .ask(rate("kafka_connect_plugins_answers_5xx_total", CONNECTOR + " not committed"))
                .ask(rate("kafka_connect_plugins_requests_refused_busy_total", CONNECTOR + " busy"))
                .ask(rate("kafka_connect_plugins_requests_refused_stopping_total", CONNECTOR + " stopping"));
    }

    private static Panel polled() {
        return Panel.stacked("Records", "Handed over to Kafka Connect.", Unit.RECORDS_PER_SECOND)
                .link(Link.logsOfSeries())
                .ask(Query.series(
                        "sum" + BY + "(rate(kafka_connect_plugins_records_total<connector>[$__rate_interval])"
                                + OF_POLLS + ")",
                        CONNECTOR));
    }

    private static Panel responses() {
        return Panel.stacked(
                        "Answers of the APIs", "By status, and requests without an answer.", Unit.REQUESTS_PER_SECOND)
                .link(Link.logsOfSeries())
                .ask(rate("kafka_connect_plugins_responses_2xx_total", CONNECTOR + " 2xx"))
                .ask(rate("kafka_connect_plugins_responses_3xx_total", CONNECTOR + " 3xx"))
                .ask(rate("kafka_connect_plugins_responses_4xx_total", CONNECTOR + " 4xx"))
                .ask(rate("kafka_connect_plugins_responses_5xx_total", CONNECTOR + " 5xx"))
                .ask(rate("kafka_connect_plugins_request_failures_total", CONNECTOR + " none"));
    }

    private static Panel pageTime() {
        return Panel.lines("Time for a page", "From its request to its last byte.", Unit.MILLISECONDS)
                .link(Link.logsOfSeries())
                .ask(max("kafka_connect_plugins_page_time_max_ms", CONNECTOR + " slowest"))
                .ask(max("kafka_connect_plugins_page_time_avg_ms", CONNECTOR + " average"));
    }

    private static Panel pollLag() {
        return Panel.lines("Age of records", "When they are handed over, by their own timestamp.", Unit.MILLISECONDS)
                .link(Link.logsOfSeries())
                .ask(Query.series(
                        "max" + BY + "(kafka_connect_plugins_lag_max_ms<connector>" + OF_POLLS + ")",
                        CONNECTOR + " oldest"))
                .ask(Query.series(
                        "max" + BY + "(kafka_connect_plugins_lag_avg_ms<connector>" + OF_POLLS + ")",
                        CONNECTOR + " average"));
    }

    private static Panel waits() {
        return Panel.stacked(
                        "Share of time that feeds wait, and why",
                        "poll interval: nothing new. rate limit: our own. retry after: the API asked for it. backoff: after"
                                + " failures.",
                        Unit.SHARE)
                .ask(wait("poll_interval"))
                .ask(wait("rate_limit"))
                .ask(wait("retry_after"))
                .ask(wait("backoff"));
    }

    private static Query wait(String cause) {
        return Query.series(
                "sum(rate(kafka_connect_plugins_wait_" + cause + "_ms_total<connector>[$__rate_interval])) / 1000",
                cause.replace('_', ' '));
    }

    private static Panel badRecords() {
        return Panel.lines(
                        "Records that do not fit",
                        "And records that Connect dropped because Kafka refused them.",
                        Unit.RECORDS_PER_SECOND)
                .link(Link.logsOfSeries())
                .ask(rate("kafka_connect_plugins_bad_records_total", CONNECTOR + " do not fit"))
                .ask(rate("kafka_connect_plugins_records_dropped_total", CONNECTOR + " dropped"));
    }
}
