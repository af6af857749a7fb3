// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import io.millrace.records.PluginSensors;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.apache.kafka.common.metrics.Measurable;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;

/** Counts in the worker's metrics (KIP-877). */
final class PluginIngestMetrics implements IngestMetrics {
    /** The reasons why requests are refused, each of which has a metric. */
    static final String[] REASONS = {
        "busy",
        "content-type",
        "encoding",
        "key",
        "keys",
        "malformed",
        "not-found",
        "rate",
        "semantics",
        "signature",
        "slow",
        "stopping",
        "timestamp",
        "too-large",
        "too-many"
    };

    private final PluginSensors sensors;
    private final Sensor[] classes = new Sensor[6];
    private final Map<String, Sensor> refused = new HashMap<>();
    private final Map<Outcome, Sensor> settled = new EnumMap<>(Outcome.class);
    private final Sensor otherReasons;
    private final Sensor answerTime;
    private final Sensor commitTime;
    private final Sensor groups;
    private final Sensor records;

    PluginIngestMetrics(PluginMetrics metrics) {
        sensors = new PluginSensors(metrics);
        for (int i : new int[] {2, 4, 5}) { // no others are answers to events
            classes[i] = sensors.total("answers-" + i + "xx", "How many requests were answered with " + i + "xx");
        }
        for (String reason : REASONS) {
            refused.put(
                    reason, sensors.total("requests-refused-" + reason, "How many requests were not taken: " + reason));
        }
        otherReasons = sensors.total("requests-refused-other", "How many requests were not taken for other reasons");
        Sensor accepted = sensors.total("events-accepted", "How many events Kafka has committed");
        sensors.rate(accepted, "events-accepted-rate", "Events that Kafka has committed, per second");
        settled.put(Outcome.OK, accepted);
        settled.put(Outcome.DROP, sensors.total("events-dropped", "How many events will never be taken"));
        settled.put(Outcome.RETRY, sensors.total("events-retried", "How many events are to be sent again"));
        answerTime = sensors.times("answer-time", "From a request's last byte to its answer");
        commitTime = sensors.times("commit-time", "From the task to Kafka's commit, for a group of requests");
        groups = sensors.total("groups", "How often records went to Kafka together");
        records = sensors.total("records", "How many records went to Kafka");
    }

    @Override
    public void answered(int status, Duration afterReading) {
        classes[status / 100].record();
        answerTime.record(PluginSensors.millis(afterReading));
    }

    @Override
    public void refused(String reason) {
        refused.getOrDefault(reason, otherReasons).record();
    }

    @Override
    public void settled(Outcome outcome, int events) {
        Sensor sensor = settled.get(outcome);
        if (sensor != null) {
            sensor.record(events);
        }
    }

    @Override
    public void group(int count) {
        groups.record();
        records.record(count);
    }

    @Override
    public void committed(Duration after) {
        commitTime.record(PluginSensors.millis(after));
    }

    @Override
    public void gauge(String name, String description, DoubleSupplier value) {
        sensors.gauge(name, description, (Measurable) (config, now) -> value.getAsDouble());
    }
}
