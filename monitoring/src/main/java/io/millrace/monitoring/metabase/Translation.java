// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.monitoring.metabase.Entity.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A library as another store needs it, so that Metabase can have both: things have names and ids of their own, and questions the
 * SQL in {@code sql/<engine>/<file of the card>.sql} where there is one. All other SQL means the same to every store.
 */
final class Translation {
    private static final String SUFFIX = ".sql";

    private final Store store;
    private final Set<String> ids;
    private final Map<String, String> sql;

    private Translation(Store store, Set<String> ids, Map<String, String> sql) {
        this.store = store;
        this.ids = Set.copyOf(ids);
        this.sql = Map.copyOf(sql);
    }

    /** {@code folder} is the one that {@code collections} is in. */
    static Library of(Library library, Store store, Path folder) {
        if (store == Store.POSTGRES) {
            return library;
        }
        List<Entity> entities = Stream.of(library.collections(), library.cards(), library.dashboards())
                .flatMap(List::stream)
                .toList();
        Set<String> ids = entities.stream().map(Entity::id).collect(Collectors.toSet());
        Map<String, String> sql = read(folder.resolve("sql").resolve(store.engine()));
        requireCards(sql, library.cards(), store);
        Translation translation = new Translation(store, ids, sql);
        return Library.of(entities.stream().map(translation::translated).toList());
    }

    /** By the names of the cards' files, without their endings. */
    private static Map<String, String> read(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Map.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            Map<String, String> sql = new HashMap<>();
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(SUFFIX)) {
                    sql.put(
                            name.substring(0, name.length() - SUFFIX.length()),
                            Files.readString(file).replaceAll("(?m)^--.*\n", "").strip());
                }
            }
            return sql;
        } catch (IOException e) {
            throw new Problem("Cannot read " + folder + ": " + e + ". Check --folder.", e);
        }
    }

    private static void requireCards(Map<String, String> sql, List<Entity> cards, Store store) {
        Set<String> unknown = new TreeSet<>(sql.keySet());
        cards.forEach(card -> unknown.remove(label(card)));
        if (!unknown.isEmpty()) {
            throw new Problem("Cannot use the SQL for " + store.engine() + " of " + String.join(", ", unknown)
                    + ": no question or model has a file of that name. Rename or delete it.");
        }
    }

    private static String label(Entity entity) {
        return entity.file().getFileName().toString().replaceFirst("\\.yaml$", "");
    }

    private Entity translated(Entity entity) {
        ObjectNode yaml = entity.yaml().deepCopy();
        renameIds(yaml);
        if (entity.kind() == Kind.COLLECTION && entity.reference("parent_id").isEmpty()) {
            yaml.put("name", store.name(entity.name()));
        }
        if (entity.kind() == Kind.CARD && yaml.path("dataset_query") instanceof ObjectNode query) {
            query.put("database", store.name(query.path("database").asText()));
            String other = sql.get(label(entity));
            if (other != null && query.path("stages").path(0) instanceof ObjectNode stage) {
                stage.put("native", other);
            }
        }
        return Entity.of(entity.file(), entity.kind(), yaml);
    }

    private void renameIds(JsonNode node) {
        if (node instanceof ObjectNode fields) {
            fields.properties().forEach(each -> each.setValue(renamed(each.getValue())));
        } else if (node instanceof ArrayNode elements) {
            for (int i = 0; i < elements.size(); i++) {
                elements.set(i, renamed(elements.get(i)));
            }
        }
    }

    private JsonNode renamed(JsonNode node) {
        renameIds(node);
        return node.isTextual() && ids.contains(node.asText()) ? TextNode.valueOf(store.id(node.asText())) : node;
    }
}
