// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import io.millrace.json.internal.JsonEncoder.Style;
import java.util.IdentityHashMap;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;

/** Works out, once for a schema, how its values are written. Schemas may hold themselves. */
final class WriterCompiler {
    private final Style style;
    private final IdentityHashMap<Schema, StructWriter> structs = new IdentityHashMap<>();

    WriterCompiler(Style style) {
        this.style = style;
    }

    JsonWriter compile(Schema schema) {
        JsonWriter special = ScalarWriters.special(schema, style);
        if (special != null) {
            return special;
        }
        return switch (schema.type()) {
            case ARRAY -> ContainerWriters.array(compile(schema.valueSchema()), schema.valueSchema());
            case MAP -> map(schema);
            case STRUCT -> struct(schema);
            default -> ScalarWriters.plain(schema.type());
        };
    }

    private JsonWriter map(Schema schema) {
        JsonWriter value = compile(schema.valueSchema());
        return schema.keySchema().type() == Schema.Type.STRING
                        && !schema.keySchema().isOptional()
                ? ContainerWriters.map(value, schema)
                : ContainerWriters.pairs(compile(schema.keySchema()), value, schema);
    }

    private JsonWriter struct(Schema schema) {
        StructWriter known = structs.get(schema);
        if (known != null) {
            return known;
        }
        StructWriter writer = new StructWriter(schema);
        structs.put(schema, writer);
        List<JsonWriter> fields =
                schema.fields().stream().map(Field::schema).map(this::compile).toList();
        writer.complete(fields);
        return writer;
    }
}
