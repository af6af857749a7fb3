// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.HistoryColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The statements that add versions of rows, with type 2 of slowly changing dimensions (Kimball): one version per key is
 * open, its {@code _valid_to} null. The order in which staged rows came is that of their {@code ctid}.
 */
final class HistoryMerge {
    private static final String FROM = Sql.name(HistoryColumns.VALID_FROM);
    private static final String TO = Sql.name(HistoryColumns.VALID_TO);
    private static final String ENDS = Sql.name(HistoryColumns.ENDS);

    private final Layout layout;
    private final MergeRules rules;
    private final String stage;
    private final String table;

    HistoryMerge(Layout layout, String stage) {
        this.layout = layout;
        this.rules = layout.rules();
        this.stage = stage;
        this.table = Sql.name(layout.table());
    }

    /** Drops what is older than the last change of its key, ends the open version, and adds the new ones. */
    List<String> versions() {
        List<String> statements = dropStale();
        statements.add("UPDATE " + table + " t SET " + TO + " = GREATEST(f." + FROM + ", t." + FROM + ")"
                + ended("f.") + " FROM (SELECT DISTINCT ON (" + keys("s.") + ") s.* FROM " + stage + " s ORDER BY "
                + keys("s.") + ", " + sequence() + ") f WHERE " + keyIs("t.", "f.") + " AND t." + TO + " IS NULL");
        String window = " OVER (PARTITION BY " + keys("s.") + " ORDER BY " + sequence() + ")";
        String order = rules.isOrdered() ? ", lead(s." + order() + ")" + window + " AS _millrace_order" : "";
        statements.add("INSERT INTO " + table + " (" + names() + ", " + TO
                + (rules.isOrdered() ? ", " + endedBy() : "") + ") SELECT " + read("v.")
                + ", CASE WHEN v._millrace_next IS NOT NULL THEN GREATEST(v._millrace_next, v." + FROM + ") END"
                + (rules.isOrdered() ? ", v._millrace_order" : "") + " FROM (SELECT s.*, lead(s." + FROM + ")" + window
                + " AS _millrace_next" + order + " FROM " + stage + " s) v WHERE NOT v." + ENDS);
        return statements;
    }

    /**
     * Ends the open version and adds one that has its values where the rows have none, or, where rows say which key they had
     * before, the values of the last version of that one. A key is staged once.
     */
    List<String> patch() {
        List<String> statements = dropStale();
        String kept =
                rules.kept().stream().map(column -> ", " + Sql.name(column)).collect(Collectors.joining());
        String taken =
                rules.kept().stream().map(column -> ", o." + Sql.name(column)).collect(Collectors.joining());
        String end = "UPDATE " + table + " t SET " + TO + " = GREATEST(s." + FROM + ", t." + FROM + ")" + ended("s.")
                + " FROM " + stage + " s WHERE " + keyIs("t.", "s.") + " AND t." + TO + " IS NULL";
        String insert = "INSERT INTO " + table + " (" + names() + kept + ") SELECT " + read("s.") + taken + " FROM "
                + stage + " s LEFT JOIN ";
        if (layout.secondKeyCount() > 0) {
            statements.add(end);
            statements.add(insert + former());
            return statements;
        }
        statements.add("SET LOCAL enable_hashjoin = on"); // c has no index
        statements.add("WITH c AS (" + end + " RETURNING t.*) " + insert + "c o ON " + keyIs("o.", "s."));
        statements.add("SET LOCAL enable_hashjoin = off");
        return statements;
    }

    /** The last version of the key that a row had before, ended or not; not what only says that it was deleted. */
    private String former() {
        String secondKeyIs = IntStream.range(0, layout.keyCount())
                .mapToObj(i -> "t." + Sql.name(layout.columns().get(i)) + " = " + read("s.", layout.keyCount() + i))
                .collect(Collectors.joining(" AND "));
        String isNoDelete = layout.columns().contains(rules.deleteColumn())
                ? " AND t." + Sql.name(rules.deleteColumn()) + "::text IS DISTINCT FROM 'true'"
                : "";
        return "LATERAL (SELECT t.* FROM " + table + " t WHERE " + secondKeyIs + isNoDelete + " ORDER BY "
                + (rules.isOrdered() ? collated("t." + order()) + " DESC NULLS LAST, " : "") + "t." + FROM
                + " DESC, t." + TO + " DESC NULLS FIRST, t.ctid DESC LIMIT 1) o ON true";
    }

    /** Ends all open versions. */
    static String endAll(Layout layout, String stage) {
        HistoryMerge merge = new HistoryMerge(layout, stage);
        boolean ordered = merge.rules.isOrdered() && layout.columns().contains(merge.rules.orderColumn());
        return "UPDATE " + merge.table + " t SET " + TO + " = GREATEST(s." + FROM + ", t." + FROM + ")"
                + (ordered ? merge.ended("s.") : "") + " FROM " + stage + " s WHERE t." + TO + " IS NULL"
                + (ordered
                        ? " AND (t." + merge.order() + " IS NULL OR " + merge.collated("t." + merge.order()) + " <= "
                                + merge.collated("s." + merge.order()) + ")"
                        : "");
    }

    private List<String> dropStale() {
        List<String> statements = new ArrayList<>();
        if (rules.isOrdered()) {
            String staged = collated("s." + order());
            statements.add("DELETE FROM " + stage + " s WHERE EXISTS (SELECT FROM " + table + " t WHERE "
                    + keyIs("t.", "s.") + " AND (" + collated("t." + order()) + " > " + staged + " OR "
                    + collated("t." + endedBy()) + " > " + staged + "))");
        }
        return statements;
    }

    private String sequence() {
        return (rules.isOrdered() ? collated("s." + order()) + ", " : "") + "s.ctid";
    }

    private String ended(String source) {
        return rules.isOrdered() ? ", " + endedBy() + " = " + source + order() : "";
    }

    private String order() {
        return Sql.name(rules.orderColumn());
    }

    private String endedBy() {
        return Sql.name(rules.orderColumn() + HistoryColumns.ENDED_BY);
    }

    private String collated(String value) {
        return rules.orderIsText() ? value + " COLLATE \"C\"" : value;
    }

    private String names() {
        return Sql.names(Merge.tableColumns(layout));
    }

    private String read(String alias) {
        return IntStream.range(0, layout.columns().size())
                .filter(i -> i < layout.keyCount() || i >= layout.keyCount() + layout.secondKeyCount())
                .filter(i -> !layout.columns().get(i).equals(HistoryColumns.ENDS))
                .mapToObj(i -> read(alias, i))
                .collect(Collectors.joining(", "));
    }

    private String read(String alias, int column) {
        return layout.types().get(column).read(alias + layout.staged(column));
    }

    private String keys(String alias) {
        return IntStream.range(0, layout.keyCount())
                .mapToObj(i -> read(alias, i))
                .collect(Collectors.joining(", "));
    }

    private String keyIs(String alias, String source) {
        return IntStream.range(0, layout.keyCount())
                .mapToObj(i -> alias + Sql.name(layout.columns().get(i)) + " = " + read(source, i))
                .collect(Collectors.joining(" AND "));
    }
}
