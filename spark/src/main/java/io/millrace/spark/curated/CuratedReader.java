// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark.curated;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.millrace.records.Side;
import io.millrace.spark.curated.FromCurated.OnError;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/**
 * Reads curated topics: records of Spark's Kafka source, with keys and values in Confluent-framed Avro, as typed rows.
 *
 * <p>What comes out: {@code topic}, {@code partition}, {@code offset}, {@code timestamp}, {@code raw_key}, {@code raw_value},
 * {@code key}, {@code value} and {@code error}. A tombstone has neither {@code raw_value} nor {@code value}. A record that
 * cannot be read has an {@code error} that tells why and what to do, and null in {@code key} and {@code value}; {@link
 * Curated} takes the three apart. A registry that cannot be asked is no bad record: it is waited for, then the query fails,
 * with nothing skipped.
 */
public final class CuratedReader {
    private final CuratedSettings settings;

    public CuratedReader(CuratedSettings settings) {
        this.settings = settings;
    }

    /** Resolves all records of one topic to the schemas that its subjects have now, by Avro's rules. */
    public Dataset<Row> read(Dataset<Row> kafka, String topic) {
        return read(kafka, topic, ReadSchema.newest(topic + "-key"), ReadSchema.newest(topic + "-value"));
    }

    /** Resolves all records of {@code kafka} to these schemas, by Avro's rules. {@code place} is what errors call theirs. */
    public Dataset<Row> read(Dataset<Row> kafka, String place, ReadSchema key, ReadSchema value) {
        SchemaFinder finder = new SchemaFinder(settings);
        return decode(
                        kafka,
                        Decoding.of(settings, place, Side.KEY, finder.find(key, place)),
                        Decoding.of(settings, place, Side.VALUE, finder.find(value, place)))
                .select(columns());
    }

    /**
     * Reads each record of a bounded {@code kafka} as it was written: what has a column more than what came before shows it.
     * Records of all schemas come out as one DataFrame, with null where a schema has no such column, and numbers as wide as the
     * widest. {@code kafka} is read twice: keep it.
     */
    public Dataset<Row> readAsWritten(Dataset<Row> kafka, String place) {
        return new WrittenSchemas(settings, place).read(kafka);
    }

    /** Without the column {@code key} or {@code value} where nothing says how to decode it: there are no bytes then. */
    static Dataset<Row> decode(Dataset<Row> kafka, @Nullable Decoding key, @Nullable Decoding value) {
        Dataset<Row> decoded = kafka.select(
                col("topic"),
                col("partition"),
                col("offset"),
                col("timestamp"),
                col("key").as("raw_key"),
                col("value").as("raw_value"),
                key == null ? lit(null).as("_key") : decoded(col("key"), key).as("_key"),
                value == null
                        ? lit(null).as("_value")
                        : decoded(col("value"), value).as("_value"));
        List<Column> errors = new ArrayList<>();
        if (key != null) {
            errors.add(col("_key").getField(FromCurated.ERROR));
        }
        if (value != null) {
            errors.add(col("_value").getField(FromCurated.ERROR));
        }
        Dataset<Row> told = decoded.withColumn(
                "error", errors.isEmpty() ? lit(null).cast("string") : coalesce(errors.toArray(Column[]::new)));
        Dataset<Row> whole = told;
        if (key != null) {
            whole = whole.withColumn("key", ifGood("_key"));
        }
        if (value != null) {
            whole = whole.withColumn("value", ifGood("_value"));
        }
        return whole.drop("_key", "_value");
    }

    private static Column ifGood(String decoded) {
        return when(col("error").isNull(), col(decoded).getField(FromCurated.DATA));
    }

    static Column[] columns() {
        return Stream.of("topic", "partition", "offset", "timestamp", "raw_key", "raw_value", "key", "value", "error")
                .map(functions::col)
                .toArray(Column[]::new);
    }

    /** Why {@code bytes} cannot be decoded; null where they can. */
    static Column error(Column bytes, Decoding decoding) {
        return decoded(bytes, decoding).getField(FromCurated.ERROR);
    }

    private static Column decoded(Column bytes, Decoding decoding) {
        return ExpressionUtils.column(
                FromCurated.expression(ExpressionUtils.expression(bytes), decoding, OnError.TELL));
    }
}
