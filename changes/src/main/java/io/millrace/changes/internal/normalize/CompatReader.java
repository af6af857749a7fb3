// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.normalize;

import io.millrace.records.Schemas;
import io.millrace.records.Structs;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * A {@link CompatField} of one envelope schema: null where the event does not have it, never a default.
 *
 * @param block the field of the envelope that it is in; null for the envelope itself
 * @param schema that of the field, optional and without default
 */
record CompatReader(String name, @Nullable Field block, Field field, Schema schema) {
    static CompatReader of(String name, @Nullable Field block, Field field) {
        return new CompatReader(name, block, field, Schemas.optional(field.schema()));
    }

    /** Readers of those of {@code fields} that events of {@code envelope} have, in their order. */
    static CompatReader[] of(List<CompatField> fields, Schema envelope) {
        return fields.stream()
                .map(field -> field.in(envelope))
                .filter(Objects::nonNull)
                .toArray(CompatReader[]::new);
    }

    @Nullable Object read(Struct envelope) {
        if (block == null) {
            return fitted(Structs.get(envelope, field));
        }
        return Structs.get(envelope, block) instanceof Struct struct ? fitted(Structs.get(struct, field)) : null;
    }

    /** A struct takes the optional form of its schema: a converter compares the two. */
    private @Nullable Object fitted(@Nullable Object value) {
        if (!(value instanceof Struct struct) || field.schema().isOptional()) {
            return value;
        }
        Struct copy = new Struct(schema);
        @Nullable Object[] slots = Structs.open(copy);
        System.arraycopy(Structs.values(struct), 0, slots, 0, slots.length);
        Structs.close(copy, slots);
        return copy;
    }
}
