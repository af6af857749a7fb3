// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/** Remembers what a sink task asks of Connect. */
public final class FakeSinkTaskContext implements SinkTaskContext {
    private final Map<TopicPartition, Long> sought = new HashMap<>();
    private final Set<TopicPartition> paused = new HashSet<>();
    private final @Nullable ErrantRecordReporter reporter;
    private final @Nullable PluginMetrics metrics;
    private long timeoutMs = -1;

    /** @param reporter null where no dead letter queue is configured */
    public FakeSinkTaskContext(@Nullable ErrantRecordReporter reporter) {
        this(reporter, null);
    }

    /** @param metrics null in a worker that has none for plugins */
    public FakeSinkTaskContext(@Nullable ErrantRecordReporter reporter, @Nullable PluginMetrics metrics) {
        this.reporter = reporter;
        this.metrics = metrics;
    }

    /** Where the consumer was sent; the caller may clear it. */
    public Map<TopicPartition, Long> sought() {
        return sought;
    }

    /** Partitions of which the task wants no more records for now. */
    public Set<TopicPartition> paused() {
        return Set.copyOf(paused);
    }

    /** The longest that the task wants to wait for its next call; -1 if it did not say. */
    public long timeoutMs() {
        return timeoutMs;
    }

    @Override
    public Map<String, String> configs() {
        return Map.of();
    }

    @Override
    public void offset(Map<TopicPartition, Long> offsets) {
        sought.putAll(offsets);
    }

    @Override
    public void offset(TopicPartition tp, long offset) {
        sought.put(tp, offset);
    }

    @Override
    public void timeout(long millis) {
        timeoutMs = millis;
    }

    @Override
    public Set<TopicPartition> assignment() {
        return Set.of();
    }

    @Override
    public void pause(TopicPartition... partitions) {
        paused.addAll(List.of(partitions));
    }

    @Override
    public void resume(TopicPartition... partitions) {
        List.of(partitions).forEach(paused::remove);
    }

    @Override
    public void requestCommit() {}

    @Override
    public PluginMetrics pluginMetrics() {
        if (metrics == null) {
            throw new NoSuchMethodError("newer than the oldest Connect that sinks run on");
        }
        return metrics;
    }

    @Override
    public @Nullable ErrantRecordReporter errantRecordReporter() {
        return reporter;
    }
}
