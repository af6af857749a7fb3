// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import io.millrace.records.Structs;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** How one column's values go into the row. */
final class ColumnType {
    private final Schema schema;
    private final @Nullable Conversion conversion;

    private ColumnType(Schema schema, @Nullable Conversion conversion) {
        this.schema = schema;
        this.conversion = conversion;
    }

    static ColumnType of(Schema column, TypePolicy policy) {
        Schema schema = optional(column);
        boolean rebuilt = schema != column && schema.type() == Schema.Type.STRUCT;
        return new ColumnType(schema, rebuilt ? value -> rebuilt(schema, (Struct) value) : null);
    }

    Schema schema() {
        return schema;
    }

    @Nullable Conversion conversion() {
        return conversion;
    }

    private static Struct rebuilt(Schema schema, Struct struct) {
        Struct copy = new Struct(schema);
        for (Field field : schema.fields()) {
            Structs.set(copy, field, Structs.get(struct, field));
        }
        return copy;
    }

    private static Schema optional(Schema column) {
        if (column.isOptional() && column.defaultValue() == null) {
            return column;
        }
        SchemaBuilder builder = switch (column.type()) {
            case ARRAY -> SchemaBuilder.array(column.valueSchema());
            case MAP -> SchemaBuilder.map(column.keySchema(), column.valueSchema());
            default -> new SchemaBuilder(column.type());
        };
        if (column.type() == Schema.Type.STRUCT) {
            column.fields().forEach(field -> builder.field(field.name(), field.schema()));
        }
        if (column.name() != null) {
            builder.name(column.name());
        }
        Schemas.describe(builder, column);
        return builder.optional().build();
    }
}
