// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

import io.millrace.records.Structs;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** A named member of a struct, read by its index, or of a schemaless map, read by its name. */
public final class Member {
    private final String name;
    private final @Nullable Field field;

    public Member(Field field) {
        this.name = field.name();
        this.field = field;
    }

    /** A member of schemaless maps. */
    public Member(String name) {
        this.name = name;
        this.field = null;
    }

    public String name() {
        return name;
    }

    /** The value in {@code block}; null where it is null or not there, never a default. */
    public @Nullable Object read(Object block) {
        Field known = field;
        if (known != null) {
            return Structs.get((Struct) block, known);
        }
        return block instanceof Map<?, ?> map ? map.get(name) : null; // without schema, a block may be anything
    }
}
