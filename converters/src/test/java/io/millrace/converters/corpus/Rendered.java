// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.corpus;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Map;
import java.util.StringJoiner;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** Connect schemas and values as text that leaves nothing out: equal texts are equal data. */
final class Rendered {
    private final Deque<String> open = new ArrayDeque<>();

    private Rendered() {}

    /** {@code struct shop.Row v2 {id int32, note string?}}. */
    static String schema(Schema schema) {
        return schema == null ? "none" : new Rendered().text(schema);
    }

    private String text(Schema schema) {
        StringBuilder text = new StringBuilder(schema.type().getName());
        text.append(schema.isOptional() ? "?" : "");
        text.append(schema.name() == null ? "" : " " + schema.name());
        if (schema.type() == Schema.Type.STRUCT && schema.name() != null && open.contains(schema.name())) {
            return text.append(" as above").toString();
        }
        text.append(schema.version() == null ? "" : " v" + schema.version());
        text.append(schema.doc() == null ? "" : " doc " + value(schema.doc()));
        text.append(schema.parameters() == null || schema.parameters().isEmpty() ? "" : " " + schema.parameters());
        text.append(schema.defaultValue() == null ? "" : " default " + value(schema.defaultValue()));
        return text.append(inside(schema)).toString();
    }

    private String inside(Schema schema) {
        return switch (schema.type()) {
            case ARRAY -> "<" + text(schema.valueSchema()) + ">";
            case MAP -> "<" + text(schema.keySchema()) + ", " + text(schema.valueSchema()) + ">";
            case STRUCT -> fields(schema);
            default -> "";
        };
    }

    private String fields(Schema schema) {
        open.push(schema.name() == null ? "" : schema.name());
        StringJoiner fields = new StringJoiner(", ", " {", "}");
        schema.fields().forEach(field -> fields.add(field.name() + " " + text(field.schema())));
        open.pop();
        return fields.toString();
    }

    /** Texts in quotes, bytes in hexadecimal, numbers with a letter for their type. */
    static String value(Object value) {
        if (value instanceof String text) {
            return quoted(text);
        }
        if (value instanceof byte[] bytes) {
            return "0x" + HexFormat.of().formatHex(bytes);
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return value(bytes);
        }
        if (value instanceof Date date) {
            return date.toInstant().toString();
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.unscaledValue() + "e" + -decimal.scale();
        }
        return value instanceof Number number ? number(number) : container(value);
    }

    private static String number(Number number) {
        return number + number.getClass().getSimpleName().substring(0, 1).toLowerCase(java.util.Locale.ROOT);
    }

    private static String container(Object value) {
        if (value instanceof Struct struct) {
            StringJoiner fields = new StringJoiner(", ", "{", "}");
            for (Field field : struct.schema().fields()) {
                fields.add(field.name() + "=" + value(struct.getWithoutDefault(field.name())));
            }
            return fields.toString();
        }
        if (value instanceof Collection<?> list) {
            StringJoiner elements = new StringJoiner(", ", "[", "]");
            list.forEach(element -> elements.add(value(element)));
            return elements.toString();
        }
        if (value instanceof Map<?, ?> map) {
            return Arrays.toString(map.entrySet().stream()
                    .map(entry -> value(entry.getKey()) + ": " + value(entry.getValue()))
                    .sorted()
                    .toArray());
        }
        return String.valueOf(value);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c < ' ' || c == '"' || c == '\\' || c == 0x7f || Character.isSurrogate(c)) {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
