// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.shape;

import com.fasterxml.jackson.core.JsonPointer;
import io.millrace.connect.device.internal.shape.Slot.Source;
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
import org.jspecify.annotations.Nullable;

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
     * @param mapping where fields come from; of those that it does not have, {@code defaults} and then their own names
     *     say it
     * @throws IllegalArgumentException that says what is wrong with the mapping
     */
    static RecordShape of(
            List<FieldSpec> mapping, EventDefaults defaults, UnknownFields unknown, Parts parts, Clock clock) {
        Map<String, FieldSpec> byName = byName(mapping, defaults);
        List<Slot> slots = new ArrayList<>();
        for (Field field : SCHEMA.fields()) {
            FieldSpec spec = byName.get(field.name());
            Slot slot = spec == null ? own(field) : mapped(field, spec, clock);
            Supplier<String> missing = defaults.missing().get(field.name());
            slots.add(
                    missing == null || slot.filler() != null || slot.isWhole()
                            ? slot
                            : new Slot(field, slot.sources(), slot.expected(), missing));
        }
        return new MappedShape(
                new MappedShape.Plan(
                        "device event", SCHEMA, slots, SCHEMA.field("device_id"), SCHEMA.field("properties"), unknown),
                parts);
    }

    private static Map<String, FieldSpec> byName(List<FieldSpec> mapping, EventDefaults defaults) {
        Map<String, FieldSpec> byName = new HashMap<>();
        FieldSpec.parse(defaults.fields()).forEach(spec -> byName.put(spec.name(), spec));
        for (FieldSpec spec : mapping) {
            if (SCHEMA.field(spec.name()) == null) {
                throw new IllegalArgumentException("found " + spec.name() + ", which a device event does not have");
            }
            byName.put(spec.name(), spec);
        }
        return byName;
    }

    /** The places of what tells events from others, as {@link #of} reads it. */
    static List<JsonPointer> idPlaces(List<FieldSpec> mapping, EventDefaults defaults) {
        FieldSpec spec = byName(mapping, defaults).get("event_id");
        return spec == null
                ? List.of(JsonPointer.compile("/event_id"))
                : spec.places().stream().map(FieldSpec.Place::pointer).toList();
    }

    private static Slot own(Field field) {
        JsonReader reader =
                isTime(field) ? FieldReaders.timestamp(InstantFormat.ISO) : FieldReaders.exact(field.schema());
        return new Slot(
                field,
                List.of(new Source(JsonPointer.empty().appendProperty(field.name()), reader)),
                expected(field, InstantFormat.ISO),
                null);
    }

    private static Slot mapped(Field field, FieldSpec spec, Clock clock) {
        List<Source> sources = new ArrayList<>();
        InstantFormat first = null;
        for (FieldSpec.Place place : spec.places()) {
            InstantFormat format = format(field, spec, place);
            first = first == null ? format : first;
            sources.add(new Source(place.pointer(), reader(field, format)));
        }
        return new Slot(
                field,
                sources,
                expected(field, first == null ? InstantFormat.AUTO : first),
                filler(field, spec, clock));
    }

    private static String expected(Field field, InstantFormat format) {
        return isTime(field) ? FieldReaders.expected(format) : FieldReaders.expected(field.schema());
    }

    private static JsonReader reader(Field field, InstantFormat format) {
        if (isTime(field)) {
            return FieldReaders.timestamp(format);
        }
        boolean isText =
                field.schema().type() == Schema.Type.STRING && field.schema().name() == null;
        return isText ? FieldReaders.scalarText() : FieldReaders.exact(field.schema());
    }

    private static boolean isTime(Field field) {
        return Timestamp.LOGICAL_NAME.equals(field.schema().name());
    }

    private static InstantFormat format(Field field, FieldSpec spec, FieldSpec.Place place) {
        InstantFormat format = FieldList.format(spec, place);
        if (!isTime(field) && !(place.argument() + spec.argument()).isEmpty()) {
            throw new IllegalArgumentException("found a time format for " + spec.name() + ", which is no time");
        }
        return format;
    }

    @SuppressWarnings("JavaUtilDate") // Connect's Timestamp is one
    private static @Nullable Supplier<?> filler(Field field, FieldSpec spec, Clock clock) {
        String constant = spec.constant();
        if (spec.isNow()) {
            if (!isTime(field)) {
                throw new IllegalArgumentException("found now for " + spec.name() + ", which is no time");
            }
            return () -> new Date(clock.millis());
        }
        if (constant == null) {
            return null;
        }
        if (field.schema().type() != Schema.Type.STRING) {
            throw new IllegalArgumentException("found a text for " + spec.name() + ", which is none");
        }
        return () -> constant;
    }
}
