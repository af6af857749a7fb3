// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import io.millrace.records.Kind;
import io.millrace.records.SemanticType;
import io.millrace.records.Structs;
import java.time.Instant;
import java.util.Date;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Columns that say when a version of a row held. */
public final class HistoryColumns {
    /** Since when the version holds. */
    public static final String VALID_FROM = "_valid_from";
    /** Until when it held; null for the one that holds now. */
    public static final String VALID_TO = "_valid_to";
    /** Staged with each row: whether it only ends a version. No column of the table. */
    public static final String ENDS = "_ends";
    /** Follows the order column's name: that of the change which ended the version. */
    public static final String ENDED_BY = "_end";

    private static final Schema INSTANT = Timestamp.builder().optional().build();

    private HistoryColumns() {}

    public static Schema validTo() {
        return INSTANT;
    }

    static ColumnSource ends(boolean ends) {
        return ColumnSource.constant(ENDS, Schema.BOOLEAN_SCHEMA, ends);
    }

    /** From the field if the value has it as a point in time, else from the record's timestamp. */
    static ColumnSource validFrom(@Nullable Schema value, String fieldName) {
        Field field = value == null || fieldName.isEmpty() ? null : value.field(fieldName);
        Field time = field != null && isInstant(field.schema()) ? field : null;
        Schema schema = time == null ? INSTANT : optional(time.schema());
        SemanticType type = SemanticType.of(schema);
        return new ColumnSource(VALID_FROM, schema, time == null ? "timestamp" : "value." + fieldName) {
            @Override
            public @Nullable Object read(SinkRecord record) {
                Object found =
                        time != null && record.value() instanceof Struct struct ? Structs.get(struct, time) : null;
                return found != null ? found : fallback(record.timestamp(), type);
            }
        };
    }

    private static boolean isInstant(Schema schema) {
        return Kind.of(schema) == Kind.INSTANT;
    }

    private static Schema optional(Schema schema) {
        SchemaBuilder copy =
                new SchemaBuilder(schema.type()).name(schema.name()).optional();
        if (schema.parameters() != null) {
            copy.parameters(schema.parameters());
        }
        return copy.build();
    }

    private static @Nullable Object fallback(@Nullable Long timestampMs, SemanticType type) {
        if (timestampMs == null) {
            return null;
        }
        return type == SemanticType.CONNECT_TIMESTAMP
                ? Date.from(Instant.ofEpochMilli(timestampMs))
                : timestampMs * (type.unitsPerSecond() / 1_000);
    }
}
