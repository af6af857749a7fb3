// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.spark.CommitMetadata;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.iceberg.util.SnapshotUtil;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An Iceberg table that a job makes, changes to fit its topic, and commits batches to. */
final class IcebergTable {
    private static final Logger LOG = LoggerFactory.getLogger(IcebergTable.class);

    private final SparkSession session;
    private final TableName name;

    IcebergTable(SparkSession session, TableName name) {
        this.session = session;
        this.name = name;
    }

    TableName name() {
        return name;
    }

    String sql() {
        return name.sql();
    }

    boolean exists() {
        return session.catalog().tableExists(sql());
    }

    Dataset<Row> rows() {
        return session.table(sql());
    }

    StructType schema() {
        return rows().schema();
    }

    /** Makes the table unless there is one; {@code partitioning} is what PARTITIONED BY takes, if anything. */
    void create(StructType columns, @Nullable String partitioning, Map<String, String> properties) {
        session.sql("CREATE NAMESPACE IF NOT EXISTS " + name.namespaceSql());
        change("CREATE TABLE IF NOT EXISTS " + sql() + " ("
                + ((StructType) SchemaChanges.stored(columns)).toDDL() + ") USING iceberg"
                + (partitioning == null ? "" : " PARTITIONED BY (" + partitioning + ")")
                + " TBLPROPERTIES " + Sql.properties(properties));
    }

    /** Lets the table, as others may have left it, take rows of {@code columns}. */
    void evolve(StructType columns, String topic) {
        refresh();
        SchemaChanges.between(sql(), schema(), columns, topic).forEach(this::change);
    }

    /** Forgets what the session knows of the table: others may have changed it. */
    void refresh() {
        session.sql("REFRESH TABLE " + sql());
    }

    /** Runs a statement that changes what the table is, and tells it. */
    void change(String statement) {
        LOG.info("Runs: {}", statement);
        session.sql(statement);
    }

    /** Runs a statement whose commit, if it makes one, has {@code properties} in its snapshot's summary. */
    void commit(String statement, Map<String, String> properties) {
        commit(() -> session.sql(statement), properties);
    }

    /** As {@link #commit(String, Map)}, of what {@code write} writes on this thread. */
    void commit(Runnable write, Map<String, String> properties) {
        CommitMetadata.withCommitProperties(
                properties,
                () -> {
                    write.run();
                    return true;
                },
                RuntimeException.class);
    }

    /** Whether the table has the batch already: the driver died between this commit and Spark's own. */
    boolean holds(Batch batch) {
        return latest(snapshot -> batch.queryId().equals(property(snapshot, Batch.QUERY_ID)))
                .map(snapshot -> Long.parseLong(Objects.requireNonNull(property(snapshot, Batch.BATCH_ID))))
                .filter(id -> id >= batch.id())
                .isPresent();
    }

    /** The newest of the current snapshot and those before it that is as asked. */
    Optional<Snapshot> latest(Predicate<Snapshot> asked) {
        for (Snapshot snapshot : SnapshotUtil.currentAncestors(table())) {
            if (asked.test(snapshot)) {
                return Optional.of(snapshot);
            }
        }
        return Optional.empty();
    }

    static @Nullable String property(Snapshot snapshot, String key) {
        return snapshot.summary().get(key);
    }

    Table table() {
        try {
            return Spark3Util.loadIcebergTable(session, sql());
        } catch (AnalysisException e) {
            throw new IllegalStateException("Cannot load table " + name + ": " + e.getMessage(), e);
        }
    }
}
