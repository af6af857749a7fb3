// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.postgres;

import io.millrace.bench.RunFolder;
import io.millrace.testkit.servers.PostgresServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A PostgreSQL server that has what it needs to be fast and forces commits to disk; its data go with it. */
final class BenchServer implements AutoCloseable {
    private static final long GIB = 1L << 30;
    private static final long MUCH_MEMORY = 8 * GIB;
    private static final long MUCH_DISK = 24 * GIB;

    private final RunFolder folder;
    private final List<String> settings;
    private final PostgresServer server;

    private BenchServer(RunFolder folder, List<String> settings, PostgresServer server) {
        this.folder = folder;
        this.settings = settings;
        this.server = server;
    }

    /** Starts in a folder of its own below {@code parent}; those of earlier runs go. */
    static BenchServer start(Path parent) throws IOException {
        RunFolder folder = RunFolder.in(parent);
        List<String> settings = settings(folder.path());
        return new BenchServer(folder, settings, PostgresServer.start(folder.path(), settings));
    }

    private static List<String> settings(Path dir) throws IOException {
        return List.of(
                "shared_buffers=" + (memoryBytes() >= MUCH_MEMORY ? "1GB" : "256MB"),
                "max_wal_size=" + (Files.getFileStore(dir).getUsableSpace() >= MUCH_DISK ? "8GB" : "2GB"),
                "checkpoint_timeout=1h",
                "fsync=on",
                "wal_level=replica",
                "track_commit_timestamp=off",
                "autovacuum=off");
    }

    static long memoryBytes() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getTotalMemorySize();
    }

    Database database() {
        return Database.of(server);
    }

    List<String> settings() {
        return settings;
    }

    @Override
    public void close() throws IOException {
        server.close();
        folder.close();
    }
}
