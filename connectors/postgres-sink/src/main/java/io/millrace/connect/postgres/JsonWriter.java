// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.ByteSink;
import io.millrace.records.Decode;
import io.millrace.records.Kind;
import io.millrace.records.SemanticType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Nested values as JSON text: structs and maps are objects, bytes are base64, decimals are numbers with all digits,
 * dates and times are ISO-8601 text, JSON fields are embedded as they are, NaN and infinities are strings.
 */
final class JsonWriter {
    private JsonWriter() {}

    static void write(@Nullable Object value, Schema schema, ByteSink out) {
        if (value == null) {
            ascii("null", out);
            return;
        }
        Kind kind = Kind.of(schema);
        switch (kind) {
            case BOOLEAN, INT8, INT16, INT32, INT64 -> ascii(value.toString(), out);
            case FLOAT32, FLOAT64 -> number((Number) value, out);
            case DECIMAL -> ascii(plain(Decode.decimal(value)), out);
            case JSON -> Utf8.write((String) value, out);
            case TEXT, UUID, ZONED_TIME, ZONED_TIMESTAMP, PERIOD -> string((String) value, out);
            case BYTES, BITS -> {
                out.put('"');
                byte[] base64 = Base64.getEncoder().encode(Decode.bytes(value));
                out.put(base64, 0, base64.length);
                out.put('"');
            }
            case DATE, TIME, LOCAL_TIMESTAMP, INSTANT, DURATION ->
                string(IsoText.of(kind, SemanticType.of(schema), value), out);
            case ARRAY -> array((List<?>) value, schema.valueSchema(), out);
            case MAP -> map((Map<?, ?>) value, schema, out);
            case STRUCT -> struct((Struct) value, out);
        }
    }

    private static void number(Number value, ByteSink out) {
        if (Double.isFinite(value.doubleValue())) {
            ascii(value.toString(), out);
        } else {
            string(value.toString(), out);
        }
    }

    private static String plain(BigDecimal decimal) {
        return Math.abs((long) decimal.scale()) < 1_000 ? decimal.toPlainString() : decimal.toString();
    }

    private static void array(List<?> values, Schema element, ByteSink out) {
        out.put('[');
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                out.put(',');
            }
            write(values.get(i), element, out);
        }
        out.put(']');
    }

    private static void map(Map<?, ?> values, Schema schema, ByteSink out) {
        char separator = '{';
        for (Map.Entry<?, ?> entry : values.entrySet()) {
            out.put(separator);
            string(String.valueOf(entry.getKey()), out);
            out.put(':');
            write(entry.getValue(), schema.valueSchema(), out);
            separator = ',';
        }
        ascii(values.isEmpty() ? "{}" : "}", out);
    }

    private static void struct(Struct struct, ByteSink out) {
        char separator = '{';
        for (Field field : struct.schema().fields()) {
            out.put(separator);
            string(field.name(), out);
            out.put(':');
            write(struct.get(field), field.schema(), out);
            separator = ',';
        }
        ascii(struct.schema().fields().isEmpty() ? "{}" : "}", out);
    }

    private static void string(String text, ByteSink out) {
        out.put('"');
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\' || (c < 0x20 && c != 0)) { // NUL: refused by Utf8
                Utf8.write(text.substring(from, i), out);
                ascii(c < 0x20 ? String.format("\\u%04x", (int) c) : "\\" + c, out);
                from = i + 1;
            }
        }
        Utf8.write(from == 0 ? text : text.substring(from), out);
        out.put('"');
    }

    private static void ascii(String text, ByteSink out) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        out.put(bytes, 0, bytes.length);
    }
}
