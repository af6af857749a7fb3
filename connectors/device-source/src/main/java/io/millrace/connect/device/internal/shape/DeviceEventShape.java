// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.shape;

import com.fasterxml.jackson.core.JsonPointer;
import io.millrace.connect.device.internal.shape.MappedShape.Slot;
import io.millrace.json.internal.JsonReader;
import io.millrace.records.SemanticType;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Timestamp;

/**
 * {@code io.millrace.DeviceEvent} version 1, keyed by {@code device_id}.
 *
 * <p>JSON fields have the names of the record's fields unless a mapping says otherwise. Instants are RFC 3339 text, kept to
 * the millisecond. {@code properties} is any JSON and stays the very text that was sent. Fields that the record does not
 * have go where {@link UnknownFields} says.
 */
public final class DeviceEventShape {
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

    private DeviceEventShape() {}

    /**
     * @param mapping where fields come from that do not have their own names; of the others only those that are nowhere
     *     else mapped
     * @throws IllegalArgumentException that says what is wrong with the mapping
     */
    static RecordShape of(List<FieldSpec> mapping, UnknownFields unknown, Parts parts, Clock clock) {
        Map<String, FieldSpec> byName = new HashMap<>();
        for (FieldSpec spec : mapping) {
            if (SCHEMA.field(spec.name()) == null) {
                throw new IllegalArgumentException("found " + spec.name() + ", which a device event does not have");
            }
            byName.put(spec.name(), spec);
        }
        List<Slot> slots = new ArrayList<>();
        for (Field field : SCHEMA.fields()) {
            FieldSpec spec = byName.get(field.name());
            slots.add(spec == null ? own(field) : mapped(field, spec, clock));
        }
        return new MappedShape(
                new MappedShape.Plan(
                        "device event", SCHEMA, slots, SCHEMA.field("device_id"), SCHEMA.field("properties"), unknown),
                parts);
    }

    private static Slot own(Field field) {
        return slot(field, JsonPointer.empty().appendProperty(field.name()), InstantFormat.ISO, false);
    }

    private static Slot slot(Field field, JsonPointer pointer, InstantFormat format, boolean isMapped) {
        if (isTime(field)) {
            return new Slot(field, pointer, FieldReaders.timestamp(format), FieldReaders.expected(format), null);
        }
        boolean isText =
                field.schema().type() == Schema.Type.STRING && field.schema().name() == null;
        JsonReader reader = isText && isMapped ? FieldReaders.scalarText() : FieldReaders.exact(field.schema());
        return new Slot(field, pointer, reader, FieldReaders.expected(field.schema()), null);
    }

    private static boolean isTime(Field field) {
        return Timestamp.LOGICAL_NAME.equals(field.schema().name());
    }

    private static Slot mapped(Field field, FieldSpec spec, Clock clock) {
        if (spec.pointer() != null) {
            return slot(field, spec.pointer(), format(field, spec), true);
        }
        return new Slot(
                field,
                null,
                FieldReaders.exact(field.schema()),
                FieldReaders.expected(field.schema()),
                filler(field, spec, clock));
    }

    private static InstantFormat format(Field field, FieldSpec spec) {
        if (spec.argument().isEmpty()) {
            return InstantFormat.AUTO;
        }
        if (!isTime(field)) {
            throw new IllegalArgumentException("found a time format for " + spec.name() + ", which is no time");
        }
        return FieldList.format(spec);
    }

    @SuppressWarnings("JavaUtilDate") // Connect's Timestamp is one
    private static Supplier<Object> filler(Field field, FieldSpec spec, Clock clock) {
        String constant = spec.constant();
        if (constant == null) {
            if (!isTime(field)) {
                throw new IllegalArgumentException("found now for " + spec.name() + ", which is no time");
            }
            return () -> new Date(clock.millis());
        }
        if (field.schema().type() != Schema.Type.STRING) {
            throw new IllegalArgumentException("found a text for " + spec.name() + ", which is none");
        }
        return () -> constant;
    }
}
