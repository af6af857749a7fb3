// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.StoreSinkTask;
import io.millrace.records.PluginVersion;
import java.util.Map;
import java.util.UUID;

/**
 * A task of {@link PostgresSinkConnector}.
 *
 * <p>Delivery: effectively once into PostgreSQL per connector and topic-partition, as long as the sink's row in
 * {@code sink_offsets} is not edited by hand. No claim is made for the dead letter queue (at least once), for triggers
 * with effects outside of the database, or for tables that others write too.
 */
public final class PostgresSinkTask extends StoreSinkTask {
    @Override
    public String version() {
        return PluginVersion.of(PostgresSinkTask.class);
    }

    @Override
    protected Setup setup(Map<String, String> props) {
        String connector = PostgresSinkConfig.connector(props);
        PostgresSinkConfig config = new PostgresSinkConfig(props);
        String owner = ProcessHandle.current().pid() + "/" + UUID.randomUUID();
        return new Setup(
                connector,
                () -> new PostgresStore(config, connector, owner),
                config.batches().connections(),
                config.policy(),
                config.delivery().topics(),
                config.envelopes(),
                config.isDryRun());
    }
}
