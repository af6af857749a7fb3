// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

import io.millrace.records.SemanticType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Debezium's mark for a value that the database did not send, in each of the encodings that a column's type forces on
 * it: text, bytes, a list of one text or byte string, a list of the mark's bytes as numbers, a list of one UUID made of
 * the mark, a map (or its JSON) from the mark to itself.
 */
public final class Placeholder {
    private final String text;
    private final ByteBuffer bytes;
    private final String json;
    private final List<Integer> ints = new ArrayList<>();
    private final List<Long> longs = new ArrayList<>();
    private final String uuid;

    public Placeholder(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        this.text = text;
        this.bytes = ByteBuffer.wrap(encoded);
        this.json = "{\"" + text + "\":\"" + text + "\"}";
        this.uuid = UUID.nameUUIDFromBytes(encoded).toString();
        for (byte each : encoded) {
            ints.add((int) each);
            longs.add((long) each);
        }
    }

    /** The mark as text. */
    public String text() {
        return text;
    }

    /** Recognises the mark in a column of this schema; null where the type has no encoding for it. */
    public @Nullable Predicate<Object> in(Schema schema) {
        return switch (schema.type()) {
            case STRING -> value -> value instanceof String string && isText(string);
            case BYTES ->
                SemanticType.trusted(schema) == SemanticType.CONNECT_DECIMAL ? null : this::isBytes; // a BigDecimal
            case ARRAY -> inList(schema.valueSchema());
            case MAP -> value -> value instanceof Map<?, ?> map && map.size() == 1 && text.equals(map.get(text));
            default -> null;
        };
    }

    /** Whether a text is the mark, or the JSON of the mark in a map. */
    public boolean isText(String value) {
        return text.equals(value) || json.equals(value);
    }

    /** Recognises the mark in a column of unknown type. */
    public boolean isMark(Object value) {
        if (value instanceof String string) {
            return isText(string);
        }
        if (value instanceof Map<?, ?> map) {
            return map.size() == 1 && text.equals(map.get(text));
        }
        return (value instanceof List<?> list && isListed(list)) || isBytes(value);
    }

    private boolean isListed(List<?> list) {
        return isOnly(list, text::equals)
                || isOnly(list, uuid::equals)
                || isOnly(list, this::isBytes)
                || ints.equals(list)
                || longs.equals(list);
    }

    private @Nullable Predicate<Object> inList(Schema element) {
        return switch (element.type()) {
            case STRING -> value -> isOnly(value, text::equals) || isOnly(value, uuid::equals);
            case BYTES -> value -> isOnly(value, this::isBytes);
            case INT32 -> ints::equals;
            case INT64 -> longs::equals;
            default -> null;
        };
    }

    private boolean isBytes(@Nullable Object value) {
        return bytes.equals(value instanceof byte[] array ? ByteBuffer.wrap(array) : value);
    }

    private static boolean isOnly(Object value, Predicate<Object> mark) {
        return value instanceof List<?> list && list.size() == 1 && mark.test(list.get(0));
    }
}
