// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;

/**
 * Dashboards. The API gives each an entity id of its own choice, so one is found by the file's, which it has if it was
 * imported from it, else by its name within its collection.
 */
final class Dashboards {
    private static final String PATH = "/api/dashboard";
    /** Copied as they are where the file has them. */
    private static final List<String> FIELDS =
            List.of("description", "width", "auto_apply_filters", "collection_position", "parameters");

    private final MetabaseApi api;
    private final Report report;
    private final Map<String, Long> collections;
    private final Map<String, Long> cards;

    /** {@code cards} are those that there are; places of others are left out. */
    Dashboards(MetabaseApi api, Report report, Map<String, Long> collections, Map<String, Long> cards) {
        this.api = api;
        this.report = report;
        this.collections = Map.copyOf(collections);
        this.cards = Map.copyOf(cards);
    }

    /** Its number; it is made, or changed where it is different. */
    long load(Entity dashboard) {
        long collection = Objects.requireNonNull(collections.get(dashboard.reference("collection_id")));
        long id = find(dashboard, collection);
        boolean isNew = id == 0;
        if (isNew) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            body.put("name", dashboard.name()).put("collection_id", collection);
            id = api.post("make the " + dashboard.title(), PATH, body)
                    .path("id")
                    .asLong();
        }
        ObjectNode different = different(dashboard, api.get("read the " + dashboard.title(), PATH + "/" + id));
        if (!different.isEmpty()) {
            api.put("fill the " + dashboard.title(), PATH + "/" + id, different);
        }
        if (isNew) {
            report.made(dashboard.title());
        } else if (different.isEmpty()) {
            report.kept();
        } else {
            report.changed(dashboard.title(), Cards.names(different));
        }
        return id;
    }

    /** 0 if there is none. */
    private long find(Entity dashboard, long collection) {
        List<JsonNode> items = StreamSupport.stream(
                        api.get("list the dashboards", "/api/collection/" + collection + "/items?models=dashboard")
                                .path("data")
                                .spliterator(),
                        false)
                .toList();
        return items.stream()
                .filter(each -> each.path("entity_id").asText().equals(dashboard.id()))
                .findFirst()
                .or(() -> items.stream()
                        .filter(each -> each.path("name").asText().equals(dashboard.name()))
                        .findFirst())
                .orElse(MissingNode.getInstance())
                .path("id")
                .asLong();
    }

    private ObjectNode different(Entity dashboard, JsonNode found) {
        ObjectNode wanted = JsonNodeFactory.instance.objectNode();
        wanted.put("name", dashboard.name());
        FIELDS.stream()
                .filter(dashboard.yaml()::has)
                .forEach(each -> wanted.set(each, dashboard.yaml().path(each).deepCopy()));
        ObjectNode different = Difference.between(wanted, found);
        Dashcards dashcards = Dashcards.of(dashboard, cards);
        if (!dashcards.areAt(found)) {
            different.set("dashcards", dashcards.body(found));
        }
        return different;
    }
}
