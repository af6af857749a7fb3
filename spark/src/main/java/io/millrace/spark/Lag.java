// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.OptionalLong;
import org.apache.spark.sql.streaming.SourceProgress;
import org.jspecify.annotations.Nullable;

/** How far a query is behind its topics: the most records that any partition had beyond a batch. */
final class Lag {
    private static final JsonMapper JSON = new JsonMapper();

    private Lag() {}

    /** Empty where the source does not tell where topics end. */
    static OptionalLong of(SourceProgress source) {
        return of(source.endOffset(), source.latestOffset());
    }

    static OptionalLong of(@Nullable String end, @Nullable String latest) {
        if (end == null || latest == null) {
            return OptionalLong.empty();
        }
        try {
            JsonNode done = JSON.readTree(end);
            return JSON.readTree(latest).properties().stream()
                    .flatMapToLong(topic -> topic.getValue().properties().stream()
                            .mapToLong(partition -> partition.getValue().asLong()
                                    - done.path(topic.getKey())
                                            .path(partition.getKey())
                                            .asLong()))
                    .max();
        } catch (JsonProcessingException e) {
            return OptionalLong.empty();
        }
    }
}
