// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A struct's schema, seen from inside itself: where a recursive Avro record refers to itself, this stands for it.
 *
 * <p>Equal to another only when both refer to the same schema object: comparing recursive schemas by content would
 * never end. Bound once, before the schema that holds it is handed out.
 */
final class RecursiveSchema implements Schema {
    private final String name;
    private final boolean optional;
    private @Nullable Schema target;

    RecursiveSchema(String name, boolean optional) {
        this.name = name;
        this.optional = optional;
    }

    void bind(Schema schema) {
        target = schema;
    }

    private Schema target() {
        return Objects.requireNonNull(target);
    }

    @Override
    public Type type() {
        return Type.STRUCT;
    }

    @Override
    public boolean isOptional() {
        return optional;
    }

    @Override
    public @Nullable Object defaultValue() {
        return null;
    }

    @Override
    public @Nullable String name() {
        return target == null ? name : target.name();
    }

    @Override
    public Integer version() {
        return target().version();
    }

    @Override
    public String doc() {
        return target().doc();
    }

    @Override
    public Map<String, String> parameters() {
        return target().parameters();
    }

    @Override
    public Schema keySchema() {
        return target().keySchema();
    }

    @Override
    public Schema valueSchema() {
        return target().valueSchema();
    }

    @Override
    public List<Field> fields() {
        return target().fields();
    }

    @Override
    public Field field(String fieldName) {
        return target().field(fieldName);
    }

    @Override
    public Schema schema() {
        return this;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof RecursiveSchema that && optional == that.optional && target == that.target);
    }

    @Override
    public int hashCode() {
        return name.hashCode() * 31 + Boolean.hashCode(optional);
    }

    @Override
    public String toString() {
        return "RecursiveSchema{" + name + "}";
    }
}
