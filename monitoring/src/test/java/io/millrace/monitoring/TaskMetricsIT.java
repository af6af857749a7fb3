// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The tasks of one worker count for themselves, in metrics that last as long as they do. */
class TaskMetricsIT {
    private static final String SINK = "checked-events-postgres-sink";

    private final MonitoredPipeline pipeline = MonitoredPipeline.shared();

    @Test
    void aSinkWritesNoMoreRecordsThanItHasRead() {
        Map<String, Double> written = ofConnectors("kafka_connect_plugins_records_total", pipeline.workerMetrics());
        Map<String, Double> read =
                ofConnectors("kafka_connect_sink_task_sink_record_read_total", pipeline.workerMetrics());

        assertThat(read).hasSize(4).containsKey(SINK);
        read.forEach((connector, records) ->
                assertThat(written.get(connector)).as(connector).isPositive().isLessThanOrEqualTo(records));
    }

    @Test
    void aTaskThatEndsLeavesTheMetricsOfOthersAlone() {
        pipeline.worker().stop(SINK);
        pipeline.worker().await(SINK, "to stop", status -> status.state().equals("STOPPED"), Duration.ofMinutes(1));
        try {
            await().atMost(Duration.ofMinutes(1)) // the connector says that it has stopped before its task has
                    .untilAsserted(
                            () -> assertThat(ofConnectors("kafka_connect_plugins_rows_total", pipeline.workerMetrics()))
                                    .containsOnlyKeys(
                                            "device-events-postgres-sink",
                                            "device-pushes-postgres-sink",
                                            "shop-postgres-sink"));
        } finally {
            pipeline.worker().resume(SINK);
            pipeline.awaitHealthy();
        }
    }

    private static Map<String, Double> ofConnectors(String name, String metrics) {
        Map<String, Double> values = new TreeMap<>();
        Matcher series = Pattern.compile("(?m)^" + name + "\\{connector=\"([^\"]+)\",task=\"0\"\\} (\\S+)$")
                .matcher(metrics);
        while (series.find()) {
            values.put(series.group(1), Double.valueOf(series.group(2)));
        }
        return values;
    }
}
