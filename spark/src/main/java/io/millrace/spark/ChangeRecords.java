// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.millrace.spark.curated.Curated;
import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** What a batch of a topic of row changes consists of, as {@code CuratedReader} reads it. */
record ChangeRecords(Dataset<Row> changes, Dataset<Row> truncates, Dataset<Row> bad) {
    static ChangeRecords of(Dataset<Row> records) {
        Column isGood = col("error").isNull();
        Column isTruncate =
                coalesce(Changes.field(records.schema(), Changes.OP, "string").equalTo("t"), lit(false));
        Column isKeyed = isKeyed(records.schema());
        return new ChangeRecords(
                records.filter(isGood.and(not(isTruncate)).and(isKeyed)),
                records.filter(isGood.and(isTruncate)),
                Curated.quarantine(records.withColumn(
                        "error",
                        when(isGood.and(not(isTruncate)).and(not(isKeyed)), noKey())
                                .otherwise(col("error")))));
    }

    private static Column isKeyed(StructType records) {
        return records.apply("key").dataType() instanceof StructType key
                ? Arrays.stream(key.fieldNames())
                        .map(name -> col("key").getField(name).isNotNull())
                        .reduce(col("key").isNotNull(), Column::and)
                : lit(false);
    }

    private static Column noKey() {
        return concat(
                lit("Cannot merge a record: no key, or one that is no struct or has a null (expected the fields of the"
                        + " table's primary key) at "),
                col("topic"),
                lit("-"),
                col("partition"),
                lit("@"),
                col("offset"),
                lit(". Give the source table a primary key, or the connector 'message.key.columns'."));
    }
}
