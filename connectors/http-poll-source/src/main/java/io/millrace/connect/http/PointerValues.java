// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Single values of a JSON text, as text. */
final class PointerValues {
    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, String> found = new TreeMap<>();

    private PointerValues() {}

    /**
     * The values at {@code names}: JSON pointers, or names of fields. What is missing, null, an object or an array is left
     * out.
     */
    static Map<String, String> read(String json, Set<String> names) {
        Map<String, JsonPointer> wanted = new HashMap<>();
        for (String name : names) {
            wanted.put(name, pointer(name));
        }
        PointerValues values = new PointerValues();
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            values.visit(parser, wanted);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it has been read before
        }
        return values.found;
    }

    static JsonPointer pointer(String name) {
        return name.startsWith("/")
                ? JsonPointer.compile(name)
                : JsonPointer.empty().appendProperty(name);
    }

    private void visit(JsonParser parser, Map<String, JsonPointer> wanted) throws IOException {
        JsonToken token = parser.currentToken();
        if (wanted.isEmpty()) {
            parser.skipChildren();
        } else if (token == JsonToken.START_OBJECT) {
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                Map<String, JsonPointer> inside = new HashMap<>();
                for (Map.Entry<String, JsonPointer> each : wanted.entrySet()) {
                    put(inside, each.getKey(), each.getValue().matchProperty(name));
                }
                visit(parser, inside);
            }
        } else if (token == JsonToken.START_ARRAY) {
            for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                Map<String, JsonPointer> inside = new HashMap<>();
                for (Map.Entry<String, JsonPointer> each : wanted.entrySet()) {
                    put(inside, each.getKey(), each.getValue().matchElement(i));
                }
                visit(parser, inside);
            }
        } else if (token != JsonToken.VALUE_NULL) {
            String text = parser.getText();
            wanted.forEach((name, rest) -> {
                if (rest.matches()) {
                    found.put(name, text);
                }
            });
        }
    }

    private static void put(
            Map<String, JsonPointer> inside, String name, @org.jspecify.annotations.Nullable JsonPointer rest) {
        if (rest != null) {
            inside.put(name, rest);
        }
    }
}
