// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import static io.millrace.json.internal.JsonReader.unexpected;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.records.Fault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Readers of arrays and maps. */
final class ContainerReaders {
    private ContainerReaders() {}

    static JsonReader array(JsonReader element, Schema elementSchema) {
        boolean nullable = elementSchema.isOptional();
        return (in, token) -> {
            if (token != JsonToken.START_ARRAY) {
                throw unexpected(token, "an array");
            }
            JsonParser parser = in.parser();
            List<@Nullable Object> elements = new ArrayList<>();
            for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                elements.add(read(element, nullable, in, next));
            }
            return elements;
        };
    }

    /** Entries in the order of the text. */
    static JsonReader map(JsonReader value, Schema valueSchema) {
        boolean nullable = valueSchema.isOptional();
        return (in, token) -> {
            if (token != JsonToken.START_OBJECT) {
                throw unexpected(token, "an object");
            }
            JsonParser parser = in.parser();
            Map<String, @Nullable Object> entries = new LinkedHashMap<>();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                Object read = read(value, nullable, in, parser.nextToken());
                int before = entries.size();
                entries.put(name, read);
                if (entries.size() == before) {
                    throw StructReader.twice();
                }
            }
            return entries;
        };
    }

    private static @Nullable Object read(JsonReader reader, boolean nullable, JsonInput in, JsonToken token)
            throws IOException {
        if (token != JsonToken.VALUE_NULL) {
            return reader.read(in, token);
        }
        if (!nullable) {
            throw new Fault("null (expected a value)");
        }
        return null;
    }
}
