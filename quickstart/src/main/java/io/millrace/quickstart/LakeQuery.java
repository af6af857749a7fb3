// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads all rows of a shop's table from the lake, as canonical text. */
record LakeQuery(ShopTable table) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    String sql() {
        String texts = table.columns().stream().map(Column::sparkText).collect(Collectors.joining(", "));
        return "SELECT " + texts + " FROM " + LocalSpark.CATALOG + "." + LocalSpark.NAMESPACE + "." + table.label();
    }

    /** What Spark has answered: a JSON array of texts for each row, a line each. */
    Rows read(Path answer) {
        List<Rows.Row> rows = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(answer)) {
                List<@Nullable String> values = new ArrayList<>();
                for (JsonNode value : JSON.readTree(line)) {
                    values.add(value.isNull() ? null : value.asText());
                }
                rows.add(Rows.row(values, table.keys().size()));
            }
        } catch (IOException e) {
            throw new Problem("Cannot read " + answer + ": " + e.getMessage() + ".", e);
        }
        return new Rows(rows);
    }
}
