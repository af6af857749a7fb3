// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What Metabase has found in a schema of a database: tables and views, and the ids of their columns. */
record Tables(Map<String, Map<String, Long>> fields) {
    Tables {
        fields = Map.copyOf(fields);
    }

    /** Of the answer to {@code GET /api/database/:id/metadata}. A table whose columns are not found yet counts as not there. */
    static Tables of(JsonNode metadata, String schema) {
        Map<String, Map<String, Long>> tables = new HashMap<>();
        for (JsonNode table : metadata.path("tables")) {
            Map<String, Long> fields = new HashMap<>();
            table.path("fields")
                    .forEach(each -> fields.put(
                            each.path("name").asText(), each.path("id").asLong()));
            if (table.path("schema").asText().equals(schema) && !fields.isEmpty()) {
                tables.put(table.path("name").asText(), Map.copyOf(fields));
            }
        }
        return new Tables(tables);
    }

    /** Those that are not there, in order: tables, and columns as {@code table.column}. */
    Set<String> missing(NativeQuery query) {
        Set<String> missing = new TreeSet<>(query.tables());
        missing.removeAll(fields.keySet());
        for (NativeQuery.Tag tag : query.tags()) {
            NativeQuery.Column column = tag.column();
            if (fields.containsKey(column.table()) && find(column) == null) {
                missing.add(column.table() + "." + column.name());
            }
        }
        return missing;
    }

    /** The id of a column that is there. */
    long fieldId(NativeQuery.Column column) {
        Long id = find(column);
        if (id == null) {
            throw new IllegalArgumentException("no " + column);
        }
        return id;
    }

    private @Nullable Long find(NativeQuery.Column column) {
        Map<String, Long> columns = fields.get(column.table());
        return columns == null ? null : columns.get(column.name());
    }
}
