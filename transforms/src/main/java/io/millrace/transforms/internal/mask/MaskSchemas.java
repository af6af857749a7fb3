// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms.internal.mask;

import io.millrace.records.Schemas;
import java.math.BigDecimal;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** MaskSchemas made from others. None of them has a default, which converters and sinks would put in the place of null. */
final class MaskSchemas {
    static final Schema LIST =
            SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).build();
    static final Schema MAP = SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private MaskSchemas() {}

    /** An empty struct schema that is otherwise as {@code from}: name, version, documentation, parameters, optionality. */
    static SchemaBuilder structLike(Schema from) {
        return named(SchemaBuilder.struct(), from);
    }

    /** {@code from}, optional and without default; itself if it is both. */
    static Schema optional(Schema from) {
        if (from.isOptional() && from.defaultValue() == null) {
            return from;
        }
        SchemaBuilder builder = named(sameType(from), from).optional();
        if (from.type() == Schema.Type.STRUCT) {
            from.fields().forEach(field -> builder.field(field.name(), field.schema()));
        }
        return builder.build();
    }

    /** An array or map schema as {@code from} with other elements. */
    static Schema withElements(Schema from, Schema element) {
        SchemaBuilder builder = from.type() == Schema.Type.ARRAY
                ? SchemaBuilder.array(element)
                : SchemaBuilder.map(from.keySchema(), element);
        return named(builder, from).build();
    }

    /** Plain text in the place of {@code from}: its name and parameters say nothing about masked text. */
    static Schema textLike(Schema from) {
        SchemaBuilder builder = SchemaBuilder.string();
        if (from.doc() != null) {
            builder.doc(from.doc());
        }
        return from.isOptional() ? builder.optional().build() : builder.build();
    }

    /** {@code from} without its default. */
    static Schema withoutDefault(Schema from) {
        return from.defaultValue() == null ? from : named(sameType(from), from).build();
    }

    /** The schema that a schemaless value would have, as far as its class tells; null for one that Connect has no type for. */
    static @Nullable Schema of(Object value) {
        if (value instanceof BigDecimal decimal) {
            return Decimal.schema(decimal.scale());
        } else if (value instanceof Date) {
            return Timestamp.SCHEMA;
        }
        if (value instanceof Map) {
            return MAP;
        } else if (value instanceof List) {
            return LIST;
        }
        Schema.Type type = ConnectSchema.schemaType(value.getClass());
        return type == null || !type.isPrimitive()
                ? null
                : SchemaBuilder.type(type).build();
    }

    private static SchemaBuilder sameType(Schema from) {
        return switch (from.type()) {
            case ARRAY -> SchemaBuilder.array(from.valueSchema());
            case MAP -> SchemaBuilder.map(from.keySchema(), from.valueSchema());
            default -> new SchemaBuilder(from.type());
        };
    }

    private static SchemaBuilder named(SchemaBuilder builder, Schema from) {
        if (from.name() != null) {
            builder.name(from.name());
        }
        Schemas.describe(builder, from);
        return from.isOptional() ? builder.optional() : builder;
    }
}
