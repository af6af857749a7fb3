// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.types;

import io.millrace.records.Schemas;
import io.millrace.records.SemanticType;
import io.millrace.records.Structs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Arrays, maps and structs, whose parts are converted in turn, and columns that keep their type. */
public final class NestedTypes {
    private NestedTypes() {}

    public static ColumnType of(Schema column, TypePolicy policy) {
        ColumnType nested = nested(column, policy);
        if (nested != null) {
            return nested;
        }
        if (column.isOptional() && column.defaultValue() == null) {
            return new ColumnType(column, null);
        }
        Schema schema = optional(column, copy(column));
        return new ColumnType(schema, column.type() == Schema.Type.STRUCT ? rebuilt(column, schema) : null);
    }

    /** Null where nothing within changes. A struct with a meaning of its own is no one's to take apart. */
    private static @Nullable ColumnType nested(Schema column, TypePolicy policy) {
        if (SemanticType.trusted(column) != SemanticType.PLAIN) {
            return null;
        }
        return switch (column.type()) {
            case ARRAY -> array(column, policy);
            case MAP -> map(column, policy);
            case STRUCT -> struct(column, policy);
            default -> null;
        };
    }

    private static @Nullable ColumnType part(Schema schema, TypePolicy policy) {
        ColumnType converted = ColumnType.converted(schema, policy);
        return converted != null ? converted : nested(schema, policy);
    }

    private static @Nullable ColumnType array(Schema column, TypePolicy policy) {
        ColumnType element = part(column.valueSchema(), policy);
        if (element == null) {
            return null;
        }
        Schema schema = optional(column, SchemaBuilder.array(element.schema()));
        Conversion conversion = element.conversion();
        return new ColumnType(schema, conversion == null ? null : value -> list((List<?>) value, conversion));
    }

    private static List<@Nullable Object> list(List<?> values, Conversion conversion) {
        List<@Nullable Object> converted = new ArrayList<>(values.size());
        for (Object value : values) {
            converted.add(value == null ? null : conversion.apply(value));
        }
        return converted;
    }

    private static @Nullable ColumnType map(Schema column, TypePolicy policy) {
        ColumnType element = part(column.valueSchema(), policy);
        if (element == null) {
            return null;
        }
        Schema schema = optional(column, SchemaBuilder.map(column.keySchema(), element.schema()));
        Conversion conversion = element.conversion();
        return new ColumnType(schema, conversion == null ? null : value -> map((Map<?, ?>) value, conversion));
    }

    private static Map<Object, @Nullable Object> map(Map<?, ?> values, Conversion conversion) {
        Map<Object, @Nullable Object> converted = new HashMap<>(values.size() * 4 / 3 + 1);
        values.forEach((key, value) -> converted.put(key, value == null ? null : conversion.apply(value)));
        return converted;
    }

    private static @Nullable ColumnType struct(Schema column, TypePolicy policy) {
        List<Field> fields = column.fields();
        Conversion[] conversions = new Conversion[fields.size()];
        SchemaBuilder builder = SchemaBuilder.struct();
        boolean changed = false;
        for (Field field : fields) {
            ColumnType type = part(field.schema(), policy);
            changed |= type != null;
            builder.field(field.name(), type == null ? field.schema() : type.schema());
            conversions[field.index()] = type == null ? null : type.conversion();
        }
        if (!changed) {
            return null;
        }
        Schema schema = optional(column, builder);
        return new ColumnType(schema, value -> struct((Struct) value, schema, conversions));
    }

    private static Struct struct(Struct value, Schema schema, @Nullable Conversion[] conversions) {
        @Nullable Object[] from = Structs.values(value);
        Struct converted = new Struct(schema);
        @Nullable Object[] to = Structs.open(converted);
        for (int i = 0; i < conversions.length; i++) {
            Object part = from[i];
            Conversion conversion = conversions[i];
            to[i] = part == null || conversion == null ? part : conversion.apply(part);
        }
        Structs.close(converted, to);
        return converted;
    }

    /** The conversion of {@code type} for a field of {@code schema}, which is the same but for being required. */
    public static @Nullable Conversion into(Schema schema, ColumnType type) {
        Conversion conversion = type.conversion();
        if (conversion == null || schema.type() != Schema.Type.STRUCT || schema.equals(type.schema())) {
            return conversion;
        }
        Conversion rehoused = rebuilt(schema, schema);
        return value -> {
            Object converted = conversion.apply(value);
            return converted == null ? null : rehoused.apply(converted);
        };
    }

    /** A struct takes the optional form of its schema: converters compare the two. */
    private static Conversion rebuilt(Schema column, Schema schema) {
        Conversion[] none = new Conversion[column.fields().size()];
        return value -> struct((Struct) value, schema, none);
    }

    private static SchemaBuilder copy(Schema column) {
        return switch (column.type()) {
            case ARRAY -> SchemaBuilder.array(column.valueSchema());
            case MAP -> SchemaBuilder.map(column.keySchema(), column.valueSchema());
            case STRUCT -> {
                SchemaBuilder builder = SchemaBuilder.struct();
                column.fields().forEach(field -> builder.field(field.name(), field.schema()));
                yield builder;
            }
            default -> new SchemaBuilder(column.type());
        };
    }

    /** The same as {@code column} says of itself, but optional and without default. */
    private static Schema optional(Schema column, SchemaBuilder builder) {
        if (column.name() != null) {
            builder.name(column.name());
        }
        Schemas.describe(builder, column);
        return builder.optional().build();
    }
}
