// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.json.internal.JsonEncoder.Decimals;
import io.millrace.json.internal.JsonEncoder.Style;
import io.millrace.json.internal.JsonEncoder.Times;
import io.millrace.records.Decode;
import io.millrace.records.Fault;
import io.millrace.records.SemanticType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Writers of single values. */
final class ScalarWriters {
    private static final int MAX_ZEROS = 1_000;

    private ScalarWriters() {}

    /** The writer that a schema's name asks for; null if the type says all. */
    static @Nullable JsonWriter special(Schema schema, Style style) {
        SemanticType type = SemanticType.trusted(schema);
        IsoTime time = IsoTime.of(schema);
        if (time != null) {
            return time(type, time, style.times());
        }
        return switch (type) {
            case CONNECT_DECIMAL, VARIABLE_SCALE_DECIMAL ->
                style.decimals() == Decimals.NUMBER
                        ? ScalarWriters::decimal
                        : (value, out) -> out.writeString(plain(exact(value)));
            case JSON -> ScalarWriters::json;
            default -> null;
        };
    }

    static JsonWriter plain(Schema.Type type) {
        return switch (type) {
            case BOOLEAN -> (value, out) -> out.writeBoolean(JsonWriter.as(Boolean.class, value));
            case INT8 -> (value, out) -> out.writeNumber((int) JsonWriter.as(Byte.class, value));
            case INT16 -> (value, out) -> out.writeNumber((int) JsonWriter.as(Short.class, value));
            case INT32 -> (value, out) -> out.writeNumber((int) JsonWriter.as(Integer.class, value));
            case INT64 -> (value, out) -> out.writeNumber((long) JsonWriter.as(Long.class, value));
            case FLOAT32 -> (value, out) -> out.writeNumber((float) JsonWriter.as(Float.class, value));
            case FLOAT64 -> (value, out) -> out.writeNumber((double) JsonWriter.as(Double.class, value));
            case STRING ->
                (value, out) ->
                        out.writeString(JsonWriter.as(CharSequence.class, value).toString());
            case BYTES -> ScalarWriters::bytes;
            case ARRAY, MAP, STRUCT -> throw new IllegalArgumentException("not a single value");
        };
    }

    static void bytes(Object value, JsonGenerator out) throws IOException {
        if (!(value instanceof byte[]) && !(value instanceof ByteBuffer)) {
            throw Fault.wrongType(value, "bytes");
        }
        out.writeBinary(Decode.bytes(value));
    }

    static void decimal(Object value, JsonGenerator out) throws IOException {
        out.writeNumber(plain(exact(value)));
    }

    private static BigDecimal exact(Object value) {
        if (value instanceof BigDecimal || value instanceof org.apache.kafka.connect.data.Struct) {
            return Decode.decimal(value);
        }
        throw Fault.wrongType(value, "BigDecimal");
    }

    /** Without an exponent, unless that would be a long row of zeros. */
    static String plain(BigDecimal decimal) {
        return Math.abs((long) decimal.scale()) < MAX_ZEROS ? decimal.toPlainString() : decimal.toString();
    }

    /** Text that is put in as it is must be JSON itself. */
    private static void json(Object value, JsonGenerator out) throws IOException {
        String text = JsonWriter.as(String.class, value);
        JsonDecoder.located(text.getBytes(StandardCharsets.UTF_8), in -> {
            in.first();
            in.parser().skipChildren();
            in.requireEnd();
            return text;
        });
        out.writeRawValue(text);
    }

    private static JsonWriter time(SemanticType type, IsoTime time, Times style) {
        return (value, out) -> {
            if (!(value instanceof java.util.Date) && !(value instanceof Number)) {
                throw Fault.wrongType(value, "Date or a number");
            }
            long count = type.count(value);
            String text = style == Times.ISO ? time.text(count) : null;
            if (text == null) {
                out.writeNumber(count);
            } else {
                out.writeString(text);
            }
        };
    }
}
