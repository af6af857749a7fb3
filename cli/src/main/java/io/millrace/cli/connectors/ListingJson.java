// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.connectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.cli.offsets.Progress;
import io.millrace.cli.rest.Deployed;
import io.millrace.cli.rest.Status;
import java.util.List;

/** Connectors for programs: a list of objects, whose {@code lag} and {@code offset_time} are there where they are known. */
final class ListingJson {
    private ListingJson() {}

    static JsonNode of(List<Deployed> connectors, Progress progress) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Deployed connector : connectors) {
            ObjectNode entry = of(connector);
            progress.lag(connector.name()).ifPresent(lag -> entry.put("lag", lag));
            progress.time(connector.name()).ifPresent(time -> entry.put("offset_time", time.toString()));
            list.add(entry);
        }
        return list;
    }

    static ObjectNode of(Deployed connector) {
        Status status = connector.status();
        ObjectNode entry = JsonNodeFactory.instance
                .objectNode()
                .put("name", status.name())
                .put("state", status.state().name())
                .put("type", status.type())
                .put("class", connector.className());
        entry.set("connector", part(status.connector()));
        ArrayNode tasks = entry.putArray("tasks");
        status.tasks().forEach(task -> {
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", task.id());
            tasks.add(json.setAll(part(task.part())));
        });
        return entry;
    }

    private static ObjectNode part(Status.Part part) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("state", part.state().name())
                .put("worker", part.worker());
        if (!part.trace().isEmpty()) {
            json.put("trace", part.trace());
        }
        if (!part.version().isEmpty()) {
            json.put("version", part.version());
        }
        return json;
    }
}
