// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import io.millrace.records.Fault;
import io.millrace.records.Structs;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Reads objects into structs, from token to slot. Fields that come in the schema's order are found by one comparison,
 * others by one look-up.
 */
final class StructReader implements JsonReader {
    private static final int BITS = 64;
    /** Stands for the field after the last. */
    private static final SerializedString NONE = new SerializedString("");

    /** What a name means that the schema does not have. */
    enum Unknown {
        /** Something to learn, unless it says nothing of its type: null, and arrays and objects of nothing but null. */
        LEARNED_WHEN_TYPED,
        /** Something to learn, unless it is null. */
        LEARNED,
        /** Nothing. */
        DROPPED,
        /** A fault of the record. */
        REFUSED
    }

    /** A field, and how its values are read. */
    private record Slot(Field field, SerializedString name, JsonReader reader, boolean required) {}

    private final Schema schema;
    private final Slot[] slots;
    private final Map<String, Slot> byName = new HashMap<>();
    private final Unknown unknown;
    private final boolean checksRequired;

    /**
     * @param readers one for each field of {@code schema}, in order
     */
    StructReader(Schema schema, List<JsonReader> readers, Unknown unknown) {
        this.schema = schema;
        this.unknown = unknown;
        this.slots = new Slot[readers.size()];
        boolean anyRequired = false;
        for (Field field : schema.fields()) {
            boolean required = !field.schema().isOptional() && field.schema().defaultValue() == null;
            Slot slot = new Slot(field, new SerializedString(field.name()), readers.get(field.index()), required);
            slots[field.index()] = slot;
            byName.put(field.name(), slot);
            anyRequired |= required;
        }
        this.checksRequired = anyRequired;
    }

    static Fault twice() {
        return new Fault("the same name twice in an object", "Correct the producer.");
    }

    @Override
    public Object read(JsonInput in, JsonToken token) throws IOException {
        if (token != JsonToken.START_OBJECT) {
            throw JsonReader.unexpected(token, "an object");
        }
        Struct struct = new Struct(schema);
        @Nullable Object[] values = Structs.open(struct);
        fill(in, values);
        if (checksRequired) {
            requireAll(values);
        }
        Structs.close(struct, values);
        return struct;
    }

    private void fill(JsonInput in, @Nullable Object[] values) throws IOException {
        JsonParser parser = in.parser();
        long seen = 0;
        boolean @Nullable [] alsoSeen = slots.length > BITS ? new boolean[slots.length] : null;
        int next = 0;
        for (String name = in.nextName(expected(0)); name != null; name = in.nextName(expected(next))) {
            JsonToken token = parser.nextToken();
            Slot slot = slot(name, next);
            if (slot == null) {
                pass(in, token);
                continue;
            }
            int index = slot.field.index();
            boolean again = index < BITS ? (seen & 1L << index) != 0 : alsoSeen != null && alsoSeen[index];
            if (again) {
                throw twice();
            }
            if (index < BITS) {
                seen |= 1L << index;
            } else if (alsoSeen != null) {
                alsoSeen[index] = true;
            }
            values[index] = value(in, token, slot);
            next = index + 1;
        }
    }

    private SerializedString expected(int next) {
        return next < slots.length ? slots[next].name : NONE;
    }

    private @Nullable Slot slot(String name, int next) {
        return next < slots.length && slots[next].name.getValue().equals(name) ? slots[next] : byName.get(name);
    }

    private static @Nullable Object value(JsonInput in, JsonToken token, Slot slot) throws IOException {
        if (token != JsonToken.VALUE_NULL) {
            return slot.reader.read(in, token);
        }
        if (slot.required) {
            throw new Fault("null (expected " + slot.field.schema().type().getName() + ")");
        }
        return null;
    }

    private void requireAll(@Nullable Object[] values) {
        for (Slot slot : slots) {
            if (slot.required && values[slot.field.index()] == null) {
                throw new Fault("no such field (expected "
                                + slot.field.schema().type().getName() + ")")
                        .under(slot.field.name());
            }
        }
    }

    private void pass(JsonInput in, JsonToken token) throws IOException {
        switch (unknown) {
            case LEARNED_WHEN_TYPED -> {
                if (saysSomething(in.parser(), token)) {
                    throw new Fault("a new field");
                }
            }
            case LEARNED -> {
                if (token != JsonToken.VALUE_NULL) {
                    throw new Fault("a new field");
                }
            }
            case DROPPED -> in.parser().skipChildren();
            case REFUSED ->
                throw new Fault(
                        "a field that the schema does not have",
                        "Add it to 'schema.content', or set 'unknown.fields=drop'.");
        }
    }

    /** Whether there is a value other than null in what begins with {@code token}; reads to its end if not. */
    private static boolean saysSomething(JsonParser parser, JsonToken token) throws IOException {
        int depth = 0;
        for (JsonToken at = token; ; at = parser.nextToken()) {
            if (at.isStructStart()) {
                depth++;
            } else if (at.isStructEnd()) {
                depth--;
            } else if (at != JsonToken.FIELD_NAME && at != JsonToken.VALUE_NULL) {
                return true;
            }
            if (depth == 0) {
                return false;
            }
        }
    }
}
