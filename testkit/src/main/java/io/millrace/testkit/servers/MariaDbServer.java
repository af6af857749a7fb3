// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * MariaDB with a row binary log that Debezium can follow. Reached by {@code jdbc:mariadb:}, without TLS. Writes are not
 * forced to disk: data survive the death of the server, not of the machine.
 */
public final class MariaDbServer extends ProcessDatabase {
    private MariaDbServer(ChildProcess.Spec spec, int port) {
        super(spec, port);
    }

    public static MariaDbServer start(Path dir) {
        return start(dir, Ports.free());
    }

    /** Starts on the data in {@code dir}, made first if there are none. */
    public static MariaDbServer start(Path dir, int port) {
        Path home = dir.toAbsolutePath();
        try {
            Files.createDirectories(home);
            Path data = home.resolve("data");
            if (!Files.isDirectory(data)) {
                initialize(home, data);
            }
            MariaDbServer server =
                    new MariaDbServer(ChildProcess.Spec.of("mariadb", home, command(home, data, port)), port);
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start MariaDB in " + home + ": " + e.getMessage(), e);
        }
    }

    private static List<String> command(Path home, Path data, int port) throws IOException {
        Path base = Binaries.mariaDb();
        List<String> command = new ArrayList<>(List.of(
                base.resolve("bin/mariadbd").toString(),
                "--no-defaults",
                "--basedir=" + base,
                "--datadir=" + data,
                "--socket=" + home.resolve("mariadb.sock"),
                "--pid-file=" + home.resolve("mariadbd-own.pid"),
                "--init-file=" + SqlUser.write(home.resolve("users.sql"))));
        command.addAll(List.of(
                "--bind-address=127.0.0.1",
                "--port=" + port,
                // Making a key for TLS takes up to half a minute.
                "--skip-ssl",
                "--skip-name-resolve",
                "--server-id=1",
                "--log-bin=binlog",
                "--binlog-format=ROW",
                "--binlog-row-image=FULL",
                "--binlog-row-metadata=FULL",
                "--gtid-strict-mode=1",
                "--character-set-server=utf8mb4",
                "--innodb-buffer-pool-size=128M",
                "--innodb-flush-log-at-trx-commit=2",
                "--sync-binlog=0"));
        asRoot(command);
        return command;
    }

    /** Made beside and moved, so that an attempt that was interrupted is not taken for data. */
    private static void initialize(Path home, Path data) throws IOException {
        Path base = Binaries.mariaDb();
        Path fresh = home.resolve("data.new");
        Archives.delete(fresh);
        Files.createDirectories(fresh);
        List<String> command = new ArrayList<>(List.of(
                base.resolve("scripts/mariadb-install-db").toString(),
                "--no-defaults",
                "--basedir=" + base,
                "--datadir=" + fresh,
                "--skip-test-db"));
        asRoot(command);
        new ChildProcess(ChildProcess.Spec.of("mariadb-install-db", home, command)).run();
        Files.move(fresh, data);
    }

    private static void asRoot(List<String> command) {
        if (Unprivileged.isRoot()) {
            command.add("--user=root");
        }
    }

    @Override
    public String jdbcUrl() {
        return "jdbc:mariadb://%s:%d/".formatted(host(), port());
    }
}
