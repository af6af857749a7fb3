// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.shape;

import com.fasterxml.jackson.core.JsonPointer;
import io.millrace.connect.device.internal.shape.Parts.Picked;
import io.millrace.records.Structs;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** Where in structs of one schema the values at some pointers are. Compiled once for the schema. */
final class Paths {
    private final Schema schema;
    private final List<Field[]> paths = new ArrayList<>();

    private Paths(Schema schema) {
        this.schema = schema;
    }

    static Paths of(Schema schema, List<JsonPointer> pointers) {
        Paths paths = new Paths(schema);
        pointers.forEach(pointer -> paths.paths.add(path(schema, pointer)));
        return paths;
    }

    /** Empty if the schema has no such place. */
    private static Field[] path(Schema schema, JsonPointer pointer) {
        List<Field> path = new ArrayList<>();
        Schema at = schema;
        for (JsonPointer rest = pointer; !rest.matches(); rest = rest.tail()) {
            Field field = at.type() == Schema.Type.STRUCT ? at.field(rest.getMatchingProperty()) : null;
            if (field == null) {
                return new Field[0];
            }
            path.add(field);
            at = field.schema();
        }
        return path.toArray(Field[]::new);
    }

    Schema schema() {
        return schema;
    }

    void pick(Struct struct, Picked[] picked) {
        for (int i = 0; i < picked.length; i++) {
            Field[] path = paths.get(i);
            Object value = path.length == 0 ? null : struct;
            Field last = null;
            for (Field field : path) {
                last = field;
                value = value == null ? null : Structs.get((Struct) value, field);
            }
            picked[i] = value == null || last == null ? Picked.NONE : new Picked(last.schema(), value);
        }
    }
}
