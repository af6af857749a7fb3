// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Reads all rows of a shop's table from the lake, as canonical text. */
record LakeQuery(ShopTable table) {
    String sql() {
        String texts = table.columns().stream().map(Column::sparkText).collect(Collectors.joining(", "));
        return "SELECT " + texts + " FROM " + LocalSpark.CATALOG + "." + LocalSpark.NAMESPACE + "." + table.label();
    }

    /** What Spark has answered: a JSON array of texts for each row, a line each. */
    Rows read(Path answer) {
        try {
            return Rows.ofJson(Files.readAllLines(answer), table.keys().size());
        } catch (IOException e) {
            throw new Problem("Cannot read " + answer + ": " + e.getMessage() + ".", e);
        }
    }
}
