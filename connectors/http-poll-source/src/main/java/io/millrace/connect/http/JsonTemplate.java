// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A JSON text with values in it: {@code {"after": "${cursor}", "limit": ${limit}}}. Values in quotes are strings, others
 * numbers. A member whose value is missing is left out; the first request of all has no cursor, for example.
 */
final class JsonTemplate {
    private static final JsonFactory JSON = new JsonFactory();
    /** Marks a string that stands for a value without quotes; no valid text has it unescaped. */
    private static final String BARE = "\u0001";

    private final String text;
    private final Set<String> names = new LinkedHashSet<>();

    private JsonTemplate(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException that says what is wrong with {@code text} */
    static JsonTemplate parse(String text) {
        JsonTemplate template = new JsonTemplate(quoteBare(text));
        try (JsonParser parser = JSON.createParser(template.text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING) {
                    template.names.addAll(
                            Template.parse(unmarked(parser.getText())).names());
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("found no JSON", e);
        }
        return template;
    }

    Set<String> names() {
        return names;
    }

    /** The text with its values. */
    String render(RequestValues values) {
        StringWriter written = new StringWriter();
        try (JsonParser parser = JSON.createParser(text);
                JsonGenerator generator = JSON.createGenerator(written)) {
            parser.nextToken();
            copy(parser, generator, null, values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return written.toString();
    }

    private static void copy(JsonParser parser, JsonGenerator generator, @Nullable String name, RequestValues values)
            throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_STRING) {
            copyText(parser.getText(), generator, name, values);
            return;
        }
        if (name != null) {
            generator.writeFieldName(name);
        }
        if (token == JsonToken.START_OBJECT) {
            generator.writeStartObject();
            for (String member = parser.nextFieldName(); member != null; member = parser.nextFieldName()) {
                parser.nextToken();
                copy(parser, generator, member, values);
            }
            generator.writeEndObject();
        } else if (token == JsonToken.START_ARRAY) {
            generator.writeStartArray();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                copy(parser, generator, null, values);
            }
            generator.writeEndArray();
        } else {
            generator.copyCurrentEvent(parser);
        }
    }

    private static void copyText(String text, JsonGenerator generator, @Nullable String name, RequestValues values)
            throws IOException {
        String value = Template.parse(unmarked(text)).render(values, UnaryOperator.identity());
        if (value == null) {
            return;
        }
        if (name != null) {
            generator.writeFieldName(name);
        }
        if (text.startsWith(BARE)) {
            generator.writeNumber(value);
        } else {
            generator.writeString(value);
        }
    }

    private static String unmarked(String text) {
        return text.startsWith(BARE) ? text.substring(1) : text;
    }

    /** Puts quotes around values that have none, so that the text is JSON. */
    private static String quoteBare(String text) {
        StringBuilder quoted = new StringBuilder();
        boolean inString = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && inString) {
                quoted.append(c).append(++i < text.length() ? text.charAt(i) : ' ');
            } else if (!inString && c == '$' && text.startsWith("${", i) && text.indexOf('}', i) > 0) {
                int close = text.indexOf('}', i);
                quoted.append("\"\\u0001").append(text, i, close + 1).append('"');
                i = close;
            } else {
                inString ^= c == '"';
                quoted.append(c);
            }
        }
        return quoted.toString();
    }
}
