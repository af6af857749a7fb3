// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.postgres;

import io.millrace.testkit.servers.ChildProcess;
import io.millrace.testkit.servers.PostgresServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A PostgreSQL server that has what it needs to be fast and forces commits to disk; its data go with it. */
final class BenchServer implements AutoCloseable {
    private static final long GIB = 1L << 30;
    private static final long MUCH_MEMORY = 8 * GIB;
    private static final long MUCH_DISK = 24 * GIB;

    private final Path dir;
    private final List<String> settings;
    private final PostgresServer server;

    private BenchServer(Path dir, List<String> settings, PostgresServer server) {
        this.dir = dir;
        this.settings = settings;
        this.server = server;
    }

    /** Starts in a folder of its own below {@code parent}; those of earlier runs go. */
    static BenchServer start(Path parent) throws IOException {
        Files.createDirectories(parent);
        try (Stream<Path> runs = Files.list(parent)) {
            for (Path run : runs.filter(BenchServer::isOver).toList()) {
                ChildProcess.sweep(run);
                delete(run);
            }
        }
        Path dir = Files.createDirectories(
                parent.resolve(Long.toString(ProcessHandle.current().pid())));
        List<String> settings = settings(dir);
        return new BenchServer(dir, settings, PostgresServer.start(dir, settings));
    }

    private static boolean isOver(Path run) {
        String pid = run.getFileName().toString();
        return pid.matches("\\d+") && ProcessHandle.of(Long.parseLong(pid)).isEmpty();
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
        delete(dir);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
