// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.MetricValueProvider;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;

/**
 * A plugin's metrics, as a worker from Kafka 4.1 on hands them to a task: metrics are told apart by the task, and sensors
 * are not.
 */
public final class FakePluginMetrics implements PluginMetrics, AutoCloseable {
    private static final String GROUP = "plugins";
    private static final String TASK = "task";

    private final Metrics worker;
    private final int task;
    private final Set<String> sensors = new HashSet<>();
    private final Set<MetricName> added = new HashSet<>();

    public FakePluginMetrics() {
        this(new Metrics(), 0);
    }

    private FakePluginMetrics(Metrics worker, int task) {
        this.worker = worker;
        this.task = task;
    }

    /** What the same worker hands to another task than 0. */
    public FakePluginMetrics ofTask(int another) {
        return new FakePluginMetrics(worker, another);
    }

    @Override
    @SuppressWarnings("NonApiType") // the interface's
    public MetricName metricName(String name, String description, LinkedHashMap<String, String> tags) {
        Map<String, String> all = new LinkedHashMap<>(Map.of(TASK, Integer.toString(task)));
        all.putAll(tags);
        return worker.metricName(name, GROUP, description, all);
    }

    @Override
    public void addMetric(MetricName name, MetricValueProvider<?> provider) {
        worker.addMetric(name, provider);
        added.add(name);
    }

    @Override
    public void removeMetric(MetricName name) {
        worker.removeMetric(name);
        added.remove(name);
    }

    @Override
    public Sensor addSensor(String name) {
        if (!sensors.add(name)) {
            throw new IllegalArgumentException("Sensor " + name + " already exists");
        }
        return worker.sensor(name);
    }

    @Override
    public void removeSensor(String name) {
        worker.removeSensor(name);
        sensors.remove(name);
    }

    /** What the plugin shows now, by name. */
    public Map<String, Object> values() {
        Map<String, Object> values = new TreeMap<>();
        worker.metrics().forEach((name, metric) -> {
            if (name.group().equals(GROUP) && Objects.equals(name.tags().get(TASK), Integer.toString(task))) {
                values.put(name.name(), metric.metricValue());
            }
        });
        return values;
    }

    /** As the worker does when the task ends. */
    @Override
    public void close() {
        sensors.forEach(worker::removeSensor);
        added.forEach(worker::removeMetric);
    }
}
