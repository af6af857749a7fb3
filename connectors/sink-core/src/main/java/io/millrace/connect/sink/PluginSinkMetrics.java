// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import io.millrace.records.PluginSensors;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.Avg;
import org.apache.kafka.common.metrics.stats.Max;
import org.apache.kafka.connect.sink.SinkTaskContext;

/**
 * A task's metrics among the worker's, by KIP-877. Only loaded through {@link SinkMetrics#of}: an older worker does not
 * have the classes. The worker removes them when the task ends.
 */
final class PluginSinkMetrics implements SinkMetrics {
    private final PluginSensors sensors;
    private final LongAdder fences;
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

    /** Continues the count of {@code fences}. */
    PluginSinkMetrics(PluginMetrics metrics, LongAdder fences) {
        this.fences = fences;
        sensors = new PluginSensors(metrics);
        records = sensors.total("records", "Records that committed flushes were made of");
        rows = sensors.total("rows", "Rows sent to the store in committed flushes");
        sensors.rate(rows, "rows-rate", "Rows sent to the store a second");
        sensors.with(rows, "batch-size-avg", "Rows of a flush, on average", new Avg());
        sensors.with(rows, "batch-size-max", "Rows of the largest flush", new Max());
        bytes = sensors.total("bytes", "Bytes of encoded rows sent to the store in committed flushes");
        sensors.rate(bytes, "bytes-rate", "Bytes of encoded rows sent to the store a second");
        flushTime = sensors.times("flush-time", "Time of a flush, from the beginning of its transaction to its end");
        commitTime = sensors.times("commit-time", "Time of a flush's commit");
        compaction = sensors.sensor("compaction");
        sensors.with(
                compaction,
                "compaction-ratio",
                "Share of records that a later one of the same flush replaced",
                new Avg());
        stale = sensors.total("stale", "Records that changed nothing because the store had a later one");
        deadLetters = sensors.total("dead-letters", "Records that went to the dead letter queue");
        fenced = sensors.total("fenced", "Times that another task had taken a partition over");
        fenced.record((double) fences.sum());
        retries = sensors.total("retries", "Flushes that were tried again");
        lag = sensors.times("lag", "Time from a flush's newest record to its commit");
    }

    /** Linked when it is called: an older worker has no such method. */
    static SinkMetrics of(SinkTaskContext context, String connector) {
        return new PluginSinkMetrics(context.pluginMetrics(), Fences.of(connector));
    }

    @Override
    public void flushed(Flush flush) {
        records.record((double) flush.records());
        rows.record((double) flush.rows());
        bytes.record((double) flush.bytes());
        flushTime.record(PluginSensors.millis(flush.whole()));
        commitTime.record(PluginSensors.millis(flush.commit()));
        compaction.record(flush.records() == 0 ? 0 : (double) flush.replaced() / flush.records());
        stale.record((double) flush.stale());
    }

    @Override
    public void reported(int count) {
        deadLetters.record(count);
    }

    @Override
    public void fenced() {
        fences.increment();
        fenced.record(1);
    }

    @Override
    public void retried() {
        retries.record(1);
    }

    @Override
    public void lag(Duration eventToCommit) {
        lag.record(PluginSensors.millis(eventToCommit));
    }

    @Override
    public void watch(LongSupplier bufferedBytes, BooleanSupplier paused) {
        sensors.gauge("buffer-bytes", "Bytes of encoded rows that the task holds", (Gauge<Long>)
                (config, nowMs) -> bufferedBytes.getAsLong());
        sensors.gauge("paused", "1 while the task has its partitions paused because its buffer is full, else 0", (Gauge<
                        Integer>)
                (config, nowMs) -> paused.getAsBoolean() ? 1 : 0);
    }
}
