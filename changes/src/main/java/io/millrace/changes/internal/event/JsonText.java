// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

import io.millrace.records.Decode;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Date;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Writes small Connect values, such as keys, as JSON. Text is written as it is if it already is an object. */
final class JsonText {
    private JsonText() {}

    static String of(Object value) {
        if (value instanceof String text && text.startsWith("{")) {
            return text;
        }
        StringBuilder json = new StringBuilder();
        write(json, value);
        return json.toString();
    }

    private static void write(StringBuilder json, @Nullable Object value) {
        if (value == null || value instanceof Boolean || isPlainNumber(value)) {
            json.append(value);
        } else if (value instanceof Struct struct) {
            write(json, members(struct));
        } else if (value instanceof Map<?, ?> map) {
            writeObject(json, map);
        } else if (value instanceof List<?> list) {
            writeArray(json, list);
        } else if (value instanceof byte[] || value instanceof ByteBuffer) {
            quote(json, Base64.getEncoder().encodeToString(Decode.bytes(value)));
        } else if (value instanceof Date date) {
            quote(json, date.toInstant().toString());
        } else {
            quote(json, value.toString());
        }
    }

    private static boolean isPlainNumber(Object value) {
        return value instanceof Number && !(value instanceof Float || value instanceof Double);
    }

    private static Map<String, Object> members(Struct struct) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (Field field : struct.schema().fields()) {
            members.put(field.name(), struct.getWithoutDefault(field.name()));
        }
        return members;
    }

    private static void writeObject(StringBuilder json, Map<?, ?> map) {
        json.append('{');
        for (Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator(); entries.hasNext(); ) {
            Map.Entry<?, ?> entry = entries.next();
            quote(json, String.valueOf(entry.getKey()));
            write(json.append(':'), entry.getValue());
            json.append(entries.hasNext() ? "," : "");
        }
        json.append('}');
    }

    private static void writeArray(StringBuilder json, List<?> list) {
        json.append('[');
        for (int i = 0; i < list.size(); i++) {
            json.append(i == 0 ? "" : ",");
            write(json, list.get(i));
        }
        json.append(']');
    }

    private static void quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
