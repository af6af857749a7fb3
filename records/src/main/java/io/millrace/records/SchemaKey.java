// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

import java.util.List;
import java.util.Objects;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A schema as a key: equal to another exactly if the schemas are equal, found out faster than {@link Schema#equals} does.
 *
 * <p>{@link ConnectSchema} hashes all of a schema and boxes what it compares; a change event's schema holds that of its
 * table twice. The hash here looks at a few names, and a schema that was just compared is not compared again.
 */
final class SchemaKey {
    private final Schema schema;
    private final int hash;

    SchemaKey(Schema schema) {
        this.schema = schema;
        this.hash = hash(schema);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SchemaKey key && hash == key.hash && same(schema, key.schema);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    private static int hash(Schema schema) {
        if (schema.getClass() != ConnectSchema.class) {
            return schema.hashCode();
        }
        int hash = 31 * schema.type().hashCode() + Objects.hashCode(schema.name());
        if (schema.type() != Schema.Type.STRUCT) {
            return hash;
        }
        for (Field field : schema.fields()) {
            hash = 31 * hash + shape(field.schema());
        }
        return 31 * hash + edges(schema.fields());
    }

    /** What tells versions of a table apart: how many columns, and which is the last. */
    private static int shape(Schema nested) {
        return nested.getClass() == ConnectSchema.class && nested.type() == Schema.Type.STRUCT
                ? edges(nested.fields())
                : nested.type().hashCode();
    }

    private static int edges(List<Field> fields) {
        int size = fields.size();
        return size == 0
                ? 0
                : size
                        + fields.get(0).name().hashCode()
                        + fields.get(size - 1).name().hashCode();
    }

    /** As {@link ConnectSchema#equals}; a schema of another class says itself what it equals. */
    static boolean same(@Nullable Schema a, @Nullable Schema b) {
        if (a == b) {
            return true;
        }
        if (a == null || b == null) {
            return false;
        }
        if (a.getClass() != ConnectSchema.class || b.getClass() != ConnectSchema.class) {
            return a.equals(b);
        }
        return a.type() == b.type()
                && a.isOptional() == b.isOptional()
                && Objects.equals(a.name(), b.name())
                && Objects.equals(a.version(), b.version())
                && Objects.equals(a.doc(), b.doc())
                && Objects.deepEquals(a.defaultValue(), b.defaultValue())
                && Objects.equals(a.parameters(), b.parameters())
                && sameParts(a, b);
    }

    private static boolean sameParts(Schema a, Schema b) {
        return switch (a.type()) {
            case STRUCT -> sameFields(a.fields(), b.fields());
            case MAP -> same(a.keySchema(), b.keySchema()) && same(a.valueSchema(), b.valueSchema());
            case ARRAY -> same(a.valueSchema(), b.valueSchema());
            default -> true;
        };
    }

    private static boolean sameFields(List<Field> some, List<Field> others) {
        int size = some.size();
        if (size != others.size()) {
            return false;
        }
        Schema lastA = null;
        Schema lastB = null;
        for (int i = 0; i < size; i++) {
            Field a = some.get(i);
            Field b = others.get(i);
            Schema schemaA = a.schema();
            Schema schemaB = b.schema();
            boolean again = schemaA == lastA && schemaB == lastB; // before and after share their schema
            if (a.index() != b.index() || !a.name().equals(b.name()) || (!again && !same(schemaA, schemaB))) {
                return false;
            }
            lastA = schemaA;
            lastB = schemaB;
        }
        return true;
    }
}
