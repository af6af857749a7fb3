// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON that goes to and comes from a schema registry, read by tokens. */
final class RegistryJson {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(BoundedBody.MAX_BYTES)
                    .build())
            .build();

    /** What an answer may say; -1 and null for what it does not. */
    record Answer(
            int id,
            int errorCode,
            @Nullable String message,
            @Nullable String schema,
            @Nullable String schemaType,
            List<String> references,
            List<String> activeRules) {}

    private RegistryJson() {}

    static String schemaRequest(String schema) {
        StringWriter text = new StringWriter(schema.length() + 64);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("schema", schema);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter does not fail
        }
        return text.toString();
    }

    /** The answer in {@code body}; null when it is not a JSON object. */
    static @Nullable Answer parse(String body) {
        try (JsonParser json = JSON.createParser(body)) {
            return json.nextToken() == JsonToken.START_OBJECT ? answer(json) : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static Answer answer(JsonParser json) throws IOException {
        int id = -1;
        int errorCode = -1;
        String message = null;
        String schema = null;
        String schemaType = null;
        List<String> references = List.of();
        List<String> activeRules = List.of();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "id" -> id = json.getValueAsInt(-1);
                case "error_code" -> errorCode = json.getValueAsInt(-1);
                case "message" -> message = json.getValueAsString();
                case "schema" -> schema = json.getValueAsString();
                case "schemaType" -> schemaType = json.getValueAsString();
                case "references" -> references = names(json, "subject");
                case "ruleSet" -> activeRules = names(json, "name");
                default -> json.skipChildren();
            }
        }
        return new Answer(id, errorCode, message, schema, schemaType, references, activeRules);
    }

    /** The values of {@code field} in the objects in here, at any depth, leaving out those that are disabled. */
    private static List<String> names(JsonParser json, String field) throws IOException {
        List<String> names = new ArrayList<>();
        if (json.currentToken() == null || !json.currentToken().isStructStart()) {
            return names;
        }
        String name = null;
        boolean disabled = false;
        for (int depth = 1; depth > 0; ) {
            JsonToken token = json.nextToken();
            if (token == null) {
                return names;
            }
            if (token.isStructStart()) {
                depth++;
                name = null;
                disabled = false;
            } else if (token.isStructEnd()) {
                depth--;
                if (token == JsonToken.END_OBJECT && name != null && !disabled) {
                    names.add(name);
                }
                name = null;
            } else if (token.isScalarValue() && field.equals(json.currentName())) {
                name = json.getValueAsString();
            } else if (token == JsonToken.VALUE_TRUE && "disabled".equals(json.currentName())) {
                disabled = true;
            }
        }
        return names;
    }
}
