// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.TableName;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The columns that rows of a run have, key columns first, and the statements that write them.
 *
 * @param types as SQL says them; part of what makes two layouts the same
 */
record Layout(TableName table, List<String> columns, List<String> types, int keyCount) {
    Layout {
        columns = List.copyOf(columns);
        types = List.copyOf(types);
    }

    Layout keysOnly() {
        return new Layout(table, keys(), types.subList(0, keyCount), keyCount);
    }

    List<String> keys() {
        return columns.subList(0, keyCount);
    }

    String copyIntoTable() {
        return "COPY " + Sql.name(table) + " (" + Sql.names(columns) + ") FROM STDIN (FORMAT binary)";
    }

    String copyInto(String stage) {
        return "COPY " + stage + " (" + Sql.names(columns) + ") FROM STDIN (FORMAT binary)";
    }

    /** A table of this session alone, without constraints, not logged, and empty again after each transaction. */
    String createStage(String stage) {
        return "CREATE TEMPORARY TABLE " + stage + " ON COMMIT DELETE ROWS AS SELECT " + Sql.names(columns) + " FROM "
                + Sql.name(table) + " WITH NO DATA";
    }

    String upsertFrom(String stage) {
        String names = Sql.names(columns);
        String updates = columns.subList(keyCount, columns.size()).stream()
                .map(column -> Sql.name(column) + " = EXCLUDED." + Sql.name(column))
                .collect(Collectors.joining(", "));
        return "INSERT INTO " + Sql.name(table) + " (" + names + ") SELECT " + names + " FROM " + stage
                + " ORDER BY " + Sql.names(keys())
                + " ON CONFLICT (" + Sql.names(keys()) + ") DO "
                + (updates.isEmpty() ? "NOTHING" : "UPDATE SET " + updates);
    }

    String deleteUsing(String stage) {
        String condition = keys().stream()
                .map(key -> "t." + Sql.name(key) + " = d." + Sql.name(key))
                .collect(Collectors.joining(" AND "));
        return "DELETE FROM " + Sql.name(table) + " t USING " + stage + " d WHERE " + condition;
    }
}
