// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.millrace.records.Fault;
import io.millrace.records.Structs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Writes structs as objects, every field of them: null where there is no value. */
final class StructWriter implements JsonWriter {
    /** A field: its name as JSON has it, and how it is written. */
    private record Slot(SerializedString name, Field field, JsonWriter writer) {}

    private final Schema schema;
    private List<Slot> slots = List.of();

    StructWriter(Schema schema) {
        this.schema = schema;
    }

    /** Called once, before anyone else sees this writer. */
    void complete(List<JsonWriter> writers) {
        List<Slot> made = new ArrayList<>();
        for (Field field : schema.fields()) {
            made.add(new Slot(new SerializedString(field.name()), field, writers.get(field.index())));
        }
        slots = List.copyOf(made);
    }

    @Override
    public void write(Object value, JsonGenerator out) throws IOException {
        Struct struct = JsonWriter.as(Struct.class, value);
        @Nullable Object[] values = Structs.values(struct);
        if (values.length != slots.size()) {
            throw new Fault("a struct of " + values.length + " fields (expected " + slots.size() + ")");
        }
        out.writeStartObject();
        for (Slot slot : slots) {
            out.writeFieldName(slot.name);
            try {
                write(slot, values[slot.field.index()], out);
            } catch (Fault fault) {
                throw fault.under(slot.field.name());
            }
        }
        out.writeEndObject();
    }

    /** A required field without a value has its default. */
    private static void write(Slot slot, @Nullable Object value, JsonGenerator out) throws IOException {
        Schema schema = slot.field.schema();
        Object written = value != null || schema.isOptional() ? value : schema.defaultValue();
        slot.writer.writeNullable(written, out, schema.isOptional());
    }
}
