// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.UUID;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.MeasurableStat;
import org.apache.kafka.common.metrics.MetricValueProvider;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.Avg;
import org.apache.kafka.common.metrics.stats.CumulativeSum;
import org.apache.kafka.common.metrics.stats.Max;
import org.apache.kafka.common.metrics.stats.Rate;

/**
 * Adds sensors to a plugin's metrics (KIP-877). Only to be loaded where the worker has such metrics (Kafka Connect 4.1 and
 * newer): a caller asks for them in a method of its own, and takes {@link NoSuchMethodError} and {@link
 * NoClassDefFoundError} for an older one. The worker removes the metrics when the task ends.
 */
public final class PluginSensors {
    private static final double NANOS_PER_MS = 1e6;

    private final PluginMetrics metrics;

    /** Sensors are the whole worker's: of one name there is one for all tasks, and the first task that ends removes it. */
    private final String owner = UUID.randomUUID() + ".";

    public PluginSensors(PluginMetrics metrics) {
        this.metrics = metrics;
    }

    public Sensor sensor(String name) {
        return metrics.addSensor(owner + name);
    }

    /** With the metric {@code name-total}. */
    public Sensor total(String name, String description) {
        Sensor sensor = sensor(name);
        with(sensor, name + "-total", description, new CumulativeSum());
        return sensor;
    }

    public void rate(Sensor sensor, String name, String description) {
        with(sensor, name, description, new Rate());
    }

    /** With the metrics {@code name-avg-ms} and {@code name-max-ms}. */
    public Sensor times(String name, String description) {
        Sensor sensor = sensor(name);
        with(sensor, name + "-avg-ms", description + ", on average, in milliseconds", new Avg());
        with(sensor, name + "-max-ms", description + ", at most, in milliseconds", new Max());
        return sensor;
    }

    public void with(Sensor sensor, String name, String description, MeasurableStat stat) {
        unlessTaken(() -> sensor.add(name(name, description), stat));
    }

    /** What is asked for when somebody looks. */
    public void gauge(String name, String description, MetricValueProvider<?> value) {
        unlessTaken(() -> metrics.addMetric(name(name, description), value));
    }

    /** By a task of the same number that the worker has given up on and that still ends: then this one is not shown. */
    private static void unlessTaken(Runnable addition) {
        try {
            addition.run();
        } catch (IllegalArgumentException taken) {
            // The task works without.
        }
    }

    private MetricName name(String name, String description) {
        return metrics.metricName(name, description, new LinkedHashMap<>());
    }

    public static double millis(Duration time) {
        return time.toNanos() / NANOS_PER_MS;
    }
}
