// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.monitoring.metabase.StubMetabase.Request;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Databases, collections, cards and dashboards of the stub, with numbers from 1 on for each kind. */
final class StubContent {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern NUMBERED = Pattern.compile("/api/(\\w+)/([\\w-]+)(/\\w+)?(\\?.*)?");
    private static final Pattern TAG = Pattern.compile("\\{\\{(\\w+)}}");

    private final Map<Integer, ObjectNode> databases = new TreeMap<>();
    private final Map<Integer, ObjectNode> collections = new TreeMap<>();
    private final Map<Integer, ObjectNode> cards = new TreeMap<>();
    private final Map<Integer, ObjectNode> dashboards = new TreeMap<>();
    private final Map<String, Integer> fields = new HashMap<>();
    private int nextDashcard = 1;

    Map<Integer, ObjectNode> databases() {
        return databases;
    }

    Map<Integer, ObjectNode> collections() {
        return collections;
    }

    Map<Integer, ObjectNode> cards() {
        return cards;
    }

    Map<Integer, ObjectNode> dashboards() {
        return dashboards;
    }

    /** The number of the card of that name. */
    int card(String name) {
        return cards.entrySet().stream()
                .filter(each -> each.getValue().path("name").asText().equals(name))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    StubAnswer answer(Request request, Map<String, List<String>> found) {
        return switch (request.toString()) {
            case "GET /api/database" -> StubAnswer.ok(shown(databases));
            case "POST /api/database" -> makeDatabase(request.body());
            case "GET /api/collection" -> StubAnswer.ok(collectionsWithRoot());
            case "POST /api/collection" -> makeCollection(request.body());
            case "POST /api/card" -> makeCard(request.body());
            case "POST /api/dashboard" -> makeDashboard(request.body());
            default -> numbered(request, found);
        };
    }

    private StubAnswer numbered(Request request, Map<String, List<String>> found) {
        Matcher path = NUMBERED.matcher(request.path());
        if (!path.matches()) {
            throw StubAnswer.notFound();
        }
        String route = request.method() + " " + path.group(1) + (path.group(3) == null ? "" : path.group(3));
        return switch (route) {
            case "GET database/metadata" -> StubAnswer.ok(metadata(found, known(databases, path.group(2))));
            case "GET collection/items" -> StubAnswer.ok(items(number(collections, path.group(2)), request.path()));
            case "PUT collection" -> change(collections, path.group(2), request.body(), "name", "description");
            case "GET card" -> StubAnswer.ok(card(path.group(2), String.valueOf(path.group(4))));
            case "PUT card" -> changeCard(path.group(2), request.body());
            case "GET dashboard" -> StubAnswer.ok(known(dashboards, path.group(2)));
            case "PUT dashboard" -> changeDashboard(path.group(2), request.body());
            default -> throw StubAnswer.notFound();
        };
    }

    private StubAnswer makeDatabase(JsonNode body) {
        StubAnswer.requireOnly(
                body, "name", "engine", "details", "is_full_sync", "is_on_demand", "schedules", "auto_run_queries");
        JsonNode details = body.path("details");
        if (!details.path("password").asText().equals(StubMetabase.DATABASE_PASSWORD)) {
            ObjectNode answer = NODES.objectNode().put("message", "Looks like the username or password is incorrect.");
            answer.putObject("errors").put("password", "check your password");
            return new StubAnswer(400, answer.toString());
        }
        ObjectNode database = body.deepCopy();
        ((ObjectNode) database.path("details")).put("password", "**MetabasePass**");
        return made(databases, database.put("initial_sync_status", "incomplete"));
    }

    /** ClickHouse has no schemas: Metabase shows its databases as such. */
    private ObjectNode metadata(Map<String, List<String>> found, JsonNode database) {
        boolean isClickHouse = database.path("engine").asText().equals("clickhouse");
        String schema = isClickHouse ? database.at("/details/dbname").asText() : "public";
        ObjectNode metadata = NODES.objectNode();
        ArrayNode all = metadata.putArray("tables");
        found.forEach((name, columns) -> {
            ObjectNode table = all.addObject().put("name", name).put("schema", schema);
            ArrayNode fields = table.putArray("fields");
            columns.forEach(each -> fields.addObject().put("name", each).put("id", fieldId(name, each)));
        });
        return metadata;
    }

    private int fieldId(String table, String column) {
        return fields.computeIfAbsent(table + "." + column, none -> fields.size() + 1);
    }

    private ArrayNode collectionsWithRoot() {
        ArrayNode all = NODES.arrayNode();
        all.addObject().put("id", "root").put("name", "Our analytics");
        collections.values().forEach(all::add);
        return all;
    }

    private StubAnswer makeCollection(JsonNode body) {
        StubAnswer.requireOnly(body, "name", "description", "parent_id", "namespace", "authority_level");
        ObjectNode collection = body.deepCopy();
        JsonNode parent = body.path("parent_id");
        collection.put(
                "location",
                parent.isMissingNode()
                        ? "/"
                        : known(collections, parent.asText()).path("location").asText() + parent.asInt() + "/");
        return made(collections, collection.put("entity_id", "own-id-" + collections.size()));
    }

    private ObjectNode items(int collection, String path) {
        if (!path.endsWith("?models=dashboard")) {
            throw StubAnswer.notFound();
        }
        ObjectNode items = NODES.objectNode();
        ArrayNode data = items.putArray("data");
        dashboards.values().stream()
                .filter(each -> each.path("collection_id").asInt() == collection
                        && !each.path("archived").asBoolean())
                .forEach(each -> data.addObject()
                        .put("id", each.path("id").asInt())
                        .put("name", each.path("name").asText())
                        .put("entity_id", each.path("entity_id").asText())
                        .put("model", "dashboard"));
        return items;
    }

    private StubAnswer makeCard(JsonNode body) {
        StubAnswer.requireOnly(
                body,
                "name",
                "type",
                "dataset_query",
                "entity_id",
                "parameters",
                "parameter_mappings",
                "description",
                "display",
                "visualization_settings",
                "collection_id",
                "collection_position",
                "result_metadata",
                "cache_ttl",
                "dashboard_id");
        for (String field : List.of("name", "display", "dataset_query", "visualization_settings")) {
            StubAnswer.require(body.has(field), field, "missing required key");
        }
        StubAnswer.require(
                cards.values().stream().noneMatch(each -> each.path("entity_id").equals(body.path("entity_id"))),
                "entity_id",
                "is taken");
        requireCard(body);
        return made(cards, ((ObjectNode) body).deepCopy().put("archived", false).put("cache_ttl", (Integer) null));
    }

    private StubAnswer changeCard(String id, JsonNode body) {
        requireCard(body);
        return change(
                cards,
                id,
                body,
                "name",
                "type",
                "dataset_query",
                "parameters",
                "description",
                "display",
                "visualization_settings",
                "collection_id",
                "archived");
    }

    private void requireCard(JsonNode body) {
        if (body.has("collection_id")) {
            known(collections, body.path("collection_id").asText());
        }
        if (body.has("dataset_query")) {
            requireQuery(body.path("dataset_query"));
        }
    }

    private void requireQuery(JsonNode query) {
        known(databases, query.path("database").asText());
        StubAnswer.require(query.path("type").asText().equals("native"), "dataset_query", "Invalid query type");
        JsonNode tags = query.path("native").path("template-tags");
        TreeSet<String> named = new TreeSet<>();
        tags.properties().forEach(each -> {
            JsonNode tag = each.getValue();
            named.add(each.getKey());
            StubAnswer.require(
                    tag.path("name").asText().equals(each.getKey()),
                    "dataset_query",
                    "keys in template tag map must match the :name of their values");
            StubAnswer.require(
                    tag.path("dimension").path(0).asText().equals("field")
                            && fields.containsValue(
                                    tag.path("dimension").path(1).asInt()),
                    "dataset_query",
                    "Invalid dimension");
        });
        TreeSet<String> used = TAG.matcher(query.path("native").path("query").asText())
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        StubAnswer.require(named.equals(used), "dataset_query", "template tags " + named + ", used " + used);
    }

    /** By number or entity id; in MBQL 5 unless asked otherwise, and with more than was sent. */
    private ObjectNode card(String id, String parameters) {
        ObjectNode card = cards.values().stream()
                .filter(each -> each.path("entity_id").asText().equals(id)
                        || each.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow(StubAnswer::notFound)
                .deepCopy();
        if (!parameters.equals("?legacy-mbql=true")) {
            card.putObject("dataset_query").put("lib/type", "mbql/query");
        }
        card.putArray("result_metadata").addObject().put("name", "orders");
        card.path("dataset_query")
                .path("native")
                .path("template-tags")
                .forEach(each -> ((ObjectNode) each).put("default", (String) null));
        return card;
    }

    private StubAnswer makeDashboard(JsonNode body) {
        StubAnswer.requireOnly(
                body, "name", "parameters", "description", "cache_ttl", "collection_id", "collection_position");
        known(collections, body.path("collection_id").asText());
        ObjectNode dashboard = body.deepCopy();
        dashboard.put("width", "fixed").put("auto_apply_filters", true).put("description", (String) null);
        dashboard.putArray("dashcards");
        return made(dashboards, dashboard.put("entity_id", "own-id-" + dashboards.size()));
    }

    private StubAnswer changeDashboard(String id, JsonNode body) {
        ObjectNode changed = body.deepCopy();
        if (body.has("dashcards")) {
            changed.set("dashcards", dashcards(known(dashboards, id), body));
        }
        return change(
                dashboards,
                id,
                changed,
                "name",
                "description",
                "parameters",
                "width",
                "archived",
                "auto_apply_filters",
                "collection_id",
                "collection_position",
                "dashcards",
                "tabs");
    }

    private ArrayNode dashcards(ObjectNode dashboard, JsonNode body) {
        JsonNode parameters = body.has("parameters") ? body.path("parameters") : dashboard.path("parameters");
        List<String> known = parameters.findValuesAsText("id");
        List<String> old = dashboard.path("dashcards").findValuesAsText("id");
        ArrayNode all = NODES.arrayNode();
        TreeSet<Integer> seen = new TreeSet<>();
        for (JsonNode each : body.path("dashcards")) {
            int id = each.path("id").asInt();
            StubAnswer.require(each.has("id") && seen.add(id), "dashcards", "value must have unique :id");
            StubAnswer.require(id < 0 || old.contains(String.valueOf(id)), "dashcards", "no dashcard " + id);
            requireDashcard(each, known);
            ObjectNode dashcard = each.deepCopy();
            dashcard.put("id", id < 0 ? nextDashcard++ : id).put("dashboard_tab_id", (Integer) null);
            dashcard.putArray("series");
            all.insert(0, dashcard); // in another order than they came
        }
        return all;
    }

    private void requireDashcard(JsonNode each, List<String> parameters) {
        StubAnswer.requireOnly(
                each,
                "id",
                "size_x",
                "size_y",
                "row",
                "col",
                "card_id",
                "parameter_mappings",
                "visualization_settings",
                "series");
        for (String field : List.of("size_x", "size_y", "row", "col")) {
            StubAnswer.require(each.path(field).isInt(), "dashcards", field + " must be an integer");
        }
        JsonNode card = each.path("card_id");
        if (!card.isNull()) {
            known(cards, card.asText());
        }
        for (JsonNode mapping : each.path("parameter_mappings")) {
            StubAnswer.require(mapping.path("card_id").equals(card), "dashcards", "a mapping of another card");
            StubAnswer.require(
                    parameters.contains(mapping.path("parameter_id").asText()), "dashcards", "unknown parameter");
            String tag = mapping.path("target").path(1).path(1).asText();
            StubAnswer.require(
                    cards.get(card.asInt())
                            .path("dataset_query")
                            .findPath("template-tags")
                            .has(tag),
                    "dashcards",
                    "no tag " + tag);
        }
    }

    private static StubAnswer change(Map<Integer, ObjectNode> all, String id, JsonNode body, String... fields) {
        StubAnswer.requireOnly(body, fields);
        ObjectNode one = known(all, id);
        one.setAll((ObjectNode) body.deepCopy());
        return StubAnswer.ok(one);
    }

    private static StubAnswer made(Map<Integer, ObjectNode> all, ObjectNode one) {
        int id = all.size() + 1;
        one.put("id", id);
        all.put(id, one);
        return StubAnswer.ok(one);
    }

    private static ObjectNode known(Map<Integer, ObjectNode> all, String id) {
        return all.get(number(all, id));
    }

    private static int number(Map<Integer, ObjectNode> all, String id) {
        if (!id.matches("\\d+") || !all.containsKey(Integer.valueOf(id))) {
            throw StubAnswer.notFound();
        }
        return Integer.parseInt(id);
    }

    private static ObjectNode shown(Map<Integer, ObjectNode> databases) {
        ObjectNode answer = NODES.objectNode().put("total", databases.size());
        ArrayNode data = answer.putArray("data");
        databases.values().forEach(data::add);
        return answer;
    }
}
