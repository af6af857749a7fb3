// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.StoreSinkTask;
import io.millrace.records.PluginVersion;
import java.util.Map;

/**
 * A task of {@link ClickHouseSinkConnector}.
 *
 * <p>Delivery: every record at least once. With {@code delivery.mode=replay_safe} readers see each once: a record that is
 * written again, by this task or by one that was superseded, has the same version, and of the rows with one key FINAL shows
 * the latest. With {@code delivery.mode=exactly_once} each record is one row: a block that is written again, in the same range
 * of offsets, is dropped by the server, as long as it remembers the block's token. No claim is made for queries without FINAL, for the dead letter queue, or for tables that others write too.
 */
public final class ClickHouseSinkTask extends StoreSinkTask {
    @Override
    public String version() {
        return PluginVersion.of(ClickHouseSinkTask.class);
    }

    @Override
    protected Setup setup(Map<String, String> props) {
        String connector = ClickHouseSinkConfig.connector(props);
        ClickHouseSinkConfig config = new ClickHouseSinkConfig(props);
        return new Setup(
                connector,
                () -> new ClickHouseStore(config, connector),
                config.batches().connections(),
                config.policy(),
                config.delivery().topics(),
                config.envelopes(),
                config.isDryRun());
    }
}
