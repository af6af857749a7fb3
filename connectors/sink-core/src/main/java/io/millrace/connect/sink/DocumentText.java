// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import io.millrace.records.Decode;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Values without a schema as JSON text (RFC 8259): maps are objects, bytes are base64, dates are ISO-8601 text, NaN and
 * infinities are strings.
 */
final class DocumentText {
    private static final int MAX_DEPTH = 500;

    private final StringBuilder json = new StringBuilder();

    private DocumentText() {}

    static String of(Object value) {
        DocumentText text = new DocumentText();
        text.write(value, 0);
        return text.json.toString();
    }

    private void write(@Nullable Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw new DataException("more than " + MAX_DEPTH + " levels");
        }
        if (value == null || value instanceof Boolean) {
            json.append(value);
        } else if (value instanceof BigDecimal decimal) {
            json.append(decimal);
        } else if (value instanceof Number number) {
            writeNumber(number);
        } else if (value instanceof Map<?, ?> map) {
            writeObject(map, depth);
        } else if (value instanceof List<?> list) {
            writeArray(list, depth);
        } else if (value instanceof byte[] || value instanceof ByteBuffer) {
            quote(Base64.getEncoder().encodeToString(Decode.bytes(value)));
        } else if (value instanceof Date date) {
            quote(date.toInstant().toString());
        } else if (value instanceof Struct) {
            throw new DataException("a Struct (expected values without schemas)");
        } else {
            quote(value.toString());
        }
    }

    private void writeNumber(Number number) {
        if (Double.isFinite(number.doubleValue())) {
            json.append(number);
        } else {
            quote(number.toString());
        }
    }

    private void writeObject(Map<?, ?> map, int depth) {
        char separator = '{';
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            json.append(separator);
            quote(String.valueOf(entry.getKey()));
            json.append(':');
            write(entry.getValue(), depth + 1);
            separator = ',';
        }
        json.append(map.isEmpty() ? "{}" : "}");
    }

    private void writeArray(List<?> list, int depth) {
        json.append('[');
        for (int i = 0; i < list.size(); i++) {
            if (i > 0) {
                json.append(',');
            }
            write(list.get(i), depth + 1);
        }
        json.append(']');
    }

    private void quote(String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
