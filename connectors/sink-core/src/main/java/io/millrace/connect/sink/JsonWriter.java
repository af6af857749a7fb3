// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import io.millrace.connect.sink.Utf8.Nul;
import io.millrace.records.Decode;
import io.millrace.records.Kind;
import io.millrace.records.Structs;
import io.millrace.records.TemporalReader;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Nested values as JSON text, worked out once per schema: structs and maps are objects, bytes are base64, decimals are
 * numbers with all digits, dates and times are ISO-8601 text, JSON fields are embedded as they are, NaN and infinities
 * are strings.
 */
public final class JsonWriter {
    private static final String HEX = "0123456789abcdef";

    private final Schema schema;
    private final Nul nul;
    private final Kind kind;
    private final @Nullable TemporalReader temporal;
    /** Of the elements, of a map's keys and values, or of the fields: filled when first used, schemas may be recursive. */
    private final @Nullable JsonWriter[] children;

    private JsonWriter(Schema schema, Nul nul) {
        this.schema = schema;
        this.nul = nul;
        this.kind = Kind.meaningOf(schema);
        this.temporal = TemporalReader.of(schema);
        this.children = new @Nullable JsonWriter
                [switch (kind) {
                    case ARRAY -> 1;
                    case MAP -> 2;
                    case STRUCT -> schema.fields().size();
                    default -> 0;
                }];
    }

    /** A writer of such values; what becomes of U+0000 in their texts is the store's to say. */
    public static JsonWriter of(Schema schema, Nul nul) {
        return new JsonWriter(schema, nul);
    }

    /** Appends the value as JSON text. */
    public void write(@Nullable Object value, ByteSink out) {
        if (value == null) {
            Utf8.ascii("null", out);
            return;
        }
        switch (kind) {
            case BOOLEAN, INT8, INT16, INT32, INT64 -> Utf8.ascii(value.toString(), out);
            case FLOAT32, FLOAT64 -> number((Number) value, out);
            case DECIMAL -> Utf8.ascii(ScalarText.plain(Decode.decimal(value)), out);
            case JSON -> Utf8.write((String) value, nul, out);
            case TEXT, UUID -> string((String) value, out);
            case BYTES, BITS -> base64(Decode.bytes(value), out);
            case DATE, TIME, LOCAL_TIMESTAMP, INSTANT, DURATION, ZONED_TIME, ZONED_TIMESTAMP, PERIOD ->
                temporal(value, out);
            case ARRAY -> array((List<?>) value, out);
            case MAP -> map((Map<?, ?>) value, out);
            case STRUCT -> struct((Struct) value, out);
        }
    }

    private void number(Number value, ByteSink out) {
        if (Double.isFinite(value.doubleValue())) {
            Utf8.ascii(value.toString(), out);
        } else {
            string(value.toString(), out);
        }
    }

    private static void base64(byte[] bytes, ByteSink out) {
        out.put('"');
        byte[] text = Base64.getEncoder().encode(bytes);
        out.put(text, 0, text.length);
        out.put('"');
    }

    private void temporal(Object value, ByteSink out) {
        if (value instanceof String text) {
            string(text, out);
        } else if (temporal != null) {
            string(ScalarText.of(kind, temporal, value), out);
        } else {
            struct((Struct) value, out); // of years, months and so on
        }
    }

    private void array(List<?> values, ByteSink out) {
        JsonWriter element = child(0, schema.valueSchema());
        out.put('[');
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                out.put(',');
            }
            element.write(values.get(i), out);
        }
        out.put(']');
    }

    private void map(Map<?, ?> values, ByteSink out) {
        JsonWriter keys = child(0, schema.keySchema());
        JsonWriter elements = child(1, schema.valueSchema());
        char separator = '{';
        for (Map.Entry<?, ?> entry : values.entrySet()) {
            out.put(separator);
            keys.writeKey(entry.getKey(), out);
            out.put(':');
            elements.write(entry.getValue(), out);
            separator = ',';
        }
        Utf8.ascii(values.isEmpty() ? "{}" : "}", out);
    }

    private void writeKey(@Nullable Object key, ByteSink out) {
        switch (kind) {
            case BOOLEAN, INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, DECIMAL -> {
                out.put('"');
                write(key, out);
                out.put('"');
            }
            case ARRAY, MAP, STRUCT, JSON ->
                throw new Unfit("a map whose keys are no scalars", "Convert the field with a transform.");
            default -> write(key, out);
        }
    }

    private void struct(Struct struct, ByteSink out) {
        List<Field> fields = struct.schema().fields();
        char separator = '{';
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            out.put(separator);
            string(field.name(), out);
            out.put(':');
            JsonWriter writer = kind == Kind.STRUCT ? child(i, field.schema()) : of(field.schema(), nul);
            writer.write(stored(struct, field), out);
            separator = ',';
        }
        Utf8.ascii(fields.isEmpty() ? "{}" : "}", out);
    }

    /** A null that the schema allows is a null, not the default. */
    private static @Nullable Object stored(Struct struct, Field field) {
        Object value = Structs.get(struct, field);
        return value == null && !field.schema().isOptional() ? field.schema().defaultValue() : value;
    }

    private JsonWriter child(int index, Schema of) {
        JsonWriter child = children[index];
        if (child == null) {
            child = new JsonWriter(of, nul);
            children[index] = child;
        }
        return child;
    }

    private void string(String text, ByteSink out) {
        out.put('"');
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\' || (c < 0x20 && (c != 0 || nul == Nul.KEPT))) { // else Utf8 refuses it
                Utf8.write(text, from, i, nul, out);
                escape(c, out);
                from = i + 1;
            }
        }
        Utf8.write(text, from, text.length(), nul, out);
        out.put('"');
    }

    private static void escape(char c, ByteSink out) {
        out.put('\\');
        if (c < 0x20) {
            Utf8.ascii("u00", out);
            out.put(HEX.charAt(c >> 4));
            out.put(HEX.charAt(c & 0xF));
        } else {
            out.put(c);
        }
    }
}
