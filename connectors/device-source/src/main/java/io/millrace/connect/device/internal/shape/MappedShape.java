// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.shape;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.millrace.connect.device.internal.shape.Parts.Picked;
import io.millrace.json.internal.JsonInput;
import io.millrace.json.internal.JsonReader;
import io.millrace.records.Fault;
import io.millrace.records.Structs;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Structs whose fields come from places of their own in the JSON: values go from token to slot without a tree. */
final class MappedShape implements RecordShape {
    static final String UNKNOWN_FIELDS = "_unknown_fields";

    private final Plan plan;
    private final Parts parts;
    private final Paths paths;
    private final Picked[] picked;
    private final Trie<Slot> slots = Trie.root();
    private final List<Slot> whole;
    /** Which fields the record has given, one bit for each of the first 64. */
    private long seen;

    /**
     * Where one field's values come from.
     *
     * @param pointer into the record; null where {@code filler} gives the value
     * @param expected what the value must be, as error texts say it
     */
    record Slot(
            Field field,
            com.fasterxml.jackson.core.@Nullable JsonPointer pointer,
            JsonReader reader,
            String expected,
            @Nullable Supplier<Object> filler) {
        boolean isRequired() {
            return !field.schema().isOptional();
        }
    }

    /**
     * What is read, and how.
     *
     * @param key the field that records have as key where no other is configured; null for none
     * @param overflow the field, of JSON text, that keeps what no field comes from; null for none
     */
    record Plan(
            String label,
            Schema schema,
            List<Slot> slots,
            @Nullable Field key,
            @Nullable Field overflow,
            UnknownFields unknown) {}

    MappedShape(Plan plan, Parts parts) {
        this.plan = plan;
        this.parts = parts;
        this.paths = Paths.of(plan.schema, parts.pointers());
        this.picked = new Picked[parts.pointers().size()];
        for (Slot slot : plan.slots) {
            if (slot.pointer != null && !slot.pointer.matches()) {
                slots.add(slot.pointer, slot);
            }
        }
        this.whole = plan.slots.stream()
                .filter(slot -> slot.pointer != null && slot.pointer.matches())
                .toList();
    }

    @Override
    public String label() {
        return plan.label;
    }

    @Override
    public boolean needsObjects() {
        return true;
    }

    @Override
    public Shaped read(JsonInput in, JsonToken token) throws IOException {
        if (token != JsonToken.START_OBJECT) {
            throw new Fault(JsonInput.describe(token) + " (expected an object)");
        }
        long from = whole.isEmpty() ? 0 : in.begin();
        seen = 0;
        Struct struct = new Struct(plan.schema);
        @Nullable Object[] values = Structs.open(struct);
        StringBuilder unknown = fill(in, slots, values, null);
        finish(in, from, values);
        if (unknown != null && plan.overflow != null) {
            int index = plan.overflow.index();
            values[index] = merge((String) values[index], unknown.append('}'));
        }
        Structs.close(struct, values);
        paths.pick(struct, picked);
        return plan.key == null
                ? parts.shaped(picked, plan.schema, struct)
                : parts.shaped(picked, plan.key.schema(), values[plan.key.index()], plan.schema, struct);
    }

    private @Nullable StringBuilder fill(
            JsonInput in, Trie<Slot> at, @Nullable Object[] values, @Nullable StringBuilder before) throws IOException {
        JsonParser parser = in.parser();
        StringBuilder unknown = before;
        int next = 0;
        for (String name = in.nextName(at.name(0)); name != null; name = in.nextName(at.name(next))) {
            JsonToken token = parser.nextToken();
            Trie<Slot> child = at.child(name, next);
            if (child == null) {
                unknown = unknown(in, at.pointer(), name, unknown);
                continue;
            }
            next = child.index() + 1;
            if (child.here().isEmpty() && token == JsonToken.START_OBJECT) {
                unknown = fill(in, child, values, unknown);
            } else if (child.here().isEmpty()) {
                requireNone(token);
            } else {
                put(in, token, child.here(), values);
            }
        }
        return unknown;
    }

    /** There is no object where fields come from: they are missing. */
    private static void requireNone(JsonToken token) {
        if (token != JsonToken.VALUE_NULL) {
            throw new Fault(JsonInput.describe(token) + " (expected an object)");
        }
    }

    private void put(JsonInput in, JsonToken token, List<Slot> here, @Nullable Object[] values) throws IOException {
        Slot slot = here.get(0);
        int index = slot.field.index();
        long bit = index < Long.SIZE ? 1L << index : 0;
        if ((seen & bit) != 0 || values[index] != null) {
            throw new Fault("the same field twice (expected once)");
        }
        seen |= bit;
        if (token == JsonToken.VALUE_NULL) {
            if (slot.isRequired()) {
                throw new Fault("null (expected " + slot.expected + ")");
            }
            return;
        }
        values[index] = slot.reader.read(in, token);
        for (int i = 1; i < here.size(); i++) { // more than one field from one place: single values only
            Slot also = here.get(i);
            values[also.field.index()] = also.reader.read(in, token);
        }
    }

    private void finish(JsonInput in, long from, @Nullable Object[] values) {
        List<Slot> all = plan.slots;
        for (int i = 0; i < all.size(); i++) {
            Slot slot = all.get(i);
            if (values[slot.field.index()] == null) {
                if (slot.filler != null) {
                    values[slot.field.index()] = slot.filler.get();
                } else if (slot.isRequired() && !whole.contains(slot)) {
                    throw missing(slot);
                }
            }
        }
        for (int i = 0; i < whole.size(); i++) {
            values[whole.get(i).field.index()] = in.textFrom(from);
        }
    }

    private static Fault missing(Slot slot) {
        Fault fault = new Fault("no such field (expected " + slot.expected + ")");
        String[] names = String.valueOf(slot.pointer).substring(1).split("/", -1);
        for (int i = names.length - 1; i >= 0; i--) {
            fault.under(names[i].replace("~1", "/").replace("~0", "~"));
        }
        return fault;
    }

    private @Nullable StringBuilder unknown(JsonInput in, String parent, String name, @Nullable StringBuilder before)
            throws IOException {
        boolean isKept = plan.unknown == UnknownFields.KEEP && !whole.isEmpty();
        if (isKept || plan.unknown == UnknownFields.DROP) {
            in.parser().skipChildren(); // kept with the whole, or not wanted
            return before;
        }
        if (plan.unknown == UnknownFields.FAIL || plan.overflow == null) {
            throw new Fault("a field that the shape does not have");
        }
        StringBuilder text = before == null ? new StringBuilder("{") : before.append(',');
        String label = parent.isEmpty() ? name : parent + "/" + name;
        JsonStringEncoder.getInstance().quoteAsString(label, text.append('"'));
        return text.append("\":").append(in.slice());
    }

    private String merge(@Nullable String overflow, CharSequence unknown) throws IOException {
        String member = "\"" + UNKNOWN_FIELDS + "\":" + unknown + "}";
        if (overflow == null) {
            return "{" + member;
        }
        if (overflow.charAt(0) != '{' || (mayHaveMember(overflow) && hasMember(overflow))) {
            throw new Fault("no room for the record's unknown fields (expected an object without " + UNKNOWN_FIELDS
                            + ")")
                    .under(plan.overflow == null ? "" : plan.overflow.name());
        }
        String body = overflow.substring(1, overflow.length() - 1);
        return body.isBlank() ? "{" + member : "{" + body + "," + member;
    }

    /** The name is there as it is, or may be written with escapes. */
    private static boolean mayHaveMember(String object) {
        return object.contains(UNKNOWN_FIELDS) || object.contains("\\u");
    }

    private static boolean hasMember(String object) throws IOException {
        try (JsonInput in = JsonInput.of(object.getBytes(java.nio.charset.StandardCharsets.UTF_8))) {
            in.first();
            JsonParser parser = in.parser();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                if (name.equals(UNKNOWN_FIELDS)) {
                    return true;
                }
                parser.nextToken();
                parser.skipChildren();
            }
            return false;
        }
    }
}
