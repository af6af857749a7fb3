// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/** A task that writes to a {@link TableStore}, by as many connections as it is told. What it promises is the store's to say. */
public abstract class StoreSinkTask extends SinkTask {
    /**
     * What a task is made of.
     *
     * @param connector its name
     * @param stores a store for each connection
     * @param policy shared by all connections
     * @param envelopes what becomes of Debezium's change events
     * @param isDry whether it only logs what it would do to tables
     */
    public record Setup(
            String connector,
            Supplier<TableStore> stores,
            int connections,
            FlushPolicy policy,
            TopicCheck topics,
            EnvelopeOptions envelopes,
            boolean isDry) {}

    private final List<ExecutorService> threads = new ArrayList<>();
    private @Nullable SinkLanes lanes;
    private @Nullable DryRun dryRun;

    /** Reads the settings; nothing is connected yet. */
    protected abstract Setup setup(Map<String, String> props);

    @Override
    public final void start(Map<String, String> props) {
        Setup setup = setup(props);
        if (setup.isDry()) {
            dryRun = new DryRun(setup.stores().get(), unpacking(setup.envelopes()));
            return;
        }
        SinkMetrics metrics = SinkMetrics.of(context, setup.connector());
        List<SinkEngine> engines = new ArrayList<>();
        for (int i = 0; i < setup.connections(); i++) {
            engines.add(engine(setup, metrics, "millrace-" + setup.connector() + "-" + i));
        }
        SinkLanes started = new SinkLanes(engines);
        metrics.watch(started::bufferedBytes, started::isPaused);
        lanes = started;
    }

    private SinkEngine engine(Setup setup, SinkMetrics metrics, String thread) {
        ExecutorService executor = Executors.newSingleThreadExecutor(work -> {
            Thread flushing = new Thread(work, thread);
            flushing.setDaemon(true);
            return flushing;
        });
        threads.add(executor);
        return new SinkEngine(
                setup.stores().get(),
                context,
                setup.policy().sharedBy(setup.connections()),
                new SinkEngine.Surroundings(
                        executor,
                        System::nanoTime,
                        LockSupport::parkNanos,
                        unpacking(setup.envelopes()),
                        setup.topics(),
                        metrics));
    }

    private static UnaryOperator<@Nullable SinkRecord> unpacking(EnvelopeOptions options) {
        if (!options.isNormalized()) {
            return record -> record;
        }
        EnvelopeRows envelopes = options.rows();
        return record -> record == null ? null : envelopes.apply(record);
    }

    @Override
    public final void open(Collection<TopicPartition> partitions) {
        if (dryRun == null) {
            lanes().open(partitions);
        }
    }

    @Override
    public final void put(Collection<SinkRecord> records) {
        if (dryRun != null) {
            dryRun.put(records);
        } else {
            lanes().put(records);
        }
    }

    @Override
    public final Map<TopicPartition, OffsetAndMetadata> preCommit(
            Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
        return dryRun == null ? lanes().preCommit(currentOffsets) : Map.of();
    }

    @Override
    public final void close(Collection<TopicPartition> partitions) {
        if (lanes != null) {
            lanes.close(partitions);
        }
    }

    @Override
    public final void stop() {
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
