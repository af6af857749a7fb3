// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.function.Consumer;

/** Jackson's tokens, one after the other; an event is counted where its object begins. */
final class TokenWalk implements PageWork {
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();
    private static final int DEPTH = 3;

    @Override
    public String read(byte[] page, Consumer<Object> events) throws IOException {
        try (JsonParser parser = JSON.createParser(page)) {
            int depth = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isStructStart()) {
                    depth++;
                    if (depth == DEPTH && token == JsonToken.START_OBJECT) {
                        events.accept(token);
                    }
                } else if (token.isStructEnd()) {
                    depth--;
                }
            }
        }
        return "";
    }
}
