// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The query of a card: one stage of SQL, and the tags by which it is filtered. */
record NativeQuery(String sql, List<Tag> tags) {
    NativeQuery {
        tags = List.copyOf(tags);
    }

    static NativeQuery of(Entity card) {
        JsonNode stages = card.yaml().path("dataset_query").path("stages");
        JsonNode stage = stages.path(0);
        if (stages.size() != 1 || !stage.path("lib/type").asText().equals("mbql.stage/native")) {
            throw card.wrong("its query is not one stage of mbql.stage/native, which is all that this loader knows");
        }
        List<Tag> tags = new ArrayList<>();
        stage.path("template-tags").forEach(each -> tags.add(Tag.of(card, each)));
        return new NativeQuery(stage.path("native").asText(), tags);
    }

    /** A column of a table or view. */
    record Column(String schema, String table, String name) {}

    /** A field filter: Metabase puts a condition on {@code column} in its place. */
    record Tag(ObjectNode yaml, Column column) {
        private static final int PATH_LENGTH = 4;

        /** Its {@code dimension} is {@code [field, {}, [database, schema, table, column]]}. */
        private static Tag of(Entity card, JsonNode yaml) {
            JsonNode path = yaml.path("dimension").path(2);
            if (!(yaml instanceof ObjectNode fields)
                    || !yaml.path("type").asText().equals("dimension")
                    || path.size() != PATH_LENGTH) {
                throw card.wrong("its tag " + yaml.path("name").asText()
                        + " is not a dimension over a column, which is all that this loader knows");
            }
            return new Tag(
                    fields.deepCopy(),
                    new Column(
                            path.path(1).asText(),
                            path.path(2).asText(),
                            path.path(3).asText()));
        }

        String name() {
            return yaml.path("name").asText();
        }

        private ObjectNode body(Tables tables) {
            ObjectNode body = yaml.deepCopy();
            body.putArray("dimension").add("field").add(tables.fieldId(column)).addNull();
            return body;
        }
    }

    /** The tables that have to be there. */
    Set<String> tables() {
        Set<String> tables = new TreeSet<>(SqlTables.of(sql));
        tags.forEach(each -> tables.add(each.column().table()));
        return tables;
    }

    /** As the API takes it from all versions: {@code {database, type: native, native: {query, template-tags}}}. */
    ObjectNode body(long databaseId, Tables tables) {
        ObjectNode query = JsonNodeFactory.instance.objectNode();
        query.put("database", databaseId).put("type", "native");
        ObjectNode text = query.putObject("native").put("query", sql);
        ObjectNode byName = text.putObject("template-tags");
        tags.forEach(each -> byName.set(each.name(), each.body(tables)));
        return query;
    }
}
