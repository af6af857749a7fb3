// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Reads MongoDB's events as rows of a column {@code document} and, where events have an {@code updateDescription}, one for
 * each of its members: {@code updated_fields} (JSON text), {@code removed_fields} and {@code truncated_arrays}. The image
 * is a document or the whole event.
 */
final class DocumentReader implements ImageReader {
    private static final Schema JSON = SchemaBuilder.string()
            .name("io.debezium.data.Json")
            .version(1)
            .optional()
            .build();

    private final Schema row;
    private final @Nullable Member before;
    private final @Nullable Member after;
    private final @Nullable Member description;
    private final List<@Nullable Member> changes = new ArrayList<>();

    DocumentReader(Block envelope) {
        this.before = envelope.member("before");
        this.after = envelope.member("after");
        this.description = envelope.member("updateDescription");
        SchemaBuilder builder = SchemaBuilder.struct()
                .name(ImageReader.rowName(envelope))
                .optional()
                .field(MongoConnector.DOCUMENT, JSON);
        Block layout = envelope.block("updateDescription");
        if (layout != null) {
            add(builder, layout, MongoConnector.UPDATED_FIELDS, "updatedFields");
            add(builder, layout, MongoConnector.REMOVED_FIELDS, "removedFields");
            add(builder, layout, MongoConnector.TRUNCATED_ARRAYS, "truncatedArrays");
        }
        this.row = builder.build();
    }

    private void add(SchemaBuilder builder, Block layout, String column, String member) {
        Schema schema = layout.schema(member);
        if (schema != null) {
            builder.field(column, schema);
            changes.add(layout.member(member));
        }
    }

    @Override
    public Schema row() {
        return row;
    }

    @Override
    public @Nullable Object[] read(Object image, Object source, Op op) {
        @Nullable Object[] values = new @Nullable Object[1 + changes.size()];
        if (image instanceof String document) {
            values[0] = document;
            return values;
        }
        Object document = read(op == Op.DELETE ? before : after, image);
        values[0] = document == null && op != Op.DELETE ? CHANGED : document;
        Object changed = read(description, image);
        for (int i = 1; changed != null && i < values.length; i++) {
            values[i] = read(changes.get(i - 1), changed);
        }
        return values;
    }

    private static @Nullable Object read(@Nullable Member member, Object block) {
        return member == null ? null : member.read(block);
    }
}
