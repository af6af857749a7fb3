// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.EnvelopeRows;
import io.millrace.connect.sink.FlushPolicy;
import io.millrace.connect.sink.SinkEngine;
import io.millrace.connect.sink.SinkLanes;
import io.millrace.connect.sink.SinkMetrics;
import io.millrace.connect.sink.TopicCheck;
import io.millrace.records.PluginVersion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/**
 * A task of {@link PostgresSinkConnector}.
 *
 * <p>Delivery: effectively once into PostgreSQL per connector and topic-partition, as long as the sink's row in
 * {@code sink_offsets} is not edited by hand. No claim is made for the dead letter queue (at least once), for triggers
 * with effects outside of the database, or for tables that others write too.
 */
public final class PostgresSinkTask extends SinkTask {
    private final List<ExecutorService> threads = new ArrayList<>();
    private @Nullable SinkLanes lanes;
    private @Nullable DryRun dryRun;

    @Override
    public String version() {
        return PluginVersion.of(PostgresSinkTask.class);
    }

    @Override
    public void start(Map<String, String> props) {
        String connector = PostgresSinkConfig.connector(props);
        PostgresSinkConfig config = new PostgresSinkConfig(props);
        String owner = ProcessHandle.current().pid() + "/" + UUID.randomUUID();
        if (config.isDryRun()) {
            dryRun = new DryRun(new PostgresStore(config, connector, owner), unpacking(config));
            return;
        }
        SinkMetrics metrics = SinkMetrics.of(context, connector);
        List<SinkEngine> engines = new ArrayList<>();
        for (int i = 0; i < config.batches().connections(); i++) {
            engines.add(engine(
                    config, new PostgresStore(config, connector, owner), metrics, "millrace-" + connector + "-" + i));
        }
        SinkLanes started = new SinkLanes(engines);
        metrics.watch(started::bufferedBytes, started::isPaused);
        lanes = started;
    }

    private SinkEngine engine(PostgresSinkConfig config, PostgresStore store, SinkMetrics metrics, String thread) {
        ExecutorService executor = Executors.newSingleThreadExecutor(work -> {
            Thread flushing = new Thread(work, thread);
            flushing.setDaemon(true);
            return flushing;
        });
        threads.add(executor);
        FlushPolicy policy = config.policy().sharedBy(config.batches().connections());
        TopicCheck topics = config.delivery().topics();
        return new SinkEngine(
                store,
                context,
                policy,
                new SinkEngine.Surroundings(
                        executor, System::nanoTime, LockSupport::parkNanos, unpacking(config), topics, metrics));
    }

    private static UnaryOperator<@Nullable SinkRecord> unpacking(PostgresSinkConfig config) {
        if (!config.envelopes().isNormalized()) {
            return record -> record;
        }
        EnvelopeRows envelopes = config.envelopes().rows();
        return record -> record == null ? null : envelopes.apply(record);
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        if (dryRun == null) {
            lanes().open(partitions);
        }
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        if (dryRun != null) {
            dryRun.put(records);
        } else {
            lanes().put(records);
        }
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
        return dryRun == null ? lanes().preCommit(currentOffsets) : Map.of();
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        if (lanes != null) {
            lanes.close(partitions);
        }
    }

    @Override
    public void stop() {
        if (lanes != null) {
            lanes.stop();
        }
        if (dryRun != null) {
            dryRun.stop();
        }
        threads.forEach(ExecutorService::shutdownNow);
    }

    private SinkLanes lanes() {
        if (lanes == null) {
            throw new IllegalStateException("the task was not started");
        }
        return lanes;
    }
}
