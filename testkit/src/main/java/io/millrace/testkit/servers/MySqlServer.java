// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * MySQL: in a container, or where one can be had. No MySQL server is on Maven Central, so there are three places to look,
 * in this order:
 *
 * <ol>
 *   <li>{@code MILLRACE_MYSQL_URL}: a server that runs already, {@code mysql://user:password@host:port}; its user may
 *       create databases and read the binary log.
 *   <li>{@code MILLRACE_MYSQL_HOME}: a folder that {@code testkit/debian/fetch mysql} filled.
 *   <li>{@code testkit/target/mysql}: where that script unpacks to when it is told nothing else.
 * </ol>
 *
 * <p>In a container it is of the image in {@code versions.properties}, or of {@code -Dmillrace.mysql.image}; a server
 * named by URL comes first there too.
 *
 * <p>Where there is none, suites that need it are skipped with {@link #ABSENT} as their reason.
 */
public final class MySqlServer implements DatabaseServer {
    public static final String URL_VARIABLE = "MILLRACE_MYSQL_URL";
    public static final String HOME_VARIABLE = "MILLRACE_MYSQL_HOME";

    /** Why a suite is skipped where no MySQL server can be had. */
    public static final String ABSENT = "No MySQL server here: set " + URL_VARIABLE
            + "=mysql://user:password@host:port, or, on Debian, run testkit/debian/fetch mysql,"
            + " or, with Docker, run with -Dmillrace.servers=containers.";

    private static final List<String> FLAGS = List.of(
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
            "--sync-binlog=0");

    private final MySqlUrl url;
    private final Optional<SingleServer> own;

    private MySqlServer(MySqlUrl url, Optional<Instance> instance) {
        this.url = url;
        this.own = instance.map(Own::new);
    }

    /** Connects to a running server or starts one on the data in {@code dir}; empty where there is neither. */
    public static Optional<MySqlServer> find(Path dir) {
        String given = System.getenv(URL_VARIABLE);
        if (given != null && !given.isBlank()) {
            return Optional.of(at(given));
        }
        int port = Ports.free();
        return ServerHost.chosen().mySql(dir.toAbsolutePath(), port, FLAGS).map(instance -> start(instance, port));
    }

    private static MySqlServer start(Instance instance, int port) {
        MySqlUrl url = new MySqlUrl("127.0.0.1", port, SingleDatabase.USER, SingleDatabase.PASSWORD);
        MySqlServer server = new MySqlServer(url, Optional.of(instance));
        server.owned().start();
        return server;
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

    /** Whether we started it, so that it can be killed and restarted. */
    public boolean isOwned() {
        return own.isPresent();
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
        return own.map(SingleServer::isAlive).orElseGet(this::answers);
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
        own.ifPresent(SingleServer::close);
    }

    private SingleServer owned() {
        return own.orElseThrow(() -> new UnsupportedOperationException(
                "The server of " + URL_VARIABLE + " is not ours: it cannot be killed, restarted or looked into."));
    }

    /** The server, where it is ours. */
    private final class Own extends SingleServer {
        Own(Instance instance) {
            super(instance);
        }

        @Override
        boolean isReady() {
            return answers();
        }
    }
}
