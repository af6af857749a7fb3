// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import java.sql.SQLException;
import java.util.Iterator;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/** Puts the batches of a query into a table, each exactly once: what {@code foreachBatch} calls, on the driver. */
final class PostgresWriter implements VoidFunction2<Dataset<Row>, Long> {
    private static final long serialVersionUID = 1L;
    private static final long MAX_AT_ONCE = 10_000;

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
            // All is computed, once, also for a batch that the ledger has: Spark's state is made on the way.
            // And the transaction stays short.
            long count = rows.count();
            batches.write(queryId, batchId, connection -> table.put(connection, database, read(rows, count)));
        } finally {
            rows.unpersist();
        }
    }

    /** Partition by partition, a Spark job each, only where it is too much for the driver. */
    private static Iterator<Row> read(Dataset<Row> rows, long count) {
        return count > MAX_AT_ONCE
                ? rows.toLocalIterator()
                : rows.collectAsList().iterator();
    }
}
