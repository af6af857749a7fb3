// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.Problem;
import io.millrace.connect.sink.TableName;
import io.millrace.connect.sink.TableRoute;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the database says about a configuration: whether it lets the sink in, and whether the sink may do what it is told
 * to do. Takes less than five seconds, whatever host, network and name servers do.
 */
final class PostgresChecks {
    private static final Duration TIMEOUT = Duration.ofSeconds(4);

    private final ConnectionOptions connection;
    private final @Nullable PostgresSinkConfig config;
    private final Sessions sessions;
    private final ConnectionProblems failures;

    /** @param config null where other settings are wrong, which leaves tables and privileges unchecked */
    PostgresChecks(ConnectionOptions connection, @Nullable PostgresSinkConfig config) {
        this.connection = connection;
        this.config = config;
        this.sessions = new Sessions(connection, "millrace validate");
        this.failures = new ConnectionProblems(sessions.address(), connection.user());
    }

    List<Problem> problems() {
        List<Problem> files = TlsFiles.problems(connection);
        return files.isEmpty() ? inTime() : files;
    }

    /** On a thread of its own: looking up a host's name cannot be interrupted. */
    private List<Problem> inTime() {
        CompletableFuture<List<Problem>> found = new CompletableFuture<>();
        Thread thread = new Thread(() -> found.complete(connect()), "millrace-validate");
        thread.setDaemon(true);
        thread.start();
        try {
            return found.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return List.of(failures.unanswered(TIMEOUT));
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // connect() throws nothing
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private List<Problem> connect() {
        try (Connection open = sessions.connect(ConnectionProblems.CONNECT_TIMEOUT)) {
            return config == null ? List.of() : new PrivilegeChecks(open, config, tables(config)).problems();
        } catch (SQLException e) {
            return List.of(failures.of(e));
        } catch (ConnectException e) { // too old
            return List.of(new Problem(ConnectionOptions.URL, String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            return List.of(new Problem(
                    ConnectionOptions.URL,
                    "Cannot check the configuration at " + sessions.address() + ": found " + e
                            + ". Report this with the worker's log."));
        }
    }

    /** The tables that are known before any record is; empty where records decide. */
    private static Set<TableName> tables(PostgresSinkConfig config) {
        TableRoute route = config.route();
        Set<TableName> tables = new TreeSet<>();
        if (route.isOfTopic()) {
            config.topics()
                    .forEach(topic -> tables.add(route.table(new SinkRecord(topic, 0, null, null, null, null, 0))));
        }
        return tables;
    }
}
