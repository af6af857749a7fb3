// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.shape;

import io.millrace.connect.device.internal.shape.Slot.Source;
import io.millrace.json.internal.JsonReader;
import io.millrace.records.ConfigChecks;
import io.millrace.records.SemanticType;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * A schema as a list of fields with types and places: {@code id:string!, at:timestamp(epoch-s)=/time, temp:float64,
 * lat:float64=/position/lat, meta:json}. Values of numbers, booleans and times may be written as text.
 */
final class FieldList {
    private static final String TYPES =
            "boolean, int8, int16, int32, int64, float32, float64, string, bytes, decimal(scale), date, timestamp or json";

    private FieldList() {}

    /** @throws IllegalArgumentException that says what is wrong with a field */
    static RecordShape of(List<FieldSpec> specs, String name, UnknownFields unknown, Parts parts, Clock clock) {
        if (specs.isEmpty()) {
            throw new IllegalArgumentException("found no field");
        }
        SchemaBuilder builder = SchemaBuilder.struct();
        if (!name.isEmpty()) {
            builder.name(name);
        }
        specs.forEach(spec -> builder.field(spec.name(), schema(spec)));
        Schema schema = builder.build();
        List<Slot> slots = new ArrayList<>();
        for (FieldSpec spec : specs) {
            slots.add(slot(schema.field(spec.name()), spec, clock));
        }
        return new MappedShape(new MappedShape.Plan("record", schema, slots, null, null, unknown), parts);
    }

    private static Slot slot(Field field, FieldSpec spec, Clock clock) {
        boolean isTime = Timestamp.LOGICAL_NAME.equals(field.schema().name());
        List<Source> sources = new ArrayList<>();
        for (FieldSpec.Place place : spec.places()) {
            sources.add(
                    new Source(place.pointer(), isTime ? FieldReaders.timestamp(format(spec, place)) : reader(field)));
        }
        InstantFormat first = spec.places().isEmpty()
                ? InstantFormat.AUTO
                : isTime ? format(spec, spec.places().get(0)) : InstantFormat.AUTO;
        return new Slot(
                field,
                sources,
                isTime ? FieldReaders.expected(first) : FieldReaders.expected(field.schema()),
                filler(field, spec, clock));
    }

    private static JsonReader reader(Field field) {
        JsonReader exact = FieldReaders.exact(field.schema());
        return field.schema().type() == Schema.Type.STRING ? exact : FieldReaders.orText(exact);
    }

    @SuppressWarnings("JavaUtilDate") // Connect's Timestamp is one
    private static @Nullable Supplier<?> filler(Field field, FieldSpec spec, Clock clock) {
        String constant = spec.constant();
        if (constant == null && !spec.isNow()) {
            return null;
        }
        if (constant == null && Timestamp.LOGICAL_NAME.equals(field.schema().name())) {
            return () -> new Date(clock.millis());
        }
        if (constant == null || field.schema().type() != Schema.Type.STRING) {
            throw new IllegalArgumentException("found a constant for " + spec.name() + " (expected now for a timestamp,"
                    + " a text for a string)");
        }
        return () -> constant;
    }

    private static Schema schema(FieldSpec spec) {
        SchemaBuilder builder = switch (spec.type()) {
            case "boolean" -> SchemaBuilder.bool();
            case "int8" -> SchemaBuilder.int8();
            case "int16" -> SchemaBuilder.int16();
            case "int32" -> SchemaBuilder.int32();
            case "int64" -> SchemaBuilder.int64();
            case "float32" -> SchemaBuilder.float32();
            case "float64" -> SchemaBuilder.float64();
            case "string", "" -> SchemaBuilder.string();
            case "bytes" -> SchemaBuilder.bytes();
            case "date" -> org.apache.kafka.connect.data.Date.builder();
            case "timestamp" -> Timestamp.builder();
            case "json" -> SchemaBuilder.string().name(SemanticType.JSON.schemaName());
            case "decimal" -> Decimal.builder(scale(spec));
            default ->
                throw new IllegalArgumentException(
                        "found type " + spec.type() + " of " + spec.name() + " (expected " + TYPES + ")");
        };
        return spec.isRequired() ? builder.build() : builder.optional().build();
    }

    private static int scale(FieldSpec spec) {
        try {
            return Integer.parseInt(spec.argument());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "found decimal without a scale for " + spec.name() + " (expected such as decimal(2))", e);
        }
    }

    /** @throws IllegalArgumentException if there is no such format */
    static InstantFormat format(FieldSpec spec, FieldSpec.Place place) {
        String name = place.argument().isEmpty() ? spec.argument() : place.argument();
        InstantFormat format = name.isEmpty() ? InstantFormat.AUTO : named(name);
        if (format == null) {
            throw new IllegalArgumentException(
                    "found time format " + name + " of " + spec.name() + " (expected auto, iso, epoch-s or epoch-ms)");
        }
        return format;
    }

    private static @Nullable InstantFormat named(String name) {
        for (InstantFormat format : InstantFormat.values()) {
            if (ConfigChecks.text(format).equals(name)) {
                return format;
            }
        }
        return null;
    }
}
