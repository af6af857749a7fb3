// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.transform_values;
import static org.apache.spark.sql.functions.when;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Values in the type of the column that they are for: as wide, and with null for what they do not have. */
final class Conform {
    private Conform() {}

    /** {@code value}, which is {@code have}, as {@code want}, which {@link SchemaChanges} has made to hold it. */
    static Column to(Column value, DataType have, DataType want) {
        if (have.catalogString().equals(want.catalogString())) {
            return value;
        }
        if (have instanceof StructType from && want instanceof StructType to) {
            return when(value.isNotNull(), struct(fields(value, from, to)));
        }
        if (have instanceof ArrayType from && want instanceof ArrayType to) {
            return transform(value, element -> to(element, from.elementType(), to.elementType()));
        }
        if (have instanceof MapType from && want instanceof MapType to) {
            return transform_values(value, (key, each) -> to(each, from.valueType(), to.valueType()));
        }
        return value.cast(want);
    }

    /** The fields of {@code want}, by name. */
    static Column[] fields(Column value, StructType have, StructType want) {
        List<String> known = List.of(have.fieldNames());
        return Arrays.stream(want.fields())
                .map(field -> (known.contains(field.name()) ? field(value, have, field) : lit(null))
                        .cast(field.dataType())
                        .as(field.name()))
                .toArray(Column[]::new);
    }

    private static Column field(Column value, StructType have, StructField want) {
        return to(value.getField(want.name()), have.apply(want.name()).dataType(), want.dataType());
    }
}
