// SPDX-License-Identifier: Apache-2.0
package io.millrace.strimzi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The rules of the JMX exporter, applied as it does: the first whose pattern is found anywhere in the line. */
class MetricRulesTest {
    private static final Manifest RULES = Manifests.read(
                    Manifests.FOLDER.resolve("components/monitoring/metrics-config.yml"))
            .get(0);

    @Test
    void nameTheMetricsOfTasks() {
        assertThat(series("kafka.connect<type=source-task-metrics, connector=device-events-source, task=0>"
                        + "<>source-record-active-count: 3"))
                .isEqualTo("kafka_connect_source_task_source_record_active_count"
                        + "{connector=device-events-source, task=0}");
        assertThat(series("kafka.connect<type=source-task-metrics, connector=device-events-source, task=0>"
                        + "<>source-record-active-count-max: 3"))
                .isEqualTo("kafka_connect_source_task_source_record_active_count_max"
                        + "{connector=device-events-source, task=0}");
        assertThat(series("kafka.connect<type=task-error-metrics, connector=shop-postgres-sink, task=12>"
                        + "<>deadletterqueue-produce-requests: 1"))
                .isEqualTo("kafka_connect_task_error_deadletterqueue_produce_requests"
                        + "{connector=shop-postgres-sink, task=12}");
    }

    @Test
    void nameStates() {
        assertThat(series("kafka.connect<type=connector-task-metrics, connector=a, task=0><>status: running"))
                .isEqualTo("kafka_connect_connector_task_status{connector=a, status=running, task=0}");
        assertThat(series("kafka.connect<type=connector-metrics, connector=a><>status: failed"))
                .isEqualTo("kafka_connect_connector_status{connector=a, status=failed}");
    }

    @Test
    void nameTheMetricsOfPluginsAndWorkers() {
        assertThat(series("kafka.connect<type=plugins, connector=device-pushes-source, task=0>"
                        + "<>events-accepted-total: 7"))
                .isEqualTo("kafka_connect_plugins_events_accepted_total{connector=device-pushes-source, task=0}");
        assertThat(series("kafka.connect<type=connect-worker-metrics><>connector-count: 5"))
                .isEqualTo("kafka_connect_worker_connector_count{}");
        assertThat(series("kafka.connect<type=connect-worker-rebalance-metrics><>rebalancing: 0"))
                .isEqualTo("kafka_connect_worker_rebalance_rebalancing{}");
        assertThat(series("kafka.connect<type=connect-worker-metrics, connector=a><>connector-failed-task-count: 0"))
                .isEqualTo("kafka_connect_worker_connector_connector_failed_task_count{connector=a}");
    }

    @Test
    void leaveOtherBeansAlone() {
        assertThat(series("kafka.producer<type=producer-metrics, client-id=x><>record-send-rate: 1"))
                .isEqualTo("none");
    }

    private static String series(String line) {
        for (JsonNode rule : RULES.elements("/rules")) {
            Matcher found = Pattern.compile("^.*(?:" + rule.get("pattern").asText() + ").*$")
                    .matcher(line);
            if (found.matches()) {
                Map<String, String> labels = new TreeMap<>();
                rule.path("labels")
                        .properties()
                        .forEach(label -> labels.put(
                                label.getKey(), expand(label.getValue().asText(), found)));
                return expand(rule.get("name").asText(), found).replace('-', '_') + labels;
            }
        }
        return "none";
    }

    private static String expand(String text, Matcher found) {
        String expanded = text;
        for (int group = 1; group <= found.groupCount(); group++) {
            expanded = expanded.replace("$" + group, found.group(group));
        }
        return expanded;
    }
}
