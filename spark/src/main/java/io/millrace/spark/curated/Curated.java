// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark.curated;

import static org.apache.spark.sql.functions.col;

import io.millrace.spark.curated.FromCurated.OnError;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.types.StructType;

/** The SQL functions of curated topics, and the parts of what {@link CuratedReader} reads. */
public final class Curated {
    private Curated() {}

    /**
     * Adds {@code from_curated(bytes, subject[, version])} and {@code try_from_curated} to {@code session}. The registry's
     * settings are the session's, under {@link CuratedSettings#PREFIX}.
     */
    public static void register(SparkSession session) {
        var registry = ((org.apache.spark.sql.classic.SparkSession) session)
                .sessionState()
                .functionRegistry();
        for (OnError onError : OnError.values()) {
            registry.registerFunction(
                    CuratedFunctions.name(onError), CuratedFunctions.info(onError), CuratedFunctions.builder(onError));
        }
    }

    /** As {@link #register}, for sessions made with {@code spark.sql.extensions}. */
    public static void register(SparkSessionExtensions extensions) {
        for (OnError onError : OnError.values()) {
            extensions.injectFunction(new scala.Tuple3<>(
                    CuratedFunctions.name(onError), CuratedFunctions.info(onError), CuratedFunctions.builder(onError)));
        }
    }

    /**
     * The records that have a value, as columns: the value's own, after {@code _topic}, {@code _partition}, {@code _offset} and
     * {@code _timestamp}, Kafka's.
     */
    public static Dataset<Row> values(Dataset<Row> records) {
        return rows(records, Stream.empty());
    }

    /** The same with the key as one more column, {@code _key}. */
    public static Dataset<Row> keyed(Dataset<Row> records) {
        return rows(records, Stream.of(col("key").as("_key")));
    }

    private static Dataset<Row> rows(Dataset<Row> records, Stream<Column> more) {
        List<Column> columns = new ArrayList<>(List.of(
                col("topic").as("_topic"),
                col("partition").as("_partition"),
                col("offset").as("_offset"),
                col("timestamp").as("_timestamp")));
        more.forEach(columns::add);
        StructType value = (StructType) records.schema().apply("value").dataType();
        for (String name : value.fieldNames()) {
            columns.add(col("value").getField(name).as(name));
        }
        return records.filter(col("value").isNotNull()).select(columns.toArray(Column[]::new));
    }

    /** The tombstones: Kafka's columns and {@code key}. */
    public static Dataset<Row> tombstones(Dataset<Row> records) {
        return records.filter(col("raw_value").isNull().and(col("error").isNull()))
                .select("topic", "partition", "offset", "timestamp", "key");
    }

    /** The records that could not be read: Kafka's columns, the bytes, and {@code error}, which tells why. */
    public static Dataset<Row> quarantine(Dataset<Row> records) {
        return records.filter(col("error").isNotNull())
                .select("topic", "partition", "offset", "timestamp", "raw_key", "raw_value", "error");
    }
}
