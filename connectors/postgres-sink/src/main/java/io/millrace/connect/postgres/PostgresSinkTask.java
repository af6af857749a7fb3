// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.SinkEngine;
import io.millrace.records.PluginVersion;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
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
    private @Nullable SinkEngine engine;

    @Override
    public String version() {
        return PluginVersion.of(PostgresSinkTask.class);
    }

    @Override
    public void start(Map<String, String> props) {
        String connector = props.get("name");
        if (connector == null) {
            throw new ConfigException("Missing configuration name: the offsets are kept under the connector's name.");
        }
        PostgresSinkConfig config = new PostgresSinkConfig(props);
        String owner = ProcessHandle.current().pid() + "/" + UUID.randomUUID();
        engine = new SinkEngine(
                new PostgresStore(config, connector, owner),
                context,
                config.policy(),
                config.delivery().topics(),
                System::nanoTime,
                LockSupport::parkNanos);
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        engine().open(partitions);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        engine().put(records);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
        return engine().preCommit(currentOffsets);
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        if (engine != null) {
            engine.close(partitions);
        }
    }

    @Override
    public void stop() {
        if (engine != null) {
            engine.stop();
        }
    }

    private SinkEngine engine() {
        if (engine == null) {
            throw new IllegalStateException("the task was not started");
        }
        return engine;
    }
}
