// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The latest change of each key among row changes that are in a batch: one row per key, which says what one after the other would
 * have made of a table.
 *
 * <p>Changes are ordered by {@code _seq}, equal ones by offset; those of a key that has one without {@code _seq} by offset alone. A
 * value that a change does not have ({@code _unavailable}), and all values of a delete, are those of the change before it. A
 * tombstone has no place in the order: it deletes what came before it, unless it follows its own delete.
 *
 * <p>What comes out: {@code key}; {@code row}, the table's columns: the value's fields but {@code _unavailable}, with those of the key, as {@link Reserved} names them; {@code
 * kept}, the names of columns that the stored row knows better; {@code seq}; and three booleans: {@code changed}, whether there is
 * a {@code row}, {@code deleted}, whether it is deleted, and {@code tombstoned}, whether a tombstone deletes what was stored before.
 */
final class Changes {
    static final String SEQ = "_seq";
    static final String OP = "_op";
    static final String DELETED = "_deleted";
    static final String UNAVAILABLE = "_unavailable";

    private static final Column IS_CHANGE = col("value").isNotNull();
    private static final Column PLACE = col("place");

    private final StructType key;
    private final StructType value;
    private final List<String> data;

    private Changes(StructType records) {
        this.key = (StructType) records.apply("key").dataType();
        this.value = (StructType) records.apply("value").dataType();
        this.data = Arrays.stream(value.fieldNames())
                .filter(name -> !name.startsWith("_") && !isOf(key, name))
                .toList();
    }

    /** Of records as {@code CuratedReader} reads them: each with a key of one or more fields, and none bad. */
    static Dataset<Row> latest(Dataset<Row> records) {
        return new Changes(records.schema()).of(records);
    }

    /** The columns of {@code row}, of records with this schema. */
    static StructType columns(StructType records) {
        return new Changes(records).row();
    }

    static boolean isOf(StructType struct, String name) {
        return List.of(struct.fieldNames()).contains(name);
    }

    /** The field {@code name} of values; null where no value has it. */
    static Column field(StructType records, String name, String type) {
        StructType value = (StructType) records.apply("value").dataType();
        return (isOf(value, name) ? col("value").getField(name) : lit(null)).cast(type);
    }

    private StructType row() {
        StructType columns = new StructType();
        for (StructField field : key.fields()) {
            columns = isOf(value, field.name()) ? columns : columns.add(named(field));
        }
        for (StructField field : value.fields()) {
            columns = field.name().equals(UNAVAILABLE) ? columns : columns.add(named(field));
        }
        return columns;
    }

    private static StructField named(StructField field) {
        return new StructField(Reserved.column(field.name()), field.dataType(), true, field.metadata());
    }

    private Dataset<Row> of(Dataset<Row> records) {
        Dataset<Row> latest = placed(records)
                .groupBy("key")
                .agg(
                        max_by(struct("value", "deletes", "offset"), PLACE).as("latest"),
                        max(PLACE).as("place"),
                        max(when(not(IS_CHANGE.or(col("own"))), col("offset"))).as("tombstone"),
                        held().as("held"));
        return latest.select(
                col("key"),
                when(col("latest").isNotNull(), struct(fields())).as("row"),
                kept().as("kept"),
                PLACE.getField("seq").as("seq"),
                col("latest").isNotNull().as("changed"),
                coalesce(
                                col("latest.deletes").or(col("tombstone").gt(col("latest.offset"))),
                                col("latest.deletes"),
                                lit(false))
                        .as("deleted"),
                col("tombstone").isNotNull().as("tombstoned"));
    }

    /** With the place of each change in its key's order, and whether a tombstone is the one after a delete. */
    private static Dataset<Row> placed(Dataset<Row> records) {
        WindowSpec ofKey = Window.partitionBy("key");
        Column after = lag("deletes", 1).over(ofKey.orderBy("partition", "offset"));
        Column seq = field(records.schema(), SEQ, "string");
        return records.withColumn(
                        "deletes", IS_CHANGE.and(coalesce(field(records.schema(), DELETED, "boolean"), lit(false))))
                .withColumn("own", coalesce(after, lit(false)))
                .withColumn("unordered", max(IS_CHANGE.and(seq.isNull())).over(ofKey))
                .withColumn(
                        "place",
                        when(
                                IS_CHANGE,
                                struct(when(not(col("unordered")), seq).as("seq"), col("offset"), col("partition"))));
    }

    /** For each column of data a struct of the value that the latest change with one has; null where none has. */
    private Column held() {
        if (data.isEmpty()) {
            return lit(null);
        }
        if (!isOf(value, UNAVAILABLE)) {
            Column all = struct(data.stream().map(this::wrapped).toArray(Column[]::new));
            return max_by(all, when(not(col("deletes")), PLACE));
        }
        return struct(data.stream()
                .map(name -> max_by(wrapped(name), when(holds(name), PLACE)).as(name))
                .toArray(Column[]::new));
    }

    private Column wrapped(String name) {
        return struct(col("value").getField(name).as("value")).as(name);
    }

    private static Column holds(String name) {
        Column isUnavailable = array_contains(col("value").getField(UNAVAILABLE), name);
        return not(col("deletes").or(coalesce(isUnavailable, lit(false))));
    }

    private Column[] fields() {
        return Stream.concat(
                        Arrays.stream(key.fieldNames()).filter(name -> !isOf(value, name)),
                        Arrays.stream(value.fieldNames()).filter(name -> !name.equals(UNAVAILABLE)))
                .map(name -> field(name).as(Reserved.column(name)))
                .toArray(Column[]::new);
    }

    private Column field(String name) {
        if (isOf(key, name)) {
            Column ofKey = col("key").getField(name);
            return isOf(value, name) ? ofKey.cast(value.apply(name).dataType()) : ofKey;
        }
        Column latest = col("latest").getField("value").getField(name);
        Column held = col("held").getField(name);
        return data.contains(name)
                ? when(held.isNotNull(), held.getField("value")).otherwise(latest)
                : latest;
    }

    private Column kept() {
        Column[] names = data.stream()
                .map(name -> when(col("held").getField(name).isNull(), lit(name)))
                .toArray(Column[]::new);
        return array_compact(array(names).cast("array<string>"));
    }
}
