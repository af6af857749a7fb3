// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.monitoring.metabase.Entity.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All that is to be in Metabase: collections, parents first; then cards, then dashboards. Each reference leads to something
 * that is here.
 *
 * @param database the name of the one database that all cards ask
 */
record Library(String database, List<Entity> collections, List<Entity> cards, List<Entity> dashboards) {
    Library {
        collections = List.copyOf(collections);
        cards = List.copyOf(cards);
        dashboards = List.copyOf(dashboards);
    }

    /** Sorts what the files hold, and checks that it hangs together. */
    static Library of(List<Entity> entities) {
        requireOnce(entities);
        List<Entity> cards = of(Kind.CARD, entities);
        List<Entity> dashboards = of(Kind.DASHBOARD, entities);
        Map<String, Entity> collections = byId(of(Kind.COLLECTION, entities));
        requirePlaces(collections, cards, dashboards);
        requireCards(byId(cards), dashboards);
        return new Library(database(cards), parentsFirst(collections), cards, dashboards);
    }

    private static List<Entity> of(Kind kind, List<Entity> entities) {
        return entities.stream().filter(each -> each.kind() == kind).toList();
    }

    private static Map<String, Entity> byId(List<Entity> entities) {
        return entities.stream().collect(Collectors.toMap(Entity::id, Function.identity()));
    }

    private static void requireOnce(List<Entity> entities) {
        Map<String, Entity> seen = new HashMap<>();
        for (Entity each : entities) {
            Entity other = seen.putIfAbsent(each.kind() + each.id(), each);
            if (other != null) {
                throw each.wrong("its entity_id is that of " + other.file() + " too");
            }
        }
    }

    private static void requirePlaces(Map<String, Entity> collections, List<Entity> cards, List<Entity> dashboards) {
        for (Entity each : collections.values()) {
            requireKnown(each, "parent_id", each.reference("parent_id"), collections);
        }
        for (List<Entity> placed : List.of(cards, dashboards)) {
            for (Entity each : placed) {
                if (each.reference("collection_id").isEmpty()) {
                    throw each.wrong("it has no collection_id, and only what is in a collection is loaded");
                }
                requireKnown(each, "collection_id", each.reference("collection_id"), collections);
            }
        }
    }

    private static void requireCards(Map<String, Entity> cards, List<Entity> dashboards) {
        for (Entity dashboard : dashboards) {
            for (JsonNode dashcard : dashboard.yaml().path("dashcards")) {
                requireKnown(dashboard, "card_id", dashcard.path("card_id").asText(""), cards);
                dashcard.path("parameter_mappings")
                        .forEach(each -> requireKnown(
                                dashboard, "card_id", each.path("card_id").asText(""), cards));
                requireNone(dashboard, dashcard, "series");
            }
            requireNone(dashboard, dashboard.yaml(), "tabs");
        }
    }

    private static void requireNone(Entity dashboard, JsonNode parent, String field) {
        if (!parent.path(field).isEmpty()) {
            throw dashboard.wrong("it has " + field + ", which this loader does not know");
        }
    }

    private static void requireKnown(Entity entity, String field, String id, Map<String, Entity> known) {
        if (!id.isEmpty() && !id.equals("null") && !known.containsKey(id)) {
            throw entity.wrong("its " + field + " " + id + " is in no file");
        }
    }

    private static List<Entity> parentsFirst(Map<String, Entity> collections) {
        List<Entity> sorted = new ArrayList<>();
        Set<String> done = new TreeSet<>(Set.of(""));
        while (sorted.size() < collections.size()) {
            List<Entity> next = collections.values().stream()
                    .filter(each -> !done.contains(each.id()) && done.contains(each.reference("parent_id")))
                    .sorted(Comparator.comparing(Entity::file))
                    .toList();
            if (next.isEmpty()) {
                throw new Problem(
                        "Cannot order the collections: some are inside one another. Correct their parent_id.");
            }
            sorted.addAll(next);
            next.forEach(each -> done.add(each.id()));
        }
        return sorted;
    }

    private static String database(List<Entity> cards) {
        Set<String> names = cards.stream()
                .map(each -> each.yaml().path("dataset_query").path("database").asText())
                .collect(Collectors.toCollection(TreeSet::new));
        if (names.size() != 1) {
            throw new Problem("Cannot load cards of " + names.size() + " databases " + names + ": expected one.");
        }
        return names.iterator().next();
    }
}
