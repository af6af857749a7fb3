// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.types;

import io.millrace.records.Kind;
import io.millrace.records.SemanticType;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What a column becomes under a {@link TypePolicy}, worked out once for its schema: always optional and without default,
 * so that null stays null; with the column's documentation, and those parameters that still hold.
 *
 * @param conversion null where values pass as they are
 */
public record ColumnType(Schema schema, @Nullable Conversion conversion) {
    /** What {@code datatype.propagate.source.type} and its kin add to a column's schema. */
    private static final String SOURCE_COLUMN = "__debezium.source.column.";

    public static ColumnType of(Schema column, TypePolicy policy) {
        ColumnType converted = converted(column, policy);
        return converted != null ? converted : NestedTypes.of(column, policy);
    }

    /** The type of what is neither an array, nor a map, nor a struct without a meaning; null where it is kept. */
    public static @Nullable ColumnType converted(Schema column, TypePolicy policy) {
        ColumnType number = NumberTypes.of(column, policy);
        if (number != null) {
            return number;
        }
        return switch (Kind.meaningOf(column)) {
            case DATE, TIME, LOCAL_TIMESTAMP, INSTANT, ZONED_TIMESTAMP, ZONED_TIME -> TemporalTypes.of(column, policy);
            case DURATION, PERIOD -> IntervalTypes.of(column, policy);
            case TEXT, JSON, UUID -> TextTypes.of(column, policy);
            case BYTES, BITS -> BinaryTypes.of(column, policy);
            case STRUCT, ARRAY, MAP -> structured(column, policy);
            default -> null;
        };
    }

    private static @Nullable ColumnType structured(Schema column, TypePolicy policy) {
        return switch (SemanticType.trusted(column)) {
            case POINT, GEOMETRY, GEOGRAPHY ->
                GeometryTypes.of(column, policy.others().geometry());
            case DOUBLE_VECTOR, FLOAT_VECTOR, SPARSE_DOUBLE_VECTOR -> VectorTypes.of(column, policy);
            default -> column.type() == Schema.Type.MAP ? MapTypes.of(column, policy) : null;
        };
    }

    /** The target of a conversion: optional, and with what {@code column} says about itself, not about its type. */
    public static Schema like(Schema column, SchemaBuilder target) {
        if (column.doc() != null) {
            target.doc(column.doc());
        }
        if (column.parameters() != null) {
            for (Map.Entry<String, String> parameter : column.parameters().entrySet()) {
                if (parameter.getKey().startsWith(SOURCE_COLUMN)) {
                    target.parameter(parameter.getKey(), parameter.getValue());
                }
            }
        }
        return target.optional().build();
    }

    /** A schema of the kind that a semantic type names, version 1 as all of Debezium's that are written here. */
    public static SchemaBuilder named(SemanticType type, SchemaBuilder builder) {
        return builder.name(type.schemaName()).version(1);
    }

    /** What the database calls the column's type, in upper case, where the connector says so; else empty. */
    public static String sourceType(Schema column) {
        String type = column.parameters() == null ? null : column.parameters().get(SOURCE_COLUMN + "type");
        return type == null ? "" : type.toUpperCase(java.util.Locale.ROOT);
    }

    /** A number that the database says about the column's type: {@code length} or {@code scale}; -1 where it does not. */
    public static int sourceNumber(Schema column, String name) {
        String text = column.parameters() == null ? null : column.parameters().get(SOURCE_COLUMN + name);
        try {
            return text == null ? -1 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
