// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.MetricValueProvider;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;

/** A plugin's metrics, as a worker from Kafka 4.1 on hands them to a task. */
public final class FakePluginMetrics implements PluginMetrics, AutoCloseable {
    private static final String GROUP = "plugins";

    private final Metrics worker = new Metrics();

    @Override
    @SuppressWarnings("NonApiType") // the interface's
    public MetricName metricName(String name, String description, LinkedHashMap<String, String> tags) {
        return worker.metricName(name, GROUP, description, tags);
    }

    @Override
    public void addMetric(MetricName name, MetricValueProvider<?> provider) {
        worker.addMetric(name, provider);
    }

    @Override
    public void removeMetric(MetricName name) {
        worker.removeMetric(name);
    }

    @Override
    public Sensor addSensor(String name) {
        return worker.sensor(name);
    }

    @Override
    public void removeSensor(String name) {
        worker.removeSensor(name);
    }

    /** What the plugin shows now, by name. */
    public Map<String, Object> values() {
        Map<String, Object> values = new TreeMap<>();
        worker.metrics().forEach((name, metric) -> {
            if (name.group().equals(GROUP)) {
                values.put(name.name(), metric.metricValue());
            }
        });
        return values;
    }

    @Override
    public void close() {
        worker.close();
    }
}
