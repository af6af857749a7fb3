// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal;

import com.fasterxml.jackson.core.JsonParser;
import io.millrace.records.SemanticType;
import io.millrace.records.Structs;
import java.io.IOException;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;

/**
 * {@code io.millrace.DeviceEvent} version 1, keyed by {@code device_id}.
 *
 * <p>JSON fields have the names of the record's fields. Instants are RFC 3339 text, kept to the millisecond.
 * {@code properties} is any JSON and stays the very text that was sent. Fields that the record does not have go where
 * {@link UnknownFields} says.
 */
public final class DeviceEventShape implements RecordShape {
    public static final Schema SCHEMA = SchemaBuilder.struct()
            .name("io.millrace.DeviceEvent")
            .version(1)
            .field("event_id", Schema.STRING_SCHEMA)
            .field("device_id", Schema.STRING_SCHEMA)
            .field("user_id", Schema.OPTIONAL_STRING_SCHEMA)
            .field("session_id", Schema.OPTIONAL_STRING_SCHEMA)
            .field("sequence", Schema.OPTIONAL_INT64_SCHEMA)
            .field("type", Schema.STRING_SCHEMA)
            .field("occurred_at", Timestamp.SCHEMA)
            .field("received_at", Timestamp.SCHEMA)
            .field("platform", Schema.OPTIONAL_STRING_SCHEMA)
            .field("app_version", Schema.OPTIONAL_STRING_SCHEMA)
            .field("locale", Schema.OPTIONAL_STRING_SCHEMA)
            .field(
                    "properties",
                    SchemaBuilder.string()
                            .name(SemanticType.JSON.schemaName())
                            .optional()
                            .build())
            .build();

    private static final Field DEVICE_ID = SCHEMA.field("device_id");
    private static final List<FieldKind> KINDS =
            SCHEMA.fields().stream().map(DeviceEventShape::kind).toList();

    private final StructPlan plan;

    public DeviceEventShape(UnknownFields unknownFields) {
        this.plan = new StructPlan(SCHEMA, KINDS, SCHEMA.field("properties"), unknownFields);
    }

    @Override
    public String label() {
        return "device event";
    }

    @Override
    public Schema keySchema() {
        return Schema.STRING_SCHEMA;
    }

    @Override
    public Schema valueSchema() {
        return SCHEMA;
    }

    @Override
    public Object key(Struct value) {
        Object id = Structs.get(value, DEVICE_ID);
        if (id == null) {
            throw new IllegalArgumentException("Cannot key a device event without device_id.");
        }
        return id;
    }

    @Override
    public Struct read(JsonParser parser, byte[] json) throws IOException {
        return plan.read(parser, json);
    }

    private static FieldKind kind(Field field) {
        if (Timestamp.LOGICAL_NAME.equals(field.schema().name())) {
            return FieldKind.TIMESTAMP;
        }
        if (field.schema().type() == Schema.Type.INT64) {
            return FieldKind.INT64;
        }
        return field.schema().name() == null ? FieldKind.STRING : FieldKind.JSON;
    }
}
