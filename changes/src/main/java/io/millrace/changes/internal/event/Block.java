// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** The layout of a struct, or of a schemaless map, from which members are picked by name. */
public final class Block {
    private final @Nullable Schema schema;
    private final Map<?, ?> example;

    private Block(@Nullable Schema schema, Map<?, ?> example) {
        this.schema = schema;
        this.example = example;
    }

    public static Block of(Schema schema) {
        return new Block(schema, Map.of());
    }

    /** A schemaless block. {@code example} is one of those that will be read. */
    public static Block of(Map<?, ?> example) {
        return new Block(null, example);
    }

    /** The schema's name; null for a map. */
    public @Nullable String name() {
        return schema == null ? null : schema.name();
    }

    public boolean has(String name) {
        return schema == null ? example.containsKey(name) : schema.field(name) != null;
    }

    /** The member of that name. Null if a struct has none; a map may have it in another record than the example. */
    public @Nullable Member member(String name) {
        if (schema == null) {
            return new Member(name);
        }
        Field field = schema.field(name);
        return field == null ? null : new Member(field);
    }

    /** The layout of the struct or map in a member; null if a struct has none of that name. */
    public @Nullable Block block(String name) {
        if (schema == null) {
            return Block.of(example.get(name) instanceof Map<?, ?> map ? map : Map.of());
        }
        Field field = schema.field(name);
        return field == null || field.schema().type() != Schema.Type.STRUCT ? null : Block.of(field.schema());
    }

    /** The schema of a struct's member; null if it has none of that name, and for a map. */
    public @Nullable Schema schema(String name) {
        Field field = schema == null ? null : schema.field(name);
        return field == null ? null : field.schema();
    }
}
