// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * PostgreSQL, with password authentication, commit timestamps and logical decoding. Writes are not forced to disk: data
 * survive the death of the server, not of the machine.
 */
public final class PostgresServer extends SingleDatabase {
    /** How its data are made. */
    static final List<String> INITDB = List.of(
            "-N",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--no-locale",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8");

    private static final String DATABASE = "postgres";
    private static final List<String> SETTINGS = List.of(
            "wal_level=logical",
            "track_commit_timestamp=on",
            "fsync=off",
            "shared_buffers=128MB",
            "max_wal_size=2GB",
            "timezone=UTC");

    private PostgresServer(Instance instance, int port) {
        super(instance, port);
    }

    public static PostgresServer start(Path dir) {
        return start(dir, Ports.free());
    }

    /** Starts on the data in {@code dir}, made first if there are none; in a container always on new data. */
    public static PostgresServer start(Path dir, int port) {
        return start(dir, port, List.of());
    }

    /** Starts with further settings, such as {@code fsync=on}, which win over those that it has here. */
    public static PostgresServer start(Path dir, List<String> settings) {
        return start(dir, Ports.free(), settings);
    }

    private static PostgresServer start(Path dir, int port, List<String> more) {
        List<String> settings = Stream.of(SETTINGS, more).flatMap(List::stream).toList();
        PostgresServer server =
                new PostgresServer(ServerHost.chosen().postgres(dir.toAbsolutePath(), port, settings), port);
        server.start();
        return server;
    }

    public String database() {
        return DATABASE;
    }

    @Override
    public String jdbcUrl() {
        return "jdbc:postgresql://%s:%d/%s".formatted(host(), port(), DATABASE);
    }
}
