// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/** Schemas made after others. */
public final class Schemas {
    private Schemas() {}

    /** A struct of this name, without fields, that is described as {@code struct} is. */
    public static SchemaBuilder like(Schema struct, @Nullable String name) {
        SchemaBuilder builder = SchemaBuilder.struct();
        if (name != null) {
            builder.name(name);
        }
        describe(builder, struct);
        return builder;
    }

    /** {@code schema}, optional or required as {@code model} is, and without default. */
    public static Schema asRequiredAs(Schema model, Schema schema) {
        if (schema.isOptional() == model.isOptional()) {
            return schema;
        }
        SchemaBuilder builder = required(schema);
        return (model.isOptional() ? builder.optional() : builder).build();
    }

    /** {@code schema}, optional and without default. */
    public static Schema optional(Schema schema) {
        return schema.isOptional() && schema.defaultValue() == null
                ? schema
                : required(schema).optional().build();
    }

    private static SchemaBuilder required(Schema schema) {
        SchemaBuilder builder = switch (schema.type()) {
            case ARRAY -> SchemaBuilder.array(schema.valueSchema());
            case MAP -> SchemaBuilder.map(schema.keySchema(), schema.valueSchema());
            default -> new SchemaBuilder(schema.type());
        };
        if (schema.type() == Schema.Type.STRUCT) {
            schema.fields().forEach(field -> builder.field(field.name(), field.schema()));
        }
        if (schema.name() != null) {
            builder.name(schema.name());
        }
        describe(builder, schema);
        return builder;
    }

    /** All that is said of a type but its name: version, documentation, parameters. */
    public static void describe(SchemaBuilder builder, Schema from) {
        if (from.version() != null) {
            builder.version(from.version());
        }
        if (from.doc() != null) {
            builder.doc(from.doc());
        }
        if (from.parameters() != null) {
            builder.parameters(from.parameters());
        }
    }
}
