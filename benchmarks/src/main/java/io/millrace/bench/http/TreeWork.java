// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.function.Consumer;

/** A tree of the page, and each event written as text again. */
final class TreeWork implements PageWork {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public String read(byte[] page, Consumer<Object> events) throws IOException {
        JsonNode tree = JSON.readTree(page);
        for (JsonNode event : tree.get("data")) {
            events.accept(JSON.writeValueAsString(event));
        }
        return tree.get("next").asText();
    }
}
