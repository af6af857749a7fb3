// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.StoreUnavailableException;
import io.millrace.connect.sink.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** A live connection and the staging tables made on it. Outside of {@link PostgresTransaction} it commits by itself. */
final class Session {
    private final Connection connection;
    private final SqlErrors errors;
    private final Map<Layout, String> stages = new HashMap<>();
    private int stagesMade;
    private boolean inTransaction;

    Session(Connection connection, SqlErrors errors) {
        this.connection = connection;
        this.errors = errors;
    }

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

    Map<Layout, String> stages() {
        return stages;
    }

    /** A name that no staging table of this session has had. */
    String nextStage() {
        return "pg_temp." + Sql.name("millrace_stage_" + stagesMade++);
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
