// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import io.millrace.records.Errors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What a table's schema needs to hold records of another: new columns, comments that it lacks, and wider types where Iceberg
 * has them. Columns are never
 * dropped or renamed, and none gets a type in which a value would lose meaning.
 */
final class SchemaChanges {
    private final String table;
    private final String topic;
    private final List<String> statements = new ArrayList<>();

    private SchemaChanges(String table, String topic) {
        this.table = table;
        this.topic = topic;
    }

    /**
     * The statements that let {@code table}, which is {@code have}, take records of {@code want}. Throws a {@link
     * ConnectException} where a column cannot hold them.
     */
    static List<String> between(String table, StructType have, StructType want, String topic) {
        SchemaChanges changes = new SchemaChanges(table, topic);
        changes.compare(have, want);
        return List.copyOf(changes.statements);
    }

    /** The type of a column in Iceberg, which has no integers below 32 bits. */
    static DataType stored(DataType type) {
        if (type.equals(DataTypes.ByteType) || type.equals(DataTypes.ShortType)) {
            return DataTypes.IntegerType;
        }
        if (type instanceof StructType struct) {
            return new StructType(Arrays.stream(struct.fields())
                    .map(field -> new StructField(field.name(), stored(field.dataType()), true, field.metadata()))
                    .toArray(StructField[]::new));
        }
        if (type instanceof ArrayType array) {
            return DataTypes.createArrayType(stored(array.elementType()), true);
        }
        return type instanceof MapType map
                ? DataTypes.createMapType(stored(map.keyType()), stored(map.valueType()), true)
                : type;
    }

    private void compare(StructType have, StructType want, String... under) {
        List<String> known = List.of(have.fieldNames());
        for (StructField field : want.fields()) {
            String[] path =
                    Stream.concat(Arrays.stream(under), Stream.of(field.name())).toArray(String[]::new);
            if (!known.contains(field.name())) {
                add(field, path);
                continue;
            }
            StructField old = have.apply(field.name());
            compare(old.dataType(), stored(field.dataType()), path);
            if (old.getComment().isEmpty() && field.getComment().isDefined()) {
                alter(" COMMENT " + Sql.text(field.getComment().get()), path);
            }
        }
    }

    private void add(StructField field, String... path) {
        String comment = field.getComment().isDefined()
                ? " COMMENT " + Sql.text(field.getComment().get())
                : "";
        statements.add("ALTER TABLE " + table + " ADD COLUMN " + Sql.quoted(path) + " "
                + stored(field.dataType()).sql() + comment);
    }

    private void alter(String what, String... path) {
        statements.add("ALTER TABLE " + table + " ALTER COLUMN " + Sql.quoted(path) + what);
    }

    private void compare(DataType have, DataType want, String... path) {
        if (have instanceof StructType old && want instanceof StructType other) {
            compare(old, other, path);
        } else if (have instanceof ArrayType old && want instanceof ArrayType other) {
            compare(old.elementType(), other.elementType(), with(path, "element"));
        } else if (have instanceof MapType old
                && want instanceof MapType other
                && old.keyType().catalogString().equals(other.keyType().catalogString())) {
            compare(old.valueType(), other.valueType(), with(path, "value"));
        } else if (isWider(want, have)) {
            statements.add("ALTER TABLE " + table + " ALTER COLUMN " + Sql.quoted(path) + " TYPE " + want.sql());
        } else if (!have.catalogString().equals(want.catalogString()) && !isWider(have, want) && !fits(want, have)) {
            throw refused(have, want, path);
        }
    }

    private static String[] with(String[] path, String last) {
        return Stream.concat(Arrays.stream(path), Stream.of(last)).toArray(String[]::new);
    }

    /** Whether Iceberg can make {@code narrow} into {@code wide}. */
    private static boolean isWider(DataType wide, DataType narrow) {
        if (wide instanceof DecimalType more && narrow instanceof DecimalType less) {
            return more.scale() == less.scale() && more.precision() > less.precision();
        }
        return (wide.equals(DataTypes.LongType) && narrow.equals(DataTypes.IntegerType))
                || (wide.equals(DataTypes.DoubleType) && narrow.equals(DataTypes.FloatType));
    }

    /** Whether every decimal of {@code values} is one of {@code column}. */
    private static boolean fits(DataType values, DataType column) {
        return values instanceof DecimalType less
                && column instanceof DecimalType more
                && less.scale() <= more.scale()
                && less.precision() - less.scale() <= more.precision() - more.scale();
    }

    private ConnectException refused(DataType have, DataType want, String... path) {
        return new ConnectException(Errors.sentence(
                "write column " + String.join(".", path) + " of " + table.replace("`", ""),
                want.catalogString() + " (expected " + have.catalogString() + ", or a type that it can be widened to)",
                topic + " value",
                "Rename the table's column, for the job to add a new one, or choose another table, and start the job"
                        + " again: nothing of the batch is in the table."));
    }
}
