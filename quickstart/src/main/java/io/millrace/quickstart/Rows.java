// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of one table as canonical text, each with its key's text. */
record Rows(List<Row> rows) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    record Row(String key, List<@Nullable String> values) {}

    /** Reads all rows of a result, whose first {@code keys} columns are the key. */
    static Rows read(ResultSet found, int columns, int keys) throws SQLException {
        List<Row> rows = new ArrayList<>();
        while (found.next()) {
            List<@Nullable String> values = new ArrayList<>(columns);
            for (int i = 1; i <= columns; i++) {
                values.add(found.getString(i));
            }
            rows.add(row(values, keys));
        }
        return new Rows(rows);
    }

    /** Reads rows whose first {@code keys} columns are the key, each a JSON array of texts. */
    static Rows ofJson(List<String> lines, int keys) throws JsonProcessingException {
        List<Row> rows = new ArrayList<>();
        for (String line : lines) {
            List<@Nullable String> values = new ArrayList<>();
            for (JsonNode value : JSON.readTree(line)) {
                values.add(value.isNull() ? null : value.asText());
            }
            rows.add(row(values, keys));
        }
        return new Rows(rows);
    }

    static Row row(List<@Nullable String> values, int keys) {
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < keys; i++) {
            key.append(i == 0 ? "" : "/").append(values.get(i));
        }
        return new Row(key.toString(), Collections.unmodifiableList(values));
    }
}
