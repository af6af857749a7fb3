// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.testkit.servers.ConnectWorkerBuilder;
import io.millrace.testkit.servers.PluginArchives;
import io.millrace.testkit.servers.TestServers;
import java.util.List;

/** The connector's archive, as it is shipped, in a real worker. */
final class PackagedSink {
    static final String CLASS = ClickHouseSinkConnector.class.getName();

    private PackagedSink() {}

    static ConnectWorkerBuilder worker() {
        return TestServers.newWorker(List.of(PluginArchives.built("millrace-clickhouse-sink")))
                .property("offset.flush.interval.ms", "1000");
    }
}
