// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The places of a dashboard: cards and texts on its grid, as the API takes them, but without their numbers. */
record Dashcards(List<ObjectNode> wanted) {
    private static final List<String> GRID = List.of("row", "col", "size_x", "size_y");

    Dashcards {
        wanted = List.copyOf(wanted);
    }

    /** Of a file. Places of cards that are not among {@code cards} are left out. */
    static Dashcards of(Entity dashboard, Map<String, Long> cards) {
        List<ObjectNode> wanted = new ArrayList<>();
        for (JsonNode yaml : dashboard.yaml().path("dashcards")) {
            boolean isText =
                    yaml.path("card_id").isNull() || yaml.path("card_id").isMissingNode();
            if (isText || cards.containsKey(yaml.path("card_id").asText())) {
                wanted.add(dashcard(yaml, cards));
            }
        }
        return new Dashcards(wanted);
    }

    private static ObjectNode dashcard(JsonNode yaml, Map<String, Long> cards) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        Long card = cards.get(yaml.path("card_id").asText());
        body.put("card_id", card);
        GRID.forEach(each -> body.set(each, yaml.path(each)));
        body.set("visualization_settings", yaml.path("visualization_settings").deepCopy());
        ArrayNode mappings = body.putArray("parameter_mappings");
        for (JsonNode each : yaml.path("parameter_mappings")) {
            ObjectNode mapping = ((ObjectNode) each).deepCopy();
            mapping.put("card_id", card);
            mappings.add(mapping);
        }
        return body;
    }

    /** Whether {@code dashboard} has these places and no others; their order means nothing. */
    boolean areAt(JsonNode dashboard) {
        List<JsonNode> left = elements(dashboard);
        boolean isEach = wanted.stream().allMatch(each -> take(left, each).isPresent());
        return isEach && left.isEmpty();
    }

    /** What {@code dashboard} is to have: places keep their numbers, new ones get numbers below 0. */
    ArrayNode body(JsonNode dashboard) {
        List<JsonNode> left = elements(dashboard);
        ArrayNode body = JsonNodeFactory.instance.arrayNode();
        List<ObjectNode> moved = new ArrayList<>();
        for (ObjectNode each : wanted) {
            ObjectNode place = each.deepCopy();
            body.add(place);
            take(left, each).ifPresentOrElse(same -> place.set("id", same.path("id")), () -> moved.add(place));
        }
        int next = -1;
        for (ObjectNode place : moved) {
            Optional<JsonNode> old =
                    left.stream().filter(each -> isSameCard(each, place)).findFirst();
            if (old.isPresent()) {
                left.remove(old.get());
                place.set("id", old.get().path("id"));
            } else {
                place.put("id", next--);
            }
        }
        return body;
    }

    private static Optional<JsonNode> take(List<JsonNode> left, ObjectNode wanted) {
        Optional<JsonNode> same = left.stream()
                .filter(each -> isSameCard(each, wanted) && Difference.covers(each, wanted))
                .findFirst();
        same.ifPresent(left::remove);
        return same;
    }

    private static boolean isSameCard(JsonNode found, JsonNode wanted) {
        return found.path("card_id").asLong() == wanted.path("card_id").asLong();
    }

    private static List<JsonNode> elements(JsonNode dashboard) {
        List<JsonNode> elements = new ArrayList<>();
        StreamSupport.stream(dashboard.path("dashcards").spliterator(), false).forEach(elements::add);
        return elements;
    }
}
