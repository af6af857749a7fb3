// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Questions and models. The API takes the entity id of a new card, and finds one by it. */
final class Cards {
    private static final String PATH = "/api/card";

    private final MetabaseApi api;
    private final Report report;
    private final long databaseId;
    private final Tables tables;
    private final Map<String, Long> collections;

    Cards(MetabaseApi api, Report report, long databaseId, Tables tables, Map<String, Long> collections) {
        this.api = api;
        this.report = report;
        this.databaseId = databaseId;
        this.tables = tables;
        this.collections = Map.copyOf(collections);
    }

    /** Its number; it is made, or changed where it is different. */
    long load(Entity card) {
        ObjectNode wanted = body(card);
        Optional<JsonNode> found =
                api.find("look for the " + card.title(), PATH + "/" + card.id() + "?legacy-mbql=true");
        if (found.isEmpty()) {
            return make(card, wanted);
        }
        long id = found.get().path("id").asLong();
        wanted.put("archived", false);
        ObjectNode different = Difference.between(wanted, found.get());
        if (different.isEmpty()) {
            report.kept();
        } else {
            api.put("change the " + card.title(), PATH + "/" + id, different);
            report.changed(card.title(), names(different));
        }
        return id;
    }

    private long make(Entity card, ObjectNode wanted) {
        wanted.put("entity_id", card.id());
        JsonNode made = api.post("make the " + card.title(), PATH, wanted);
        if (!made.path("entity_id").asText().equals(card.id())) {
            throw new Problem(
                    "Cannot keep track of the " + card.title() + ": Metabase gave it another entity_id, so that"
                            + " the next run would make it again. Use a Metabase that takes one, 0.64 for example.");
        }
        report.made(card.title());
        return made.path("id").asLong();
    }

    private ObjectNode body(Entity card) {
        JsonNode yaml = card.yaml();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("name", card.name());
        body.put("type", yaml.path("type").asText("question"));
        body.put("display", yaml.path("display").asText("table"));
        String description = yaml.path("description").asText("");
        if (!description.isEmpty()) {
            body.put("description", description);
        }
        body.put("collection_id", collections.get(card.reference("collection_id")));
        body.set("dataset_query", NativeQuery.of(card).body(databaseId, tables));
        body.putArray("parameters");
        body.putObject("visualization_settings");
        for (String field : List.of("parameters", "visualization_settings")) {
            if (yaml.has(field)) {
                body.set(field, yaml.path(field).deepCopy());
            }
        }
        return body;
    }

    static List<String> names(ObjectNode fields) {
        List<String> names = new ArrayList<>();
        fields.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
