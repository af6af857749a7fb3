// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.monitoring.JmxRules.Rule;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of the JMX exporter name each attribute once, and say what it is of. */
class JmxRulesTest {
    private static final JmxRules CONNECT = JmxRules.read(Path.of("jmx/kafka-connect.yaml"));
    private static final JmxRules BROKER = JmxRules.read(Path.of("jmx/kafka-broker.yaml"));

    static List<Rule> rules() {
        return Stream.of(CONNECT, BROKER).flatMap(file -> file.rules().stream()).toList();
    }

    /** Else "record-count" would be found in "record-count-max", and both become one series. */
    @ParameterizedTest
    @MethodSource("rules")
    void aPatternBeginsWithTheDomainAndEndsWithTheAttribute(Rule rule) {
        assertThat(rule.pattern()).matches("(?s)\\^(kafka|debezium)\\\\\\..*");
        assertThat(rule.pattern()).matches("(?s).*><>.*(:|: \\(.+\\))");
    }

    /** The exporter cuts off what Prometheus' formats give a meaning of their own. */
    @ParameterizedTest
    @MethodSource("rules")
    void aNameEndsAsItIsWritten(Rule rule) {
        assertThat(rule.name()).matches("(kafka_|debezium_)[\\w$.-]+").doesNotMatch(".*_(info|created|bucket)");
        assertThat(rule.type()).isEqualTo(rule.name().endsWith("_total") ? "COUNTER" : "GAUGE");
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aTextIsALabelOfASeriesThatIsOne(Rule rule) {
        boolean isText = !rule.pattern().endsWith(":");

        assertThat(rule.value()).isEqualTo(isText ? "1" : "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "kafka.connect<type=source-task-metrics, connector=a, task=0><>source-record-active-count: 3"
                        + " | kafka_connect_source_task_source_record_active_count{connector=a, task=0}",
                "kafka.connect<type=source-task-metrics, connector=a, task=0><>source-record-active-count-max: 3"
                        + " | kafka_connect_source_task_source_record_active_count_max{connector=a, task=0}",
                "kafka.connect<type=source-task-metrics, connector=a, task=0><>source-record-write-total: 3"
                        + " | kafka_connect_source_task_source_record_write_total{connector=a, task=0}",
                "kafka.connect<type=task-error-metrics, connector=a, task=12><>deadletterqueue-produce-requests: 1"
                        + " | kafka_connect_task_error_deadletterqueue_produce_requests{connector=a, task=12}",
                "kafka.connect<type=connector-task-metrics, connector=a, task=0><>offset-commit-failure-percentage: 0"
                        + " | kafka_connect_connector_task_offset_commit_failure_percentage{connector=a, task=0}",
                "kafka.connect<type=connector-task-metrics, connector=a, task=0><>status: running"
                        + " | kafka_connect_connector_task_status{connector=a, status=running, task=0}",
                "kafka.connect<type=connector-metrics, connector=a><>status: failed"
                        + " | kafka_connect_connector_status{connector=a, status=failed}",
                "kafka.connect<type=connector-metrics, connector=\"a, b:c\"><>status: failed"
                        + " | kafka_connect_connector_status{connector=a, b:c, status=failed}",
                "kafka.connect<type=connect-worker-metrics><>connector-count: 5"
                        + " | kafka_connect_worker_connector_count{}",
                "kafka.connect<type=connect-worker-metrics, connector=a><>connector-failed-task-count: 0"
                        + " | kafka_connect_worker_connector_connector_failed_task_count{connector=a}",
                "kafka.connect<type=connect-worker-rebalance-metrics><>rebalancing: 0.0"
                        + " | kafka_connect_worker_rebalance_rebalancing{}",
                "kafka.connect<type=plugins, connector=a, task=0><>events-accepted-total: 7"
                        + " | kafka_connect_plugins_events_accepted_total{connector=a, task=0}",
                "kafka.connect<type=plugins, connector=a, task=0><>lag-max-ms: 7"
                        + " | kafka_connect_plugins_lag_max_ms{connector=a, task=0}",
                "kafka.connect<type=plugins, connector=a><>lag-max-ms: 7"
                        + " | kafka_connect_plugins_lag_max_ms{connector=a}",
                "kafka.connect<type=plugins, connector=a, task=0, converter=value><>x: 7"
                        + " | kafka_connect_plugins_x{connector=a, converter=value, task=0}",
                "kafka.connect<type=plugins, connector=a, task=0, transformation=t><>x: 7"
                        + " | kafka_connect_plugins_x{connector=a, task=0, transform=t}",
                "kafka.connect<type=plugins, connector=a, task=0, predicate=p><>x: 7"
                        + " | kafka_connect_plugins_x{connector=a, predicate=p, task=0}",
                "kafka.consumer<type=consumer-fetch-manager-metrics, client-id=connector-consumer-a-b-0>"
                        + "<>records-lag-max: 7 | kafka_consumer_fetch_manager_records_lag_max"
                        + "{client_id=connector-consumer-a-b-0, connector=a-b, task=0}",
                "kafka.producer<type=producer-metrics, client-id=connector-dlq-producer-a-0><>record-error-total: 7"
                        + " | kafka_producer_record_error_total"
                        + "{client_id=connector-dlq-producer-a-0, connector=a, task=0}",
                "kafka.producer<type=producer-metrics, client-id=mine><>record-error-rate: 7"
                        + " | kafka_producer_record_error_rate{client_id=mine}",
                "debezium.mariadb<type=connector-metrics, context=streaming, server=shop><>MilliSecondsBehindSource: 7"
                        + " | debezium_millisecondsbehindsource{context=streaming, name=shop, plugin=mariadb}",
                "debezium.sql_server<type=connector-metrics, server=s, task=0, context=snapshot, database=d>"
                        + "<>SnapshotAborted: false | debezium_snapshotaborted"
                        + "{context=snapshot, database=d, name=s, plugin=sql_server, task=0}",
                "java.lang<type=Memory><HeapMemoryUsage>used: 3 | none"
            })
    void nameWhatAWorkerShows(String line, String series) {
        assertThat(CONNECT.series(line)).isEqualTo(series);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "kafka.server<type=ReplicaManager, name=UnderMinIsrPartitionCount><>Value: 0"
                        + " | kafka_server_replicamanager_underminisrpartitioncount{}",
                "kafka.controller<type=KafkaController, name=OfflinePartitionsCount><>Value: 0"
                        + " | kafka_controller_kafkacontroller_offlinepartitionscount{}",
                "kafka.server<type=BrokerTopicMetrics, name=BytesInPerSec, topic=a.b><>Count: 9"
                        + " | kafka_server_brokertopicmetrics_bytesin_total{topic=a.b}",
                "kafka.server<type=BrokerTopicMetrics, name=MessagesInPerSec><>Count: 9"
                        + " | kafka_server_brokertopicmetrics_messagesin_total{}",
                "kafka.server<type=BrokerTopicMetrics, name=FailedProduceRequestsPerSec><>Count: 9"
                        + " | kafka_server_brokertopicmetrics_failedproducerequests_total{}",
                "kafka.server<type=BrokerTopicMetrics, name=MessagesInPerSec><>OneMinuteRate: 9 | none",
                "kafka.network<type=RequestMetrics, name=TotalTimeMs, request=Produce><>99thPercentile: 9"
                        + " | kafka_network_requestmetrics_totaltimems{quantile=0.99, request=Produce}",
                "kafka.log<type=Log, name=Size, topic=a, partition=1><>Value: 9"
                        + " | kafka_log_log_size{partition=1, topic=a}"
            })
    void nameWhatABrokerShows(String line, String series) {
        assertThat(BROKER.series(line)).isEqualTo(series);
    }

    @Test
    void readsNoOthersForTheWorker() {
        assertThat(CONNECT.series("kafka.server<type=ReplicaManager, name=PartitionCount><>Value: 1"))
                .isEqualTo("none");
    }
}
