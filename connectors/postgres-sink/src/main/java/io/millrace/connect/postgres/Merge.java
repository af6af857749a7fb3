// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.ConflictMode;
import io.millrace.connect.sink.HistoryColumns;
import io.millrace.connect.sink.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The statements that bring staged rows of a layout into the table. Staged rows are {@code s}, the table's {@code t}. */
final class Merge {
    /**
     * Staged rows find the table's by its index: of a staging table, which nobody analyses, the planner expects more rows
     * than of the table, and would read all of that.
     */
    static final String PLANNING = "SET enable_hashjoin = off; SET enable_mergejoin = off";

    private final Layout layout;
    private final MergeRules rules;
    private final String stage;
    private final String table;

    private Merge(Layout layout, String stage) {
        this.layout = layout;
        this.rules = layout.rules();
        this.stage = stage;
        this.table = Sql.name(layout.table());
    }

    /** To be run in this order. */
    static List<String> statements(Layout layout, String stage) {
        Merge merge = new Merge(layout, stage);
        return switch (layout.effect()) {
            case APPEND -> List.of(merge.append());
            case REPLACE, PATCH -> List.of(merge.upsert());
            case MARK -> List.of(merge.mark());
            case REMOVE -> merge.remove();
            case MOVE -> merge.move();
            case VERSION -> new HistoryMerge(layout, stage).versions();
            case VERSION_PATCH -> new HistoryMerge(layout, stage).patch();
            case TRUNCATE ->
                List.of(
                        layout.columns().contains(HistoryColumns.VALID_FROM)
                                ? HistoryMerge.endAll(layout, stage)
                                : merge.truncate());
        };
    }

    /** Whether the rows that the statement does not touch are those that were too old. */
    static boolean countsStale(Layout layout) {
        return layout.rules().isOrdered()
                && switch (layout.effect()) {
                    case REPLACE, PATCH -> true;
                    case APPEND, MARK, REMOVE, MOVE, VERSION, VERSION_PATCH, TRUNCATE -> false;
                };
    }

    private String append() {
        String ignoring = rules.conflict() == ConflictMode.IGNORE ? " ON CONFLICT DO NOTHING" : "";
        return insert() + " SELECT " + read() + " FROM " + stage + " s" + ignoring;
    }

    private String upsert() {
        String kept =
                rules.kept().stream().map(column -> ", o." + Sql.name(column)).collect(Collectors.joining());
        boolean takesOver = layout.secondKeyCount() > 0;
        return "INSERT INTO " + table + " AS t (" + names() + (takesOver ? names(rules.kept()) : "") + ") SELECT "
                + read()
                + (takesOver ? kept + from() + " LEFT JOIN " + table + " o ON " + secondKeyIs("o.") : from())
                + remembered()
                + (rules.lockOrder() ? " ORDER BY " + readKeys() : "")
                + " ON CONFLICT (" + Sql.names(layout.keys()) + ") DO "
                + update(columns().subList(layout.keyCount(), columns().size()));
    }

    private String update(List<String> changed) {
        return changed.isEmpty() || rules.conflict() == ConflictMode.IGNORE ? "NOTHING" : "UPDATE SET " + set(changed);
    }

    private String set(List<String> changed) {
        String sets = changed.stream()
                .map(column -> Sql.name(column) + " = EXCLUDED." + Sql.name(column))
                .collect(Collectors.joining(", "));
        return sets + (rules.isOrdered() ? " WHERE " + isNotNewer("EXCLUDED.") : "");
    }

    /** Keeps the values of a row that is there; a tombstone, which has none, makes no row. */
    private String mark() {
        boolean isTombstone = layout.columns().size() == layout.keyCount() + 1
                && layout.columns().get(layout.keyCount()).equals(rules.deleteColumn());
        if (isTombstone) {
            return "UPDATE " + table + " t SET " + Sql.name(rules.deleteColumn()) + " = true" + from() + " WHERE "
                    + keyIs("t.");
        }
        List<String> marks = layout.columns().stream()
                .filter(column -> column.equals(rules.deleteColumn())
                        || column.equals(rules.orderColumn())
                        || column.startsWith("_"))
                .filter(column -> !layout.keys().contains(column))
                .toList();
        return insert() + " SELECT " + read() + from() + " ON CONFLICT (" + Sql.names(layout.keys())
                + ") DO UPDATE SET " + set(marks);
    }

    private List<String> remove() {
        List<String> statements = new ArrayList<>();
        boolean ordered = rules.isOrdered() && layout.columns().contains(rules.orderColumn());
        if (ordered && rules.memory() != null) {
            statements.add(remember(rules.memory()));
        }
        statements.add("DELETE FROM " + table + " t USING " + stage + " s WHERE " + keyIs("t.")
                + (ordered ? " AND " + isNotNewer("s.") : ""));
        return statements;
    }

    private String remember(TableName memory) {
        String order = Sql.name(rules.orderColumn());
        return "INSERT INTO " + Sql.name(memory) + " AS t (" + names() + ", deleted_at) SELECT " + read() + ", now()"
                + from() + " ON CONFLICT (" + Sql.names(layout.keys()) + ") DO UPDATE SET " + order + " = EXCLUDED."
                + order + ", deleted_at = EXCLUDED.deleted_at WHERE " + isNotNewer("EXCLUDED.");
    }

    /** Leaves out rows that are older than the removal of the row with their key. */
    private String remembered() {
        TableName memory = rules.memory();
        if (memory == null || !rules.isOrdered()) {
            return "";
        }
        return " WHERE NOT EXISTS (SELECT FROM " + Sql.name(memory) + " m WHERE " + keyIs("m.") + " AND "
                + collated("m." + Sql.name(rules.orderColumn())) + " > "
                + collated("s." + Sql.name(rules.orderColumn())) + ")";
    }

    private List<String> move() {
        String sets = IntStream.range(0, layout.keyCount())
                .mapToObj(i -> Sql.name(layout.columns().get(i)) + " = " + second(i))
                .collect(Collectors.joining(", "));
        return List.of(
                "UPDATE " + table + " t SET " + sets + from() + " WHERE " + keyIs("t.")
                        + " AND NOT EXISTS (SELECT FROM " + table + " o WHERE " + secondKeyIs("o.") + ")",
                "DELETE FROM " + table + " t USING " + stage + " s WHERE " + keyIs("t."));
    }

    private String truncate() {
        boolean ordered = layout.columns().contains(rules.orderColumn());
        if (!rules.truncatesRows()) {
            String mark = Sql.name(rules.deleteColumn());
            String order = Sql.name(rules.orderColumn());
            return "UPDATE " + table + " t SET " + mark + " = true" + (ordered ? ", " + order + " = s." + order : "")
                    + (ordered ? from() : "") + " WHERE t." + mark + " IS DISTINCT FROM true"
                    + (ordered ? " AND " + isNotNewer("s.") : "");
        }
        return ordered
                ? "DELETE FROM " + table + " t USING " + stage + " s WHERE " + isNotNewer("s.")
                : "TRUNCATE TABLE " + table;
    }

    private String isNotNewer(String source) {
        String order = Sql.name(rules.orderColumn());
        return "(t." + order + " IS NULL OR " + collated("t." + order) + " <= " + collated(source + order) + ")";
    }

    private String collated(String value) {
        return rules.orderIsText() ? value + " COLLATE \"C\"" : value;
    }

    private String insert() {
        return "INSERT INTO " + table + " AS t (" + names() + ")";
    }

    private String from() {
        return " FROM " + stage + " s";
    }

    /** The table's columns: those of a second key are not. */
    private List<String> columns() {
        return tableColumns(layout);
    }

    static List<String> tableColumns(Layout layout) {
        List<String> columns = new ArrayList<>(layout.columns());
        columns.subList(layout.keyCount(), layout.keyCount() + layout.secondKeyCount())
                .clear();
        columns.remove(HistoryColumns.ENDS);
        return columns;
    }

    private String names() {
        return Sql.names(columns());
    }

    private static String names(List<String> more) {
        return more.stream().map(column -> ", " + Sql.name(column)).collect(Collectors.joining());
    }

    /** The staged columns that the table has, as it takes them. */
    private String read() {
        return IntStream.range(0, layout.columns().size())
                .filter(i -> i < layout.keyCount() || i >= layout.keyCount() + layout.secondKeyCount())
                .mapToObj(this::read)
                .collect(Collectors.joining(", "));
    }

    private String read(int column) {
        return layout.types().get(column).read("s." + layout.staged(column));
    }

    private String second(int key) {
        return read(layout.keyCount() + key);
    }

    private String readKeys() {
        return IntStream.range(0, layout.keyCount()).mapToObj(this::read).collect(Collectors.joining(", "));
    }

    private String keyIs(String alias) {
        return IntStream.range(0, layout.keyCount())
                .mapToObj(i -> alias + Sql.name(layout.columns().get(i)) + " = " + read(i))
                .collect(Collectors.joining(" AND "));
    }

    private String secondKeyIs(String alias) {
        return IntStream.range(0, layout.keyCount())
                .mapToObj(i -> alias + Sql.name(layout.columns().get(i)) + " = " + second(i))
                .collect(Collectors.joining(" AND "));
    }
}
