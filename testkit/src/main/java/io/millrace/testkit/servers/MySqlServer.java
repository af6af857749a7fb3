// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * MySQL, where one can be had. No MySQL server is on Maven Central, so there are three places to look, in this order:
 *
 * <ol>
 *   <li>{@code MILLRACE_MYSQL_URL}: a server that runs already, {@code mysql://user:password@host:port}; its user may
 *       create databases and read the binary log.
 *   <li>{@code MILLRACE_MYSQL_HOME}: a folder that {@code testkit/mysql/fetch-debian.sh} filled.
 *   <li>{@code testkit/target/mysql}: where that script unpacks to when it is told nothing else.
 * </ol>
 *
 * <p>Where there is none, suites that need it are skipped with {@link #ABSENT} as their reason.
 */
public final class MySqlServer implements DatabaseServer {
    public static final String URL_VARIABLE = "MILLRACE_MYSQL_URL";
    public static final String HOME_VARIABLE = "MILLRACE_MYSQL_HOME";

    /** Why a suite is skipped where no MySQL server can be had. */
    public static final String ABSENT = "No MySQL server here: set " + URL_VARIABLE
            + "=mysql://user:password@host:port," + " or, on Debian, run testkit/mysql/fetch-debian.sh.";

    private static final String LIBRARIES = "usr/lib/x86_64-linux-gnu";

    private final MySqlUrl url;
    private final Optional<ProcessServer> process;

    private MySqlServer(MySqlUrl url, Optional<ChildProcess.Spec> spec) {
        this.url = url;
        this.process = spec.map(Own::new);
    }

    /** Connects to a running server or starts one on the data in {@code dir}; empty where there is neither. */
    public static Optional<MySqlServer> find(Path dir) {
        String given = System.getenv(URL_VARIABLE);
        if (given != null && !given.isBlank()) {
            return Optional.of(at(given));
        }
        return home().map(home -> start(home, dir, Ports.free()));
    }

    /** A server that runs already, at {@code mysql://user:password@host:port}. */
    public static MySqlServer at(String url) {
        MySqlServer server = new MySqlServer(MySqlUrl.parse(url, System.getenv()), Optional.empty());
        if (!server.answers()) {
            throw new IllegalStateException("Cannot reach the MySQL server at %s:%d as user %s. Check %s."
                    .formatted(server.host(), server.port(), server.user(), URL_VARIABLE));
        }
        return server;
    }

    private static Optional<Path> home() {
        String given = System.getenv(HOME_VARIABLE);
        if (given != null && !given.isBlank()) {
            Path home = Path.of(given).toAbsolutePath();
            if (!Files.isRegularFile(daemon(home))) {
                throw new IllegalStateException("Cannot find MySQL in %s=%s: no %s. Run testkit/mysql/fetch-debian.sh."
                        .formatted(HOME_VARIABLE, home, home.relativize(daemon(home))));
            }
            return Optional.of(home);
        }
        Path unpacked = Binaries.directory().resolveSibling("mysql");
        return Optional.of(unpacked).filter(home -> Files.isRegularFile(daemon(home)));
    }

    private static Path daemon(Path home) {
        return home.resolve("usr/sbin/mysqld");
    }

    private static MySqlServer start(Path home, Path dir, int port) {
        Path folder = dir.toAbsolutePath();
        Path data = folder.resolve("data");
        try {
            Files.createDirectories(folder);
            if (!Files.isDirectory(data)) {
                initialize(home, folder, data);
            }
            List<String> command = command(home, data);
            command.addAll(List.of(
                    "--init-file=" + SqlUser.write(folder.resolve("users.sql")),
                    "--socket=" + folder.resolve("mysql.sock"),
                    "--pid-file=" + folder.resolve("mysqld-own.pid"),
                    "--bind-address=127.0.0.1",
                    "--port=" + port,
                    "--mysqlx=OFF",
                    "--skip-name-resolve",
                    "--server-id=1",
                    "--gtid-mode=ON",
                    "--enforce-gtid-consistency=ON",
                    "--binlog-row-metadata=FULL",
                    "--performance-schema=OFF",
                    "--innodb-buffer-pool-size=128M",
                    "--table-definition-cache=400",
                    "--innodb-flush-log-at-trx-commit=2",
                    "--sync-binlog=0"));
            MySqlUrl url = new MySqlUrl("127.0.0.1", port, ProcessDatabase.USER, ProcessDatabase.PASSWORD);
            MySqlServer server = new MySqlServer(url, Optional.of(ChildProcess.Spec.of("mysql", folder, command)));
            server.process.orElseThrow().start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start MySQL in " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Made beside and moved, so that an attempt that was interrupted is not taken for data. */
    private static void initialize(Path home, Path folder, Path data) throws IOException {
        Path fresh = folder.resolve("data.new");
        Archives.delete(fresh);
        List<String> command = command(home, fresh);
        command.add("--initialize-insecure");
        new ChildProcess(ChildProcess.Spec.of("mysql-initialize", folder, command)).run();
        Files.move(fresh, data);
    }

    /** Run by the loader that came with it: it may be newer than this machine's C library. */
    private static List<String> command(Path home, Path data) {
        Path libraries = home.resolve(LIBRARIES);
        List<String> command = new ArrayList<>(List.of(
                libraries.resolve("ld-linux-x86-64.so.2").toString(),
                "--library-path",
                libraries.toString(),
                daemon(home).toString(),
                "--no-defaults",
                "--secure-file-priv=",
                "--lc-messages-dir=" + home.resolve("usr/share/mysql"),
                "--character-sets-dir=" + home.resolve("usr/share/mysql/charsets"),
                "--plugin-dir=" + home.resolve("usr/lib/mysql/plugin"),
                "--datadir=" + data));
        if (Unprivileged.isRoot()) {
            command.add("--user=root");
        }
        return command;
    }

    /** Whether it is a child of ours, so that it can be killed and restarted. */
    public boolean isOwned() {
        return process.isPresent();
    }

    @Override
    public String host() {
        return url.host();
    }

    @Override
    public int port() {
        return url.port();
    }

    @Override
    public String user() {
        return url.user();
    }

    @Override
    public String password() {
        return url.password();
    }

    @Override
    public String jdbcUrl() {
        return "jdbc:mysql://%s:%d/?sslMode=PREFERRED&allowPublicKeyRetrieval=true".formatted(host(), port());
    }

    @Override
    public void kill() {
        owned().kill();
    }

    @Override
    public void restart() {
        owned().restart();
    }

    @Override
    public boolean isAlive() {
        return process.map(ProcessServer::isAlive).orElseGet(this::answers);
    }

    @Override
    public long pid() {
        return owned().pid();
    }

    @Override
    public Path log() {
        return owned().log();
    }

    @Override
    public void close() {
        process.ifPresent(ProcessServer::close);
    }

    private ProcessServer owned() {
        return process.orElseThrow(() -> new UnsupportedOperationException(
                "The server of " + URL_VARIABLE + " is not ours: it cannot be killed, restarted or looked into."));
    }

    /** The process, where it is ours. */
    private final class Own extends ProcessServer {
        Own(ChildProcess.Spec spec) {
            super(spec);
        }

        @Override
        boolean isReady() {
            return answers();
        }
    }
}
