// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import io.millrace.records.Structs;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Copies one metadata column that was asked for. Null where the event does not have what it shows. */
interface MetadataReader {
    void copy(Struct envelope, Struct source, Phase phase, Struct row);

    /** Readers of the columns that {@code target} has and {@code envelope} can fill. */
    static MetadataReader[] of(Schema envelope, RowSchema target) {
        List<MetadataReader> readers = new ArrayList<>();
        for (MetadataColumn column : MetadataColumn.values()) {
            Field to = target.field(column);
            MetadataReader reader = to == null ? null : reader(column, envelope, to);
            if (reader != null) {
                readers.add(reader);
            }
        }
        return readers.toArray(MetadataReader[]::new);
    }

    private static @Nullable MetadataReader reader(MetadataColumn column, Schema envelope, Field to) {
        return switch (column) {
            case PHASE -> (event, source, phase, row) -> Structs.set(row, to, phase.text());
            case TX -> transaction(envelope, to);
            case CONNECTOR -> source(envelope, "connector", to);
            case DB -> source(envelope, "db", to);
            case SCHEMA -> source(envelope, "schema", to);
            case TABLE -> source(envelope, "table", to);
            case UNAVAILABLE -> null; // known only once the columns have been copied: RowPlan writes it
        };
    }

    private static @Nullable MetadataReader source(Schema envelope, String name, Field to) {
        Field from = envelope.field("source").schema().field(name);
        return from == null ? null : (event, source, phase, row) -> Structs.set(row, to, Structs.get(source, from));
    }

    private static @Nullable MetadataReader transaction(Schema envelope, Field to) {
        Field block = envelope.field("transaction");
        Field id = block == null || block.schema().type() != Schema.Type.STRUCT
                ? null
                : block.schema().field("id");
        if (block == null || id == null) {
            return null;
        }
        return (event, source, phase, row) -> {
            if (Structs.get(event, block) instanceof Struct transaction) {
                Structs.set(row, to, Structs.get(transaction, id));
            }
        };
    }
}
