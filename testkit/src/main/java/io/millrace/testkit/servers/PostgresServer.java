// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * PostgreSQL, with password authentication, commit timestamps and logical decoding. Writes are not forced to disk: data
 * survive the death of the server, not of the machine.
 */
public final class PostgresServer extends ProcessDatabase {
    private static final String DATABASE = "postgres";

    private PostgresServer(ChildProcess.Spec spec, int port) {
        super(spec, port);
    }

    public static PostgresServer start(Path dir) {
        return start(dir, Ports.free());
    }

    /** Starts on the data in {@code dir}, made first if there are none. */
    public static PostgresServer start(Path dir, int port) {
        return start(dir, port, List.of());
    }

    /** Starts with further settings, such as {@code fsync=on}, which win over those that it has here. */
    public static PostgresServer start(Path dir, List<String> settings) {
        return start(dir, Ports.free(), settings);
    }

    private static PostgresServer start(Path dir, int port, List<String> more) {
        Path home = dir.toAbsolutePath();
        Path data = home.resolve("data");
        Unprivileged user = Unprivileged.here();
        if (!Files.isDirectory(data)) {
            initialize(home, data, user);
        }
        List<String> command = user.command(program("postgres"));
        command.addAll(List.of("-D", data.toString()));
        settings(port).forEach(setting -> command.addAll(List.of("-c", setting)));
        more.forEach(setting -> command.addAll(List.of("-c", setting)));
        PostgresServer server = new PostgresServer(
                // SIGTERM would wait for every client to leave.
                ChildProcess.Spec.of("postgres", home, command).stoppedBy(ChildProcess.StopSignal.INT), port);
        server.start();
        return server;
    }

    private static List<String> settings(int port) {
        return List.of(
                "listen_addresses=127.0.0.1",
                "port=" + port,
                "unix_socket_directories=",
                "wal_level=logical",
                "track_commit_timestamp=on",
                "fsync=off",
                "shared_buffers=128MB",
                "max_wal_size=2GB",
                "timezone=UTC");
    }

    /** Made beside and moved, so that an attempt that was interrupted is not taken for data. */
    private static void initialize(Path home, Path data, Unprivileged user) {
        Path fresh = home.resolve("data.new");
        Path secret = home.resolve("password");
        try {
            Archives.delete(fresh);
            Files.createDirectories(fresh);
            Files.writeString(secret, PASSWORD + "\n");
            user.own(fresh);
            List<String> command = user.command(program("initdb"));
            command.addAll(List.of("-D", fresh.toString(), "-N", "-U", USER, "--pwfile=" + secret));
            command.addAll(List.of("--auth=scram-sha-256", "--encoding=UTF8", "--no-locale"));
            command.addAll(List.of("--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
            new ChildProcess(ChildProcess.Spec.of("initdb", home, command)).run();
            Files.delete(secret);
            Files.move(fresh, data);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make PostgreSQL's data in " + data + ": " + e.getMessage(), e);
        }
    }

    private static Path program(String name) {
        return Binaries.postgres().resolve("bin").resolve(name);
    }

    public String database() {
        return DATABASE;
    }

    @Override
    public String jdbcUrl() {
        return "jdbc:postgresql://%s:%d/%s".formatted(host(), port(), DATABASE);
    }
}
