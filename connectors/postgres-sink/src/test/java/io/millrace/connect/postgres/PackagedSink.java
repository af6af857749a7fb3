// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.testkit.servers.ConnectWorkerBuilder;
import io.millrace.testkit.servers.PluginArchives;
import io.millrace.testkit.servers.TestServers;
import java.nio.file.Path;
import java.util.List;

/** The connector's archive, as it is shipped, in a real worker. */
final class PackagedSink {
    static final String CLASS = "io.millrace.connect.postgres.PostgresSinkConnector";

    private PackagedSink() {}

    static ConnectWorkerBuilder worker() {
        Path plugins = PluginArchives.built("millrace-postgres-sink");
        return TestServers.newWorker(List.of(plugins)).property("offset.flush.interval.ms", "1000");
    }
}
