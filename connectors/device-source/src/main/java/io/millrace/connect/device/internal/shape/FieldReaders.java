// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.shape;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.connect.device.internal.Instants;
import io.millrace.json.internal.JsonInput;
import io.millrace.json.internal.JsonReader;
import io.millrace.json.internal.PinnedSchema;
import io.millrace.json.internal.PinnedSchema.UnknownFields;
import io.millrace.records.Fault;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import org.apache.kafka.connect.data.Schema;

/** Readers of the single values that fields of mapped records have. */
final class FieldReaders {
    private FieldReaders() {}

    /** As the schema says, and nothing else. */
    static JsonReader exact(Schema schema) {
        return PinnedSchema.of(schema, UnknownFields.FAIL).reader();
    }

    /** Text, and numbers and booleans as they were written. */
    static JsonReader scalarText() {
        return (in, token) -> {
            if (!token.isScalarValue()) {
                throw JsonReader.unexpected(token, "a string");
            }
            return in.parser().getText();
        };
    }

    /** The same as {@code exact} reads, written as text: the fields of a CSV are. */
    static JsonReader orText(JsonReader exact) {
        return (in, token) -> {
            if (token != JsonToken.VALUE_STRING) {
                return exact.read(in, token);
            }
            String text = in.parser().getText();
            try (JsonInput inner = JsonInput.of(text.getBytes(StandardCharsets.UTF_8))) {
                Object value = exact.read(inner, inner.first());
                inner.requireEnd();
                return value;
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                throw new Fault("a string of " + text.length() + " characters (expected such a value)");
            }
        };
    }

    /** Points in time; digits beyond the millisecond are cut off. */
    @SuppressWarnings("JavaUtilDate") // Connect's Timestamp is one
    static JsonReader timestamp(InstantFormat format) {
        return (in, token) -> {
            JsonParser parser = in.parser();
            boolean isText = token == JsonToken.VALUE_STRING;
            if (!isText && (format == InstantFormat.ISO || !token.isNumeric())) {
                throw JsonReader.unexpected(token, expected(format));
            }
            long millis = isText && format == InstantFormat.ISO
                    ? Instants.parseMillis(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength())
                    : format.millis(parser.getText());
            if (millis == Instants.INVALID) {
                throw new Fault((isText ? "a string of " : "a number of ") + parser.getTextLength()
                        + " characters (expected " + expected(format) + ")");
            }
            return new Date(millis);
        };
    }

    static String expected(InstantFormat format) {
        return "an instant " + format.example();
    }

    static String expected(Schema schema) {
        return switch (schema.type()) {
            case STRING -> schema.name() == null ? "a string" : "any JSON";
            case INT64 -> "a 64-bit integer";
            case BOOLEAN -> "a boolean";
            default -> schema.type().getName();
        };
    }
}
