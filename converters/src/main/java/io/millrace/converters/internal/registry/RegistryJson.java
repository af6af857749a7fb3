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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The JSON that goes to and comes from a schema registry, read by tokens. */
final class RegistryJson {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(BoundedBody.MAX_BYTES)
                    .build())
            .build();

    /** A schema that another one uses: what it is called there, and where it is. */
    record Reference(String name, String subject, int version) {}

    /** What an answer may say; -1 and null for what it does not. */
    record Answer(
            Registered registered,
            int errorCode,
            @Nullable String message,
            @Nullable String schema,
            @Nullable String schemaType,
            List<Reference> references,
            List<String> activeRules,
            @Nullable String name) {
        /** Whether Apicurio's core API says here that it has no such id, rather than no such path. */
        boolean isUnknownId() {
            return name != null && name.endsWith("NotFoundException") && !name.equals("NotFoundException");
        }
    }

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
        return AnswerFields.of(json).answer();
    }

    /** The subjects in an array of associations; null when {@code body} is no array. */
    static @Nullable List<String> subjects(String body) {
        try (JsonParser json = JSON.createParser(body)) {
            if (json.nextToken() != JsonToken.START_ARRAY) {
                return null;
            }
            List<String> subjects = new ArrayList<>();
            while (json.nextToken() == JsonToken.START_OBJECT) {
                AnswerFields fields = AnswerFields.of(json);
                if (fields.subject != null) {
                    subjects.add(fields.subject);
                }
            }
            return subjects;
        } catch (IOException e) {
            return null;
        }
    }

    /** The fields of one answer, as they come. */
    private static final class AnswerFields {
        private int id = -1;
        private int errorCode = -1;
        private int version = -1;
        private @Nullable UUID guid;
        private @Nullable String name;
        private @Nullable String subject;
        private @Nullable String message;
        private @Nullable String schema;
        private @Nullable String schemaType;
        private List<Reference> references = List.of();
        private List<String> activeRules = List.of();

        /** Those of the object that {@code json} stands in. */
        static AnswerFields of(JsonParser json) throws IOException {
            AnswerFields fields = new AnswerFields();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                fields.read(field, json);
            }
            return fields;
        }

        private void read(String field, JsonParser json) throws IOException {
            switch (field) {
                case "id" -> id = json.getValueAsInt(-1);
                case "guid" -> guid = uuid(json.getValueAsString());
                case "error_code" -> errorCode = json.getValueAsInt(-1);
                case "version" -> version = json.getValueAsInt(-1);
                case "name" -> name = json.getValueAsString();
                case "subject" -> subject = json.getValueAsString();
                case "message" -> message = json.getValueAsString();
                case "schema" -> schema = json.getValueAsString();
                case "schemaType" -> schemaType = json.getValueAsString();
                case "references" -> references = references(json);
                case "ruleSet" -> activeRules = activeRules(json);
                default -> {}
            }
            json.skipChildren();
        }

        private static @Nullable UUID uuid(@Nullable String text) {
            try {
                return text == null ? null : UUID.fromString(text);
            } catch (IllegalArgumentException e) {
                return null;
            }
        }

        Answer answer() {
            return new Answer(
                    new Registered(id, guid), errorCode, message, schema, schemaType, references, activeRules, name);
        }
    }

    private static List<Reference> references(JsonParser json) throws IOException {
        List<Reference> references = new ArrayList<>();
        if (json.currentToken() != JsonToken.START_ARRAY) {
            return references;
        }
        while (json.nextToken() == JsonToken.START_OBJECT) {
            AnswerFields fields = AnswerFields.of(json);
            if (fields.subject != null) {
                String name = fields.name == null ? fields.subject : fields.name;
                references.add(new Reference(name, fields.subject, fields.version));
            }
        }
        return references;
    }

    /** The names of the rules in here, at any depth, leaving out those that are disabled. */
    private static List<String> activeRules(JsonParser json) throws IOException {
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
            } else if (token.isScalarValue() && "name".equals(json.currentName())) {
                name = json.getValueAsString();
            } else if (token == JsonToken.VALUE_TRUE && "disabled".equals(json.currentName())) {
                disabled = true;
            }
        }
        return names;
    }
}
