// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import static org.awaitility.Awaitility.await;

import io.millrace.testkit.servers.DatabaseServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** A thread that keeps inserting, updating and deleting rows of a table while others change its columns. */
final class TableLoad implements AutoCloseable {
    private static final Set<String> UNDEFINED_COLUMN = Set.of("42S22", "42703");
    private static final long PAUSE_NANOS = 1_000_000;

    private final DatabaseServer server;
    private final String table;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Future<?> running;

    private volatile IntFunction<Map<String, String>> rows;
    private volatile int lastId;
    private volatile boolean stopping;

    /**
     * Starts to write into a table with the integer key {@code id}.
     *
     * @param rows literals by column, for a number
     */
    TableLoad(DatabaseServer server, String table, IntFunction<Map<String, String>> rows) {
        this.server = server;
        this.table = table;
        this.rows = rows;
        this.running = thread.submit(() -> {
            run();
            return null;
        });
    }

    private void run() throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            while (!stopping) {
                try {
                    write(statement, lastId + 1);
                } catch (SQLException e) {
                    if (!UNDEFINED_COLUMN.contains(e.getSQLState())) {
                        throw e;
                    }
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // this thread alone writes it
    private void write(Statement statement, int id) throws SQLException {
        Map<String, String> row = rows.apply(id);
        statement.execute("INSERT INTO " + table + " (id, " + String.join(", ", row.keySet()) + ") VALUES (" + id + ", "
                + String.join(", ", row.values()) + ")");
        lastId = id;
        statement.execute("UPDATE " + table + " SET " + assignments(rows.apply(-id)) + " WHERE id = " + id / 2);
        statement.execute("DELETE FROM " + table + " WHERE id = " + (id % 10 == 0 ? id / 5 : 0));
    }

    private static String assignments(Map<String, String> row) {
        return row.entrySet().stream()
                .map(value -> value.getKey() + " = " + value.getValue())
                .collect(Collectors.joining(", "));
    }

    /** Rows look like this from now on. */
    void write(IntFunction<Map<String, String>> others) {
        rows = others;
    }

    /** The greatest key so far. */
    int lastId() {
        return lastId;
    }

    /** Waits until there are so many more rows. */
    void awaitMore(int count) {
        int from = lastId;
        await().atMost(Duration.ofSeconds(60)).failFast(running::isDone).until(() -> lastId >= from + count);
    }

    /** Waits for the last statement; fails where one did. */
    @Override
    public void close() {
        stopping = true;
        thread.shutdown();
        try {
            running.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot write to " + table + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
