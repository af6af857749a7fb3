// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import java.sql.SQLException;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/** Puts the batches of a query into a table, each exactly once: what {@code foreachBatch} calls, on the driver. */
final class PostgresWriter implements VoidFunction2<Dataset<Row>, Long> {
    private static final long serialVersionUID = 1L;

    private final transient PostgresOptions database;
    private final transient PostgresBatches batches;
    private final transient PostgresTable table;

    PostgresWriter(PostgresOptions database, PostgresBatches batches, PostgresTable table) {
        this.database = database;
        this.batches = batches;
        this.table = table;
    }

    @Override
    public void call(Dataset<Row> rows, Long batchId) throws SQLException {
        String queryId = rows.sparkSession().sparkContext().getLocalProperty("sql.streaming.queryId");
        rows.persist(StorageLevel.MEMORY_AND_DISK());
        try {
            // All of it is computed, once, also for a batch that the ledger has: Spark's state is made on the way. And
            // the
            // transaction stays short.
            rows.count();
            batches.write(queryId, batchId, connection -> table.put(connection, database, rows.toLocalIterator()));
        } finally {
            rows.unpersist();
        }
    }
}
