// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.testkit.servers.TestServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What goes wrong turns on the alert that is for it, and mending it turns it off. The rules are the shipped ones, but for
 * the times in them, which would make the test last for hours: see {@link HurriedRules}.
 */
class AlertsIT {
    private static final Duration DEADLINE = Duration.ofMinutes(3);
    private static final Path CHECKED = Path.of("src/test/connectors/checked-events-postgres-sink.json");

    private static MonitoredPipeline pipeline;
    private static Prometheus prometheus;

    @BeforeAll
    static void start() {
        Prometheus.requireBinary();
        pipeline = MonitoredPipeline.shared();
        Path folder = TestServers.newDirectory("alerting");
        prometheus = Prometheus.start(folder, pipeline.targets(), HurriedRules.copyTo(folder));
    }

    @AfterAll
    static void stop() {
        if (prometheus != null) {
            prometheus.close();
        }
    }

    @BeforeEach
    void everyPartIsScraped() {
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(prometheus.jobsUp())
                        .hasSize(pipeline.targets().size()));
    }

    @AfterEach
    void mend() {
        pipeline.awaitHealthy();
    }

    @Test
    void aRecordThatStopsATask() {
        Map<String, String> config = new TreeMap<>(MonitoredPipeline.config(CHECKED));
        config.put("topics", "devices.strict");
        config.put("table.name.format", "device_strict");
        config.put("errors.tolerance", "none");
        pipeline.worker().put("strict-events-postgres-sink", config);
        try (CheckedEvents strict = pipeline.events("devices.strict")) {
            strict.unreadable();

            awaitFiring("ConnectTaskFailed strict-events-postgres-sink");

            config.put("errors.tolerance", "all");
            pipeline.worker().put("strict-events-postgres-sink", config);
            awaitQuiet("ConnectTaskFailed");
        } finally {
            pipeline.worker().delete("strict-events-postgres-sink");
        }
    }

    @Test
    void recordsThatGoToTheDeadLetterQueue() {
        awaitQuiet("ConnectDeadLetters"); // what came before Prometheus did is new to it

        pipeline.checked().unreadable();
        pipeline.checked().keyless();

        awaitFiring("ConnectDeadLetters checked-events-postgres-sink");

        awaitQuiet("ConnectDeadLetters"); // by itself, when no more come
    }

    @Test
    void aDatabaseThatDoesNotAnswer() {
        pipeline.postgresNetwork().refuse();
        try {
            awaitFiring("SinkRetrying device-events-postgres-sink");
            awaitFiring("SinkRetrying shop-postgres-sink");
        } finally {
            pipeline.postgresNetwork().pass();
        }

        awaitFiring("LatencySloBurnFast device-events-postgres-sink"); // for rows that now come late
        awaitQuiet("SinkRetrying");
        awaitQuiet("LatencySloBurnFast device-events-postgres-sink");
    }

    /**
     * As another Connect cluster's connector of that name does. The task fails, and its metrics go with it; the next one begins
     * with the count of fences.
     */
    @Test
    void aSinkWhosePartitionsAreTakenOver() {
        pipeline.execute(
                "UPDATE millrace.sink_offsets SET epoch = epoch + 1 WHERE connector = 'device-pushes-postgres-sink'");

        pipeline.worker().awaitFailed("device-pushes-postgres-sink", DEADLINE);
        pipeline.worker().restart("device-pushes-postgres-sink");
        awaitFiring("SinkFenced device-pushes-postgres-sink");

        awaitQuiet("SinkFenced");
    }

    @Test
    void aDatabaseThatDebeziumCannotFollow() {
        pipeline.lockDebeziumOut();
        try {
            awaitFiring("DebeziumDisconnected");
        } finally {
            pipeline.letDebeziumIn();
        }

        awaitQuiet("DebeziumDisconnected");
    }

    @Test
    void aRegistryThatIsAway() {
        pipeline.registry().kill();
        try {
            awaitFiring("SchemaRegistryDown");
        } finally {
            pipeline.registry().restart();
        }

        awaitQuiet("SchemaRegistryDown");
    }

    @Test
    void aWorkerThatIsAway() {
        pipeline.worker().kill();
        try {
            awaitFiring("ConnectWorkerDown");
        } finally {
            pipeline.worker().restart();
        }

        awaitQuiet("ConnectWorkerDown");
    }

    private static void awaitFiring(String alert) {
        await(alert + " fires")
                .atMost(DEADLINE)
                .untilAsserted(() -> assertThat(firing()).contains(alert));
    }

    private static void awaitQuiet(String alert) {
        await(alert + " ends")
                .atMost(DEADLINE)
                .untilAsserted(() -> assertThat(firing()).noneMatch(firing -> firing.startsWith(alert)));
    }

    /** The names of the alerts that are firing, each with the connector that it is about. */
    private static Set<String> firing() {
        Set<String> names = new TreeSet<>();
        for (JsonNode alert : prometheus.firing()) {
            JsonNode labels = alert.path("labels");
            names.add((labels.path("alertname").asText() + " "
                            + labels.path("connector").asText())
                    .strip());
        }
        return names;
    }
}
