// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.TableName;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The columns that rows of a run have, key columns first, and the statements that write them.
 *
 * @param types part of what makes two layouts the same
 */
record Layout(TableName table, List<String> columns, List<WrittenType> types, int keyCount) {
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

    /** Whether rows can only get into the table by way of a staging table, because the server must cast a column. */
    boolean hasCasts() {
        return types.stream().anyMatch(WrittenType::isCast);
    }

    String copyIntoTable() {
        return "COPY " + Sql.name(table) + " (" + Sql.names(columns) + ") FROM STDIN (FORMAT binary)";
    }

    String copyInto(String stage) {
        return "COPY " + stage + " (" + Sql.names(columns) + ") FROM STDIN (FORMAT binary)";
    }

    /** A table of this session alone, without constraints, not logged, and empty again after each transaction. */
    String createStage(String stage) {
        String definitions = IntStream.range(0, columns.size())
                .mapToObj(i -> Sql.name(columns.get(i)) + " " + types.get(i).staged())
                .collect(Collectors.joining(", "));
        return "CREATE TEMPORARY TABLE " + stage + " (" + definitions + ") ON COMMIT DELETE ROWS";
    }

    String insertFrom(String stage) {
        return "INSERT INTO " + Sql.name(table) + " (" + Sql.names(columns) + ") SELECT " + read(columns.size())
                + " FROM " + stage;
    }

    String upsertFrom(String stage) {
        String updates = columns.subList(keyCount, columns.size()).stream()
                .map(column -> Sql.name(column) + " = EXCLUDED." + Sql.name(column))
                .collect(Collectors.joining(", "));
        return insertFrom(stage)
                + " ORDER BY " + read(keyCount)
                + " ON CONFLICT (" + Sql.names(keys()) + ") DO "
                + (updates.isEmpty() ? "NOTHING" : "UPDATE SET " + updates);
    }

    String deleteUsing(String stage) {
        String condition = IntStream.range(0, keyCount)
                .mapToObj(i -> "t." + Sql.name(columns.get(i)) + " = " + read("d.", i))
                .collect(Collectors.joining(" AND "));
        return "DELETE FROM " + Sql.name(table) + " t USING " + stage + " d WHERE " + condition;
    }

    /** The first columns of a staging table, as the table takes them. */
    private String read(int count) {
        return IntStream.range(0, count).mapToObj(i -> read("", i)).collect(Collectors.joining(", "));
    }

    private String read(String prefix, int column) {
        return types.get(column).read(prefix + Sql.name(columns.get(column)));
    }
}
