// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import okhttp3.Response;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** A page is fetched whole and made a tree, and each of its events a text again, with a key and an offset of its own. */
final class TreeSource implements PageSource {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOPIC = "devices.events";

    private final PageClient client;
    private final Map<String, String> sourcePartition;
    private @Nullable String cursor;

    TreeSource(String url, int limit) {
        this.client = new PageClient(url, limit);
        this.sourcePartition = Map.of("endpoint", url);
    }

    @Override
    public int poll(Consumer<SourceRecord> records) throws IOException {
        JsonNode page;
        try (Response response = client.get(cursor)) {
            page = JSON.readTree(response.body().bytes());
        }
        JsonNode data = page.get("data");
        String next = page.get("next").textValue();
        long index = 0;
        for (JsonNode event : data) {
            index++;
            records.accept(record(event, index < data.size() ? offset(cursor, index) : offset(next, 0)));
        }
        cursor = next;
        return data.size();
    }

    private SourceRecord record(JsonNode event, Map<String, Object> sourceOffset) throws IOException {
        return new SourceRecord(
                sourcePartition,
                sourceOffset,
                TOPIC,
                null,
                Schema.STRING_SCHEMA,
                event.get("device_id").textValue(),
                Schema.STRING_SCHEMA,
                JSON.writeValueAsString(event));
    }

    /** Where to go on after a record. */
    private static Map<String, Object> offset(@Nullable String cursor, long index) {
        Map<String, Object> offset = new HashMap<>();
        if (cursor != null) {
            offset.put("cursor", cursor);
        }
        offset.put("index", index);
        return offset;
    }

    @Override
    public void close() {
        client.close();
    }
}
