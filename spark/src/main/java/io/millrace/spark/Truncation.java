// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The latest truncate of a source table in a batch: its place in the order, and in the topic. */
record Truncation(@Nullable String seq, long offset) {
    /** The latest of records that are truncates. */
    static Optional<Truncation> latest(Dataset<Row> truncates) {
        Column place =
                struct(Changes.field(truncates.schema(), Changes.SEQ, "string").as("seq"), col("offset"));
        Row latest = truncates.agg(max(place)).first();
        return latest.isNullAt(0)
                ? Optional.empty()
                : Optional.of(new Truncation(
                        latest.getStruct(0).getString(0), latest.getStruct(0).getLong(1)));
    }

    /** Those of {@code changes} that come after it. */
    Dataset<Row> leaves(Dataset<Row> changes) {
        Column changed = Changes.field(changes.schema(), Changes.SEQ, "string");
        Column isLater = col("offset").gt(offset);
        return changes.filter(
                seq == null
                        ? isLater
                        : when(changed.isNotNull(), changed.gt(lit(seq))).otherwise(isLater));
    }

    /** Deletes what the table has from before it. */
    String statement(String table, StructType columns, Deletes deletes) {
        String older = seq == null || !Changes.isOf(columns, Changes.SEQ)
                ? ""
                : " AND (_seq IS NULL OR _seq <= " + Sql.text(seq) + ")";
        return switch (deletes) {
            case REMOVE -> "DELETE FROM " + table + " WHERE true" + older;
            case MARK ->
                "UPDATE " + table + " SET " + MergeStatement.MARK + " = true WHERE NOT coalesce(" + MergeStatement.MARK
                        + ", false)" + older;
        };
    }
}
