// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.StructType;

/**
 * The statement that brings {@link Changes} into a table. A change replaces a row unless the row's {@code _seq} is greater: equal
 * counts as newer, so that a range which comes again ends as it did, and so does null, which has no place in the order.
 */
record MergeStatement(String table, StructType columns, List<String> keys, Deletes deletes) {
    /** The column that says so of a row which is marked. */
    static final String MARK = Reserved.column(Changes.DELETED);

    private static final String IS_DELETED = "s.deleted";

    /** With the changes from the view {@code source}, {@code row} in the table's own columns. */
    String from(String source) {
        return "MERGE INTO " + table + " AS t USING " + source + " AS s ON "
                + keys.stream()
                        .map(key -> column(key) + " = s.key." + Sql.quoted(key))
                        .collect(Collectors.joining(" AND "))
                + switch (deletes) {
                    case REMOVE -> removing();
                    case MARK -> marking();
                };
    }

    private String removing() {
        return " WHEN MATCHED AND ((" + isNewer() + " AND " + IS_DELETED + ") OR (NOT (" + isNewer()
                + ") AND s.tombstoned)) THEN DELETE"
                + " WHEN MATCHED AND " + isNewer() + " THEN UPDATE SET " + updates()
                + " WHEN NOT MATCHED AND s.changed AND NOT " + IS_DELETED + " THEN " + insert();
    }

    private String marking() {
        String mark = column(MARK);
        return " WHEN MATCHED AND " + isNewer() + " THEN UPDATE SET " + updates()
                + " WHEN MATCHED AND s.tombstoned AND NOT coalesce(" + mark + ", false) THEN UPDATE SET " + mark
                + " = true"
                + " WHEN NOT MATCHED AND s.changed THEN " + insert();
    }

    private String isNewer() {
        return Changes.isOf(columns, Changes.SEQ)
                ? "s.changed AND (s.seq IS NULL OR t._seq IS NULL OR s.seq >= t._seq)"
                : "s.changed";
    }

    private String updates() {
        return values().entrySet().stream()
                .map(value -> column(value.getKey()) + " = " + updated(value.getKey(), value.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String updated(String name, String value) {
        return name.startsWith("_")
                ? value
                : "CASE WHEN array_contains(s.kept, " + Sql.text(name) + ") THEN " + column(name) + " ELSE " + value
                        + " END";
    }

    private String insert() {
        return "INSERT (" + values().keySet().stream().map(Sql::quoted).collect(Collectors.joining(", ")) + ") VALUES ("
                + String.join(", ", values().values()) + ")";
    }

    private Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        for (String name : columns.fieldNames()) {
            boolean isMark = deletes == Deletes.MARK && name.equals(MARK);
            values.put(name, isMark ? IS_DELETED : "s.row." + Sql.quoted(name));
        }
        return values;
    }

    private static String column(String name) {
        return "t." + Sql.quoted(name);
    }
}
