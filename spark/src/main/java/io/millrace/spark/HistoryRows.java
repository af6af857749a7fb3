// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Records as rows of a history: where they are in Kafka, then the fields of the value, named as {@link Reserved} says. A tombstone
 * is a row with the fields of its key and {@code _op} {@code tombstone}.
 */
final class HistoryRows {
    static final String TOPIC = "_topic";
    static final String PARTITION = Reserved.column("_partition");
    static final String OFFSET = "_offset";
    static final String TIMESTAMP = "_timestamp";
    static final String TOMBSTONE = "tombstone";

    private HistoryRows() {}

    /** Of records as {@code CuratedReader} reads them; bad ones are left out. */
    static Dataset<Row> of(Dataset<Row> records) {
        StructType key =
                records.schema().apply("key").dataType() instanceof StructType struct ? struct : new StructType();
        StructType value = (StructType) records.schema().apply("value").dataType();
        List<Column> columns = new ArrayList<>(List.of(
                col("topic").as(TOPIC),
                col("partition").as(PARTITION),
                col("offset").as(OFFSET),
                col("timestamp").as(TIMESTAMP)));
        Arrays.stream(key.fieldNames())
                .filter(name -> !Changes.isOf(value, name))
                .map(name -> col("key").getField(name).as(Reserved.column(name)))
                .forEach(columns::add);
        Arrays.stream(value.fields())
                .filter(field -> !field.name().equals(Changes.OP))
                .map(field -> field(field, key))
                .forEach(columns::add);
        Column op = Changes.field(records.schema(), Changes.OP, "string");
        columns.add(when(col("value").isNull(), TOMBSTONE).otherwise(op).as(Changes.OP));
        return records.filter(col("error").isNull()).select(columns.toArray(Column[]::new));
    }

    private static Column field(StructField field, StructType key) {
        Column value = col("value").getField(field.name());
        Column whole = Changes.isOf(key, field.name())
                ? coalesce(value, when(col("value").isNull(), col("key").getField(field.name())))
                : value;
        return whole.as(Reserved.column(field.name()), field.metadata());
    }
}
