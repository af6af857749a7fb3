// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Collections. The API gives each an entity id of its own choice, so one is found by the file's, which it has if it was
 * imported from it, else by its name within its parent.
 */
final class Places {
    private static final String PATH = "/api/collection";

    private final MetabaseApi api;
    private final Report report;

    Places(MetabaseApi api, Report report) {
        this.api = api;
        this.report = report;
    }

    /** The number of each collection, by the entity id of its file. */
    Map<String, Long> load(List<Entity> collections) {
        Map<String, Long> ids = new HashMap<>();
        Map<String, String> insides = new HashMap<>(Map.of("", "/")); // the location of what is inside
        JsonNode known = api.get("list the collections", PATH);
        for (Entity each : collections) {
            String parent = each.reference("parent_id");
            String location = String.valueOf(insides.get(parent));
            long id = load(each, find(each, location, known), ids.get(parent));
            ids.put(each.id(), id);
            insides.put(each.id(), location + id + "/");
        }
        return Map.copyOf(ids);
    }

    private static JsonNode find(Entity wanted, String location, JsonNode known) {
        List<JsonNode> live = StreamSupport.stream(known.spliterator(), false)
                .filter(each -> each.path("id").isIntegralNumber()
                        && !each.path("archived").asBoolean())
                .toList();
        return live.stream()
                .filter(each -> each.path("entity_id").asText().equals(wanted.id()))
                .findFirst()
                .or(() -> live.stream()
                        .filter(each -> each.path("name").asText().equals(wanted.name())
                                && each.path("location").asText().equals(location))
                        .findFirst())
                .orElse(MissingNode.getInstance());
    }

    private long load(Entity wanted, JsonNode found, @Nullable Long parent) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("name", wanted.name());
        String description = wanted.yaml().path("description").asText("");
        if (!description.isEmpty()) {
            body.put("description", description);
        }
        if (found.isMissingNode()) {
            if (parent != null) {
                body.put("parent_id", parent);
            }
            JsonNode made = api.post("make the " + wanted.title(), PATH, body);
            report.made(wanted.title());
            return made.path("id").asLong();
        }
        long id = found.path("id").asLong();
        ObjectNode different = Difference.between(body, found);
        if (different.isEmpty()) {
            report.kept();
        } else {
            api.put("change the " + wanted.title(), PATH + "/" + id, different);
            report.changed(wanted.title(), Cards.names(different));
        }
        return id;
    }
}
