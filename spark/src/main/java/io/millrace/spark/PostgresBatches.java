// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Batches of a streaming query, each written to PostgreSQL exactly once: the rows and the number of the batch are committed in
 * one transaction, and a batch whose number is there is not written again. Spark numbers batches without a gap and makes each
 * of them anew from the same offsets, so nothing is left out either.
 *
 * <p>The ledger is the table {@code millrace_spark_batches}, one row for each query. A query is known by the id in its checkpoint:
 * one with a new checkpoint is another.
 */
final class PostgresBatches {
    static final String LEDGER = "millrace_spark_batches";

    /** Writes rows; what it throws rolls them back. */
    interface Writer {
        void write(Connection connection) throws SQLException;
    }

    private final PostgresOptions database;
    private final String job;

    PostgresBatches(PostgresOptions database, String job) {
        this.database = database;
        this.job = job;
    }

    /** Makes the ledger if there is none. */
    void prepare() throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS " + database.qualified(LEDGER)
                    + " (job text NOT NULL, query_id text NOT NULL, batch_id bigint NOT NULL,"
                    + " committed_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (job, query_id))");
        }
    }

    /** Writes batch {@code batchId} of the query {@code queryId}, unless it has been; tells whether it did. */
    boolean write(String queryId, long batchId, Writer writer) throws SQLException {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            if (!claim(connection, queryId, batchId)) {
                connection.rollback();
                return false;
            }
            writer.write(connection);
            connection.commit();
            return true;
        }
    }

    /** Takes the query's row for this transaction: two drivers of one query write one after the other, and the later one nothing. */
    private boolean claim(Connection connection, String queryId, long batchId) throws SQLException {
        String sql =
                "INSERT INTO " + database.qualified(LEDGER) + " AS ledger (job, query_id, batch_id) VALUES (?, ?, ?)"
                        + " ON CONFLICT (job, query_id) DO UPDATE SET batch_id = excluded.batch_id, committed_at = now()"
                        + " WHERE ledger.batch_id < excluded.batch_id";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, job);
            statement.setString(2, queryId);
            statement.setLong(3, batchId);
            return statement.executeUpdate() == 1;
        }
    }
}
