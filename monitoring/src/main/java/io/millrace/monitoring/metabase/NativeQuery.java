// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The query of a card: one stage of SQL, and its tags. */
record NativeQuery(String sql, List<JsonNode> tags) {
    NativeQuery {
        tags = List.copyOf(tags);
    }

    static NativeQuery of(Entity card) {
        JsonNode stages = card.yaml().path("dataset_query").path("stages");
        JsonNode stage = stages.path(0);
        if (stages.size() != 1 || !stage.path("lib/type").asText().equals("mbql.stage/native")) {
            throw card.wrong("its query is not one stage of mbql.stage/native, which is all that this loader knows");
        }
        List<JsonNode> tags = StreamSupport.stream(stage.path("template-tags").spliterator(), false)
                .toList();
        for (JsonNode tag : tags) {
            if (!tag.path("type").asText().equals("dimension") || Column.of(tag) == null) {
                throw card.wrong("its tag " + tag.path("name").asText() + " is not a dimension over a column, which is"
                        + " all that this loader knows");
            }
        }
        return new NativeQuery(stage.path("native").asText(), tags);
    }

    /** A column that a tag filters. */
    record Column(String schema, String table, String name) {
        /** Of {@code [field, {}, [database, schema, table, column]]}; null if the tag has none. */
        static @Nullable Column of(JsonNode tag) {
            JsonNode path = tag.path("dimension").path(2);
            return path.size() == 4
                    ? new Column(
                            path.path(1).asText(),
                            path.path(2).asText(),
                            path.path(3).asText())
                    : null;
        }
    }

    /** The tables that have to be there. */
    Set<String> tables() {
        Set<String> tables = new TreeSet<>(SqlTables.of(sql));
        columns().forEach(each -> tables.add(each.table()));
        return tables;
    }

    /** The columns that have to be there for the filters. */
    List<Column> columns() {
        return tags.stream().map(Column::of).map(Objects::requireNonNull).toList();
    }

    /** As the API takes it from all versions: {@code {database, type: native, native: {query, template-tags}}}. */
    ObjectNode body(long databaseId, Tables tables) {
        ObjectNode query = JsonNodeFactory.instance.objectNode();
        query.put("database", databaseId).put("type", "native");
        ObjectNode text = query.putObject("native").put("query", sql);
        ObjectNode byName = text.putObject("template-tags");
        for (JsonNode tag : tags) {
            Column column = Objects.requireNonNull(Column.of(tag));
            ObjectNode body = ((ObjectNode) tag).deepCopy();
            body.putArray("dimension").add("field").add(tables.fieldId(column)).addNull();
            byName.set(tag.path("name").asText(), body);
        }
        return query;
    }
}
