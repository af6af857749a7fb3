// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import io.millrace.changes.internal.event.Block;
import io.millrace.changes.internal.event.MetadataNames;
import io.millrace.changes.internal.event.Op;
import io.millrace.changes.internal.event.RecordKind;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What the values of one schema, or schemaless ones of one form, say about themselves: raw change events through their
 * source block, curated rows through their metadata columns. Immutable.
 */
interface ChangeReader {
    /** A value that is no change of a row. */
    ChangeReader NONE = new ChangeReader() {
        @Override
        public boolean isChange(Object value) {
            return false;
        }

        @Override
        public @Nullable Op op(Object value) {
            return null;
        }

        @Override
        public boolean isSnapshot(Object value) {
            return false;
        }

        @Override
        public TableName table(Object value) {
            return TableName.UNKNOWN;
        }
    };

    boolean isChange(Object value);

    /** What happened; null where the value does not say. */
    @Nullable Op op(Object value);

    /** Whether the row was read by a snapshot, an incremental one included. */
    boolean isSnapshot(Object value);

    /** {@link TableName#UNKNOWN} where the value does not say. */
    TableName table(Object value);

    /** The reader of values with a schema; {@code names} are those of curated metadata. */
    static ChangeReader of(Schema schema, MetadataNames names) {
        if (schema.type() != Schema.Type.STRUCT) {
            return NONE;
        }
        RecordKind kind = RecordKind.of(schema);
        if (kind == RecordKind.CHANGE) {
            return new RawChange(Block.of(schema));
        }
        return kind == RecordKind.OTHER ? curated(Block.of(schema), names) : NONE;
    }

    /** The reader of schemaless values like this one. */
    static ChangeReader of(Map<?, ?> example, MetadataNames names) {
        return switch (RecordKind.of(example)) {
            case CHANGE -> new RawChange(Block.of(example));
            case OTHER -> curated(Block.of(example), names);
            default -> NONE;
        };
    }

    /** A row, or an image before and after, with metadata columns. */
    private static ChangeReader curated(Block block, MetadataNames names) {
        Block nest = names.nest().isEmpty() || !block.has(names.nest()) ? null : block.block(names.nest());
        if (nest != null) {
            return new CuratedChange(nest, "", block.member(names.nest()));
        }
        if (block.has(names.prefixed("op")) || block.has(names.prefixed("deleted"))) {
            return new CuratedChange(block, names.prefix(), null);
        }
        boolean isEnvelope = block.has("op") && block.has("before") && block.has("after");
        return isEnvelope ? new CuratedChange(block, "", null) : NONE;
    }
}
