// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import io.millrace.records.Structs;
import java.util.function.Predicate;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** One column on its way from an image of the row ({@code before} or {@code after}) to the row that is written. */
final class Column {
    private final Field from;
    private final Field to;
    private final @Nullable Predicate<Object> placeholder;
    private final @Nullable Schema rebuilt;

    private Column(Field from, Field to, Placeholder placeholder) {
        this.from = from;
        this.to = to;
        this.placeholder = placeholder.in(from.schema());
        this.rebuilt =
                from.schema().type() == Schema.Type.STRUCT && !from.schema().equals(to.schema()) ? to.schema() : null;
    }

    /** The columns of {@code image}, in order, as they go into {@code target}. */
    static Column[] of(Schema image, RowSchema target, Placeholder placeholder) {
        return image.fields().stream()
                .map(field -> new Column(field, target.schema().field(field.name()), placeholder))
                .toArray(Column[]::new);
    }

    String name() {
        return from.name();
    }

    @Nullable Object read(Struct image) {
        return Structs.get(image, from);
    }

    boolean isUnavailable(Object value) {
        return placeholder != null && placeholder.test(value);
    }

    /** A struct takes the optional form of its schema: a converter compares the two. */
    void write(Struct row, @Nullable Object value) {
        Schema schema = rebuilt;
        if (schema == null || !(value instanceof Struct struct)) {
            Structs.set(row, to, value);
            return;
        }
        Struct copy = new Struct(schema);
        for (Field field : schema.fields()) {
            Structs.set(copy, field, Structs.get(struct, field));
        }
        Structs.set(row, to, copy);
    }
}
