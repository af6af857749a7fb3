// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;

/**
 * ClickHouse, where one can be had: no ClickHouse server is on Maven Central. There are two places to look, in this order:
 *
 * <ol>
 *   <li>{@code MILLRACE_CLICKHOUSE_HOME}: a folder that {@code testkit/npm/fetch clickhouse} filled.
 *   <li>{@code testkit/target/clickhouse}: where that script unpacks to when it is told nothing else.
 * </ol>
 *
 * <p>Where there is none, suites that need it are skipped with {@link #ABSENT} as their reason. It is a child process, in
 * a run on containers too. Data are written to files before an insert is acknowledged, and survive the death of the
 * server, not of the machine. Users are fixed when it starts: {@code CREATE USER} does not work in it, and it
 * has a user {@code default} without a password, by which it starts. With
 * ZooKeeper, KeeperMap tables work; those of engines {@code Replicated*} stay read-only, since it has no port for replicas.
 *
 * <p>The library ends its process where a server goes on: when a connection is reset while it is being closed. It is then
 * started again, and {@link #query} waits for it.
 */
public final class ClickHouseServer extends SingleServer {
    public static final String HOME_VARIABLE = "MILLRACE_CLICKHOUSE_HOME";

    /** Why a suite is skipped where no ClickHouse server can be had. */
    public static final String ABSENT = "No ClickHouse server here: on Linux on x86-64, with npm, run"
            + " testkit/npm/fetch clickhouse, or set " + HOME_VARIABLE + " to a folder that it filled.";

    static final String USER = "millrace";
    static final String PASSWORD = "millrace";

    /** It is about to end. */
    private static final int ABORTED = 236;

    private static final int ATTEMPTS = 50;
    private static final long RETRY_NANOS = 100_000_000;
    private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PROBE_TIMEOUT)
            .build();
    private final ClickHouseConfig config;

    private ClickHouseServer(Instance instance, ClickHouseConfig config) {
        super(instance);
        this.config = config;
    }

    /** Whether one can be had. */
    public static boolean isPresent() {
        return ClickHouseProcess.library().isPresent();
    }

    /** Starts one on the data in {@code dir}; empty where there is no ClickHouse. */
    public static Optional<ClickHouseServer> find(Path dir) {
        return builder(dir).find();
    }

    public static Builder builder(Path dir) {
        return new Builder(dir);
    }

    /** Without a slash at the end. */
    public String httpUrl() {
        return "http://%s:%d".formatted(host(), config.httpPort());
    }

    public String host() {
        return ProcessHost.ADDRESS;
    }

    public int httpPort() {
        return config.httpPort();
    }

    /** Of ClickHouse's own protocol. */
    public int tcpPort() {
        return config.tcpPort();
    }

    /** The name of the user that may do everything. */
    public String user() {
        return USER;
    }

    public String password() {
        return PASSWORD;
    }

    /** Runs one statement and gives what it answers, tab-separated unless it says otherwise, without the last line's end. */
    public String query(String sql) {
        return query(sql, USER, PASSWORD);
    }

    /**
     * Runs one statement as another user.
     *
     * @throws ClickHouseException if ClickHouse refuses it
     */
    public String query(String sql, String user, String password) {
        // The answer begins once the statement has ended: an error is a status then, not the end of a page.
        HttpRequest request = HttpRequest.newBuilder(URI.create(httpUrl() + "/?wait_end_of_query=1"))
                .header("X-ClickHouse-User", user)
                .header("X-ClickHouse-Key", password)
                .timeout(QUERY_TIMEOUT)
                .POST(BodyPublishers.ofString(sql))
                .build();
        for (int attempt = 1; ; attempt++) {
            try {
                HttpResponse<String> response = send(request);
                if (response.statusCode() == 200) {
                    return response.body().stripTrailing();
                }
                ClickHouseException refused = ClickHouseException.of(response);
                if (refused.code() != ABORTED || attempt == ATTEMPTS) {
                    throw refused;
                }
            } catch (ConnectException e) { // nothing was sent
                if (attempt == ATTEMPTS) {
                    throw failed(e);
                }
            } catch (IOException e) {
                throw failed(e);
            }
            LockSupport.parkNanos(RETRY_NANOS);
        }
    }

    private UncheckedIOException failed(IOException e) {
        return new UncheckedIOException("Cannot query ClickHouse at " + httpUrl() + ": " + e.getMessage(), e);
    }

    /** True when it answers now. */
    public boolean answers() {
        HttpRequest ping = HttpRequest.newBuilder(URI.create(httpUrl() + "/ping"))
                .timeout(PROBE_TIMEOUT)
                .build();
        try {
            return send(ping).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    boolean isReady() {
        return answers();
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** What a ClickHouse starts with besides its data. */
    public static final class Builder {
        private final Path dir;
        private final List<ClickHouseConfig.User> users = new ArrayList<>();
        private OptionalInt zooKeeperPort = OptionalInt.empty();
        private OptionalInt httpPort = OptionalInt.empty();

        private Builder(Path dir) {
            this.dir = dir.toAbsolutePath();
        }

        /** Where tables of engine {@code KeeperMap} keep their rows. */
        public Builder zooKeeper(ZooKeeperServer server) {
            zooKeeperPort = OptionalInt.of(server.port());
            return this;
        }

        /** Where it listens for HTTP; a free port if not given. */
        public Builder httpPort(int port) {
            httpPort = OptionalInt.of(port);
            return this;
        }

        /** A user more, that may do what statements such as {@code GRANT SELECT ON shop.*} say, and no more. */
        public Builder user(String name, String password, String... grants) {
            users.add(new ClickHouseConfig.User(name, password, List.of(grants)));
            return this;
        }

        /** Starts it; empty where there is no ClickHouse. */
        public Optional<ClickHouseServer> find() {
            return ClickHouseProcess.library().map(this::start);
        }

        private ClickHouseServer start(Path library) {
            int http = httpPort.orElseGet(Ports::free);
            ClickHouseConfig config = new ClickHouseConfig(http, Ports.free(), zooKeeperPort, users);
            try {
                ClickHouseServer server = new ClickHouseServer(
                        new RevivedInstance(ClickHouseProcess.prepare(library, dir, config)), config);
                server.start();
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot start ClickHouse in " + dir + ": " + e.getMessage(), e);
            }
        }
    }
}
