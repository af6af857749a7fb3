// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
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
 * A JSON object to {@link Struct} reader, compiled once for a schema: names are resolved by one look-up, values go from
 * token to slot without a tree. Thread-safe.
 */
final class StructPlan {
    static final String UNKNOWN_FIELDS = "_unknown_fields";

    private static final JsonFactory JSON = new JsonFactory();

    private final Schema schema;
    private final Map<String, Slot> slots;
    private final List<Slot> inOrder;
    private final Field overflow;
    private final UnknownFields unknownFields;
    private final long required;

    /**
     * @param kinds one for each field of {@code schema}, in order; at most 64
     * @param overflow the field of kind JSON that keeps what the schema has no field for
     */
    StructPlan(Schema schema, List<FieldKind> kinds, Field overflow, UnknownFields unknownFields) {
        this.schema = schema;
        this.overflow = overflow;
        this.unknownFields = unknownFields;
        this.inOrder = schema.fields().stream()
                .map(field -> new Slot(field, kinds.get(field.index()), "/" + field.name()))
                .toList();
        this.slots = new HashMap<>();
        long mandatory = 0;
        for (Slot slot : inOrder) {
            slots.put(slot.field().name(), slot);
            mandatory |= slot.field().schema().isOptional() ? 0 : slot.bit();
        }
        this.required = mandatory;
    }

    /** As {@link RecordShape#read}. */
    Struct read(JsonParser parser, byte[] json) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new UnreadableRecordException(
                    "", FieldKind.describe(parser.currentToken()) + " (expected an object)");
        }
        Struct struct = new Struct(schema);
        StringBuilder unknown = null;
        long seen = 0;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            Slot slot = slots.get(name);
            if (slot == null) {
                unknown = unknown(parser, json, name, unknown);
            } else {
                if ((seen & slot.bit()) != 0) {
                    throw new UnreadableRecordException(slot.pointer(), "the same field twice (expected once)");
                }
                seen |= slot.bit();
                slot.read(parser, json, struct);
            }
        }
        if ((required & ~seen) != 0) {
            throw missing(required & ~seen);
        }
        if (unknown != null) {
            Structs.set(struct, overflow, merge((String) Structs.get(struct, overflow), unknown.append('}')));
        }
        return struct;
    }

    private UnreadableRecordException missing(long slots) {
        Slot slot = inOrder.get(Long.numberOfTrailingZeros(slots));
        return new UnreadableRecordException(
                slot.pointer(), "no such field (expected " + slot.kind().expected() + ")");
    }

    private @Nullable StringBuilder unknown(JsonParser parser, byte[] json, String name, @Nullable StringBuilder before)
            throws IOException {
        switch (unknownFields) {
            case DROP -> parser.skipChildren();
            case FAIL ->
                throw new UnreadableRecordException(
                        "/" + name.replace("~", "~0").replace("/", "~1"), "a field that the shape does not have");
            case KEEP -> {
                StringBuilder text = before == null ? new StringBuilder("{") : before.append(',');
                JsonStringEncoder.getInstance().quoteAsString(name, text.append('"'));
                return text.append("\":").append(FieldKind.slice(parser, json));
            }
        }
        return before;
    }

    private String merge(@Nullable String properties, CharSequence unknown) throws IOException {
        String member = "\"" + UNKNOWN_FIELDS + "\":" + unknown + "}";
        if (properties == null) {
            return "{" + member;
        }
        if (properties.charAt(0) != '{' || hasMember(properties)) {
            throw new UnreadableRecordException(
                    "/" + overflow.name(),
                    "no room for the record's unknown fields (expected an object without " + UNKNOWN_FIELDS + ")");
        }
        String body = properties.substring(1, properties.length() - 1);
        return body.isBlank() ? "{" + member : "{" + body + "," + member;
    }

    private static boolean hasMember(String object) throws IOException {
        try (JsonParser parser = JSON.createParser(object)) {
            parser.nextToken();
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

    private record Slot(Field field, FieldKind kind, String pointer) {
        long bit() {
            return 1L << field.index();
        }

        void read(JsonParser parser, byte[] json, Struct struct) throws IOException {
            if (parser.currentToken() != JsonToken.VALUE_NULL) {
                Structs.set(struct, field, kind.read(parser, json, pointer));
            } else if (!field.schema().isOptional()) {
                throw new UnreadableRecordException(pointer, "null (expected " + kind.expected() + ")");
            }
        }
    }
}
