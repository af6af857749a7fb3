// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.body;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.json.internal.JsonInput;
import io.millrace.records.Fault;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Some members of a JSON object: of what kind their values are, and the text of single ones. */
final class Members {
    private final Map<String, JsonToken> tokens = new HashMap<>();
    private final Map<String, String> texts = new HashMap<>();

    private Members() {}

    /** Those of {@code names} that are there; of text that is no such object as far as it is one, for others to refuse. */
    static Members of(byte[] json, Set<String> names) {
        Members members = new Members();
        try (JsonInput in = JsonInput.of(json)) {
            if (in.first() == JsonToken.START_OBJECT) {
                members.read(in.parser(), names);
            }
        } catch (IOException | Fault e) {
            return members;
        }
        return members;
    }

    private void read(JsonParser parser, Set<String> names) throws IOException {
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            if (names.contains(name) && tokens.putIfAbsent(name, token) == null && token.isScalarValue()) {
                texts.put(name, parser.getText());
            }
            parser.skipChildren();
        }
    }

    /** What the value begins with; null if there is none. */
    @Nullable JsonToken token(String name) {
        return tokens.get(name);
    }

    /** The text of a string, number or boolean; null if there is none. */
    @Nullable String text(String name) {
        return tokens.get(name) == JsonToken.VALUE_NULL ? null : texts.get(name);
    }

    /** The first of these that there is. */
    @Nullable String text(String name, String other) {
        String text = text(name);
        return text == null ? text(other) : text;
    }
}
