// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.StoreUnavailableException;
import io.millrace.connect.sink.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** A live connection and the staging tables made on it. Outside of {@link PostgresTransaction} it commits by itself. */
final class Session {
    private static final long PURGE_NANOS = Duration.ofHours(1).toNanos();

    private final Connection connection;
    private final SqlErrors errors;
    private final IdentityHashMap<Layout, String> stages = new IdentityHashMap<>();
    private final IdentityHashMap<Layout, Merging> statements = new IdentityHashMap<>();
    private final Map<TableName, Long> purgedAtNanos = new HashMap<>();
    private int stagesMade;
    private boolean inTransaction;

    Session(Connection connection, SqlErrors errors) {
        this.connection = connection;
        this.errors = errors;
    }

    /** Statements and the staging table that they read. */
    private record Merging(String stage, List<String> statements) {}

    /** Something found out with the connection. */
    @FunctionalInterface
    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /** Something done with the connection. */
    @FunctionalInterface
    interface Action {
        void run(Connection connection) throws SQLException;
    }

    void perform(String action, @Nullable TableName table, Action work) {
        run(action, table, c -> {
            work.run(c);
            return true;
        });
    }

    /** Runs {@code work}; what goes wrong says {@code Cannot <action>}. */
    <T> T run(String action, @Nullable TableName table, Work<T> work) {
        try {
            return work.run(connection);
        } catch (SQLException e) {
            RuntimeException translated = errors.translate(e, action, table);
            if (translated instanceof StoreUnavailableException) {
                close(); // whatever state the connection is in, the next one is fresh
            }
            throw translated;
        }
    }

    /** Runs {@code work} in a transaction of its own. */
    <T> T runAtomically(String action, @Nullable TableName table, Work<T> work) {
        if (inTransaction) {
            throw new IllegalStateException("would split the transaction that holds rows and offsets: " + action);
        }
        return run(action, table, c -> {
            c.setAutoCommit(false);
            try {
                T result = work.run(c);
                c.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollback();
                throw e;
            } finally {
                restoreAutoCommit();
            }
        });
    }

    void begin() throws SQLException {
        connection.setAutoCommit(false);
        inTransaction = true;
    }

    void end() {
        inTransaction = false;
        restoreAutoCommit();
    }

    void rollback() {
        try {
            connection.rollback();
        } catch (SQLException e) {
            close(); // the server rolls back what has lost its connection
        }
    }

    private void restoreAutoCommit() {
        try {
            if (!connection.isClosed()) {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            close();
        }
    }

    IdentityHashMap<Layout, String> stages() {
        return stages;
    }

    /** A name that no staging table of this session has had. */
    String nextStage() {
        return "pg_temp." + Sql.name("millrace_stage_" + stagesMade++);
    }

    /** What merges rows of the layout that are in the stage. */
    List<String> statements(Layout layout, String stage) {
        Merging known = statements.get(layout);
        if (known == null || !known.stage().equals(stage)) {
            known = new Merging(stage, Merge.statements(layout, stage));
            statements.put(layout, known);
        }
        return known.statements();
    }

    /** Once in a while, since it is not urgent. */
    void forgetOldDeletes(MergeRules rules) throws SQLException {
        TableName memory = rules.memory();
        long now = System.nanoTime();
        Long before = memory == null ? Long.valueOf(now) : purgedAtNanos.get(memory);
        if (memory == null || (before != null && now - before < PURGE_NANOS)) {
            return;
        }
        purgedAtNanos.put(memory, now);
        try (PreparedStatement statement = connection.prepareStatement(
                "DELETE FROM " + Sql.name(memory) + " WHERE deleted_at < now() - ? * interval '1 millisecond'")) {
            statement.setLong(1, rules.memoryAge().toMillis());
            statement.executeUpdate();
        }
    }

    Savepoint savepoint() throws SQLException {
        return connection.setSavepoint();
    }

    void rollback(Savepoint to) throws SQLException {
        connection.rollback(to);
    }

    /** Rows that the statement touched. */
    int update(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    /** Closes the connection under another thread's hands. */
    void abort() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // it is gone already
        }
    }

    CopyManager copyManager() throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }

    PreparedStatement prepare(String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    boolean isOpen() {
        try {
            return !connection.isClosed();
        } catch (SQLException e) {
            return false;
        }
    }

    void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // nothing more can be done about a connection that is given up
        }
    }
}
