// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.testkit.servers.ClickHouseServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

        assertThat(read).hasSizeGreaterThanOrEqualTo(4).containsOnlyKeys(sinks());
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
                                    .containsOnlyKeys(sinks().stream()
                                            .filter(sink -> !sink.equals(SINK))
                                            .toList()));
        } finally {
            pipeline.worker().resume(SINK);
            pipeline.awaitHealthy();
        }
    }

    /** What watches one store watches the other. */
    @Test
    void sinksOfBothStoresHaveTheSameMetrics() {
        assumeTrue(pipeline.clickHouse().isPresent(), ClickHouseServer.ABSENT);
        Set<String> ofPostgres = names("shop-postgres-sink");

        assertThat(ofPostgres).hasSizeGreaterThan(15);
        assertThat(names("shop-clickhouse-sink")).isEqualTo(ofPostgres);
    }

    private Set<String> names(String connector) {
        return Pattern.compile("(?m)^(kafka_connect_plugins_\\w+)\\{connector=\"" + connector + "\"")
                .matcher(pipeline.workerMetrics())
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<String> sinks() {
        return pipeline.connectors().stream()
                .filter(name -> name.endsWith("-sink"))
                .toList();
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
