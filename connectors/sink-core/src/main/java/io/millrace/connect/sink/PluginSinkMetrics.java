// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.MeasurableStat;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.Avg;
import org.apache.kafka.common.metrics.stats.CumulativeSum;
import org.apache.kafka.common.metrics.stats.Max;
import org.apache.kafka.common.metrics.stats.Rate;
import org.apache.kafka.connect.sink.SinkTaskContext;

/**
 * A task's metrics among the worker's, by KIP-877. Only loaded through {@link SinkMetrics#of}: an older worker does not
 * have the classes. The worker removes them when the task ends.
 */
final class PluginSinkMetrics implements SinkMetrics {
    private static final double NANOS_PER_MS = 1e6;

    private final PluginMetrics metrics;
    private final Sensor records;
    private final Sensor rows;
    private final Sensor bytes;
    private final Sensor flushTime;
    private final Sensor commitTime;
    private final Sensor compaction;
    private final Sensor stale;
    private final Sensor deadLetters;
    private final Sensor fenced;
    private final Sensor retries;
    private final Sensor lag;

    PluginSinkMetrics(PluginMetrics metrics) {
        this.metrics = metrics;
        records = total("records", "Records that committed flushes were made of");
        rows = total("rows", "Rows sent to the store in committed flushes");
        rate(rows, "rows-rate", "Rows sent to the store a second");
        with(rows, "batch-size-avg", "Rows of a flush, on average", new Avg());
        with(rows, "batch-size-max", "Rows of the largest flush", new Max());
        bytes = total("bytes", "Bytes of encoded rows sent to the store in committed flushes");
        rate(bytes, "bytes-rate", "Bytes of encoded rows sent to the store a second");
        flushTime = times("flush-time", "Time of a flush, from the beginning of its transaction to its end");
        commitTime = times("commit-time", "Time of a flush's commit");
        compaction = metrics.addSensor("compaction");
        with(compaction, "compaction-ratio", "Share of records that a later one of the same flush replaced", new Avg());
        stale = total("stale", "Records that changed nothing because the store had a later one");
        deadLetters = total("dead-letters", "Records that went to the dead letter queue");
        fenced = total("fenced", "Times that another task had taken a partition over");
        retries = total("retries", "Flushes that were tried again");
        lag = times("lag", "Time from a flush's newest record to its commit");
    }

    /** Linked when it is called: an older worker has no such method. */
    static SinkMetrics of(SinkTaskContext context) {
        return new PluginSinkMetrics(context.pluginMetrics());
    }

    private Sensor total(String name, String description) {
        Sensor sensor = metrics.addSensor(name);
        with(sensor, name + "-total", description, new CumulativeSum());
        return sensor;
    }

    private void rate(Sensor sensor, String name, String description) {
        sensor.add(name(name, description), new Rate());
    }

    private Sensor times(String name, String description) {
        Sensor sensor = metrics.addSensor(name);
        with(sensor, name + "-avg-ms", description + ", on average, in milliseconds", new Avg());
        with(sensor, name + "-max-ms", description + ", at most, in milliseconds", new Max());
        return sensor;
    }

    private void with(Sensor sensor, String name, String description, MeasurableStat stat) {
        sensor.add(name(name, description), stat);
    }

    private MetricName name(String name, String description) {
        return metrics.metricName(name, description, new LinkedHashMap<>());
    }

    @Override
    public void flushed(Flush flush) {
        records.record((double) flush.records());
        rows.record((double) flush.rows());
        bytes.record((double) flush.bytes());
        flushTime.record(millis(flush.whole()));
        commitTime.record(millis(flush.commit()));
        compaction.record(flush.records() == 0 ? 0 : (double) flush.replaced() / flush.records());
        stale.record((double) flush.stale());
    }

    private static double millis(Duration time) {
        return time.toNanos() / NANOS_PER_MS;
    }

    @Override
    public void reported(int count) {
        deadLetters.record(count);
    }

    @Override
    public void fenced() {
        fenced.record(1);
    }

    @Override
    public void retried() {
        retries.record(1);
    }

    @Override
    public void lag(Duration eventToCommit) {
        lag.record(millis(eventToCommit));
    }

    @Override
    public void watch(LongSupplier bufferedBytes, BooleanSupplier paused) {
        metrics.addMetric(name("buffer-bytes", "Bytes of encoded rows that the task holds"), (Gauge<Long>)
                (config, nowMs) -> bufferedBytes.getAsLong());
        metrics.addMetric(
                name("paused", "1 while the task has its partitions paused because its buffer is full, else 0"),
                (Gauge<Integer>) (config, nowMs) -> paused.getAsBoolean() ? 1 : 0);
    }
}
