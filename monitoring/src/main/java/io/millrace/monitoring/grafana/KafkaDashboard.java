// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.grafana;

/** The brokers: whether partitions are safe, what flows, and how long requests take. */
final class KafkaDashboard {
    static final String UID = "millrace-kafka";

    /** Not the topics that Kafka and Connect keep for themselves. */
    private static final String OURS = ", topic!~\"|_.*|connect-.*\"";

    private KafkaDashboard() {}

    static Dashboard build() {
        return Dashboard.of(
                        UID,
                        "Millrace / Kafka",
                        "The brokers that the pipeline runs through: replicas, traffic, requests, size of topics.")
                .choose(
                        Variable.labels(
                                "kafka", "Kafka cluster", "cluster", "kafka_server_replicamanager_partitioncount", ""),
                        Variable.labels(
                                "namespace",
                                "Namespace",
                                "kafka_server_replicamanager_partitioncount",
                                "cluster=~\"$kafka\""),
                        Variable.labels(
                                "topic",
                                "Topic",
                                "kafka_log_log_size",
                                "cluster=~\"$kafka\", namespace=~\"$namespace\""))
                .section("Safety", brokers(), controllers(), offline(), underMin(), underReplicated(), unclean())
                .section("Traffic", messages(), bytesIn(), bytesOut(), sizes())
                .section("Requests", times(), requests(), idle(), failures())
                .section("Replicas and groups", replicas(), partitions(), lag(), heap());
    }

    private static Panel safety(String title, String description, String expression, Thresholds thresholds) {
        return Panel.number(title, description, Unit.EXACT)
                .coloredBy(thresholds)
                .ask(Query.series(expression, title));
    }

    private static Panel brokers() {
        return safety(
                "Brokers",
                "Brokers that answer Prometheus.",
                "count(kafka_server_replicamanager_partitioncount<kafka>) or vector(0)",
                Thresholds.redBelow(1));
    }

    private static Panel controllers() {
        return safety(
                "Active controllers",
                "There must be exactly one.",
                "sum(kafka_controller_kafkacontroller_activecontrollercount<kafka>)",
                Thresholds.startingWith(Color.RED).from(1, Color.GREEN).from(2, Color.RED));
    }

    private static Panel offline() {
        return safety(
                "Partitions offline",
                "Without a leader: nobody can read or write them.",
                "max(kafka_controller_kafkacontroller_offlinepartitionscount<kafka>)",
                Thresholds.redFrom(1));
    }

    private static Panel underMin() {
        return safety(
                "Below the least replicas",
                "With fewer replicas in sync than min.insync.replicas: writes with acks=all fail.",
                "sum(kafka_server_replicamanager_underminisrpartitioncount<kafka>)",
                Thresholds.redFrom(1));
    }

    private static Panel underReplicated() {
        return safety(
                "Under-replicated",
                "Partitions with a replica that is not in sync.",
                "sum(kafka_server_replicamanager_underreplicatedpartitions<kafka>)",
                Thresholds.startingWith(Color.GREEN).from(1, Color.YELLOW));
    }

    private static Panel unclean() {
        return Panel.number(
                        "Unclean elections in a day",
                        "A leader that was not in sync was chosen: records may be lost.",
                        Unit.EXACT)
                .decimals(0)
                .coloredBy(Thresholds.redFrom(1))
                .ask(Query.series(
                        "sum(increase(kafka_controller_controllerstats_uncleanleaderelections_total<kafka>[1d]))",
                        "elections"));
    }

    private static Query traffic(String counter) {
        return Query.series("sum by (topic) (rate(" + counter + "<topic" + OURS + ">[$__rate_interval]))", "{{topic}}");
    }

    private static Panel messages() {
        return Panel.stacked(
                        "Records received", "By topic. Control records of transactions count.", Unit.RECORDS_PER_SECOND)
                .ask(traffic("kafka_server_brokertopicmetrics_messagesin_total"));
    }

    private static Panel bytesIn() {
        return Panel.stacked("Bytes received", "By topic.", Unit.BYTES_PER_SECOND)
                .ask(traffic("kafka_server_brokertopicmetrics_bytesin_total"));
    }

    private static Panel bytesOut() {
        return Panel.stacked("Bytes sent", "By topic, to all that read it.", Unit.BYTES_PER_SECOND)
                .ask(traffic("kafka_server_brokertopicmetrics_bytesout_total"));
    }

    private static Panel sizes() {
        return Panel.stacked("Size on disk", "By topic, with all replicas.", Unit.BYTES)
                .ask(Query.series("sum by (topic) (kafka_log_log_size<topic" + OURS + ">)", "{{topic}}"));
    }

    private static Panel times() {
        return Panel.lines(
                        "Time of requests, 99 of 100",
                        "From a request's arrival to its answer. Fetches wait for records, by design.",
                        Unit.MILLISECONDS)
                .ask(Query.series(
                        "max by (request) (kafka_network_requestmetrics_totaltimems<kafka, quantile=\"0.99\","
                                + " request=~\"Produce|FetchConsumer|FetchFollower\">)",
                        "{{request}}"));
    }

    private static Panel requests() {
        return Panel.stacked("Requests", "By kind.", Unit.REQUESTS_PER_SECOND)
                .ask(Query.series(
                        "topk(10, sum by (request)"
                                + " (rate(kafka_network_requestmetrics_requests_total<kafka>[$__rate_interval])))",
                        "{{request}}"));
    }

    private static Panel idle() {
        return Panel.lines(
                        "Idle request handlers",
                        "Share of time. Below 0.3 brokers are close to their limit.",
                        Unit.SHARE)
                .max(1)
                .coloredBy(Thresholds.redBelow(0.3))
                .ask(Query.series(
                        "min by (namespace, instance)"
                                + " (kafka_server_kafkarequesthandlerpool_requesthandleravgidlepercent<kafka>)",
                        "{{instance}}"));
    }

    private static Panel failures() {
        return Panel.lines("Requests that failed", "Of producers and of consumers.", Unit.REQUESTS_PER_SECOND)
                .ask(Query.series(
                        "sum(rate(kafka_server_brokertopicmetrics_failedproducerequests_total<kafka, topic=\"\">"
                                + "[$__rate_interval]))",
                        "produce"))
                .ask(Query.series(
                        "sum(rate(kafka_server_brokertopicmetrics_failedfetchrequests_total<kafka, topic=\"\">"
                                + "[$__rate_interval]))",
                        "fetch"));
    }

    private static Panel replicas() {
        return Panel.lines("Replicas that fall out of sync and come back", "Of all brokers.", Unit.TIMES_PER_SECOND)
                .ask(Query.series(
                        "sum(rate(kafka_server_replicamanager_isrshrinks_total<kafka>[$__rate_interval]))",
                        "out of sync"))
                .ask(Query.series(
                        "sum(rate(kafka_server_replicamanager_isrexpands_total<kafka>[$__rate_interval]))", "back"));
    }

    private static Panel partitions() {
        return Panel.lines("Partitions", "Each broker's replicas, and those it leads.", Unit.EXACT)
                .ask(Query.series(
                        "sum by (namespace, instance) (kafka_server_replicamanager_partitioncount<kafka>)",
                        "{{instance}} replicas"))
                .ask(Query.series(
                        "sum by (namespace, instance) (kafka_server_replicamanager_leadercount<kafka>)",
                        "{{instance}} led"));
    }

    private static Panel lag() {
        return Panel.lines(
                        "Lag of consumer groups",
                        "Records between a group's committed offsets and the topics' ends, where Kafka Exporter runs.",
                        Unit.COUNT)
                .whenEmpty("Kafka Exporter is not there")
                .ask(Query.series(
                        "sum by (consumergroup) (kafka_consumergroup_lag{namespace=~\"$namespace\"})",
                        "{{consumergroup}}"));
    }

    private static Panel heap() {
        return Panel.lines("Heap", "Of each broker.", Unit.BYTES)
                .ask(Query.series(
                        "sum by (namespace, instance) (jvm_memory_used_bytes<kafka, job=\"kafka-broker\", area=\"heap\">)",
                        "{{instance}} used"))
                .ask(Query.series(
                        "sum by (namespace, instance) (jvm_memory_max_bytes<kafka, job=\"kafka-broker\", area=\"heap\">)",
                        "{{instance}} limit"));
    }
}
