// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.clickhouse;

import io.millrace.bench.RunFolder;
import io.millrace.testkit.servers.ClickHouseServer;
import java.io.IOException;
import java.nio.file.Path;

/** A ClickHouse of the benchmark's own; its data go with it. */
final class BenchServer implements AutoCloseable {
    private final RunFolder folder;
    private final ClickHouseServer server;

    private BenchServer(RunFolder folder, ClickHouseServer server) {
        this.folder = folder;
        this.server = server;
    }

    /** Starts in a folder of its own below {@code parent}; those of earlier runs go. */
    static BenchServer start(Path parent) throws IOException {
        if (!ClickHouseServer.isPresent()) {
            throw new IllegalStateException(ClickHouseServer.ABSENT);
        }
        RunFolder folder = RunFolder.in(parent);
        return new BenchServer(folder, ClickHouseServer.find(folder.path()).orElseThrow());
    }

    Engine engine() {
        return Engine.of(server);
    }

    String version() {
        return server.query("SELECT version()");
    }

    @Override
    public void close() throws IOException {
        server.close();
        folder.close();
    }
}
