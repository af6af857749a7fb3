// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.Effect;
import io.millrace.connect.sink.RowLayout;
import io.millrace.connect.sink.TableName;
import java.util.List;
import java.util.Map;

/**
 * The columns that rows of a run have, in the order in which they are encoded: the key's, those of a second key, which the
 * table does not have, and the others. With the rules, all that the statements depend on. Interned: compared by identity.
 *
 * @param types of the columns, staged and in the table
 */
record Layout(
        TableName table,
        Effect effect,
        List<String> columns,
        List<WrittenType> types,
        int keyCount,
        int secondKeyCount,
        MergeRules rules)
        implements RowLayout<Layout> {
    private static final String SECOND = "_millrace_second_";

    Layout {
        columns = List.copyOf(columns);
        types = List.copyOf(types);
    }

    @Override
    public boolean emptiesTable() {
        return effect == Effect.TRUNCATE && columns.isEmpty() && rules.truncatesRows();
    }

    @Override
    public boolean covers(Layout other) {
        return columns.containsAll(other.columns);
    }

    /** Whether columns of these names have the types that rows of this layout are written for. */
    boolean fits(Map<String, PgType> found) {
        for (int i = 0; i < columns.size(); i++) {
            PgType type = found.get(columns.get(i));
            if (type != null && !type.display().equals(types.get(i).display())) {
                return false;
            }
        }
        return true;
    }

    /** Whether rows can only get into the table by way of a staging table, because the server must cast a column. */
    boolean hasCasts() {
        return types.stream().anyMatch(WrittenType::isCast);
    }

    List<String> keys() {
        return columns.subList(0, keyCount);
    }

    /** The name of a column where rows are staged. */
    String staged(int column) {
        boolean isSecond = column >= keyCount && column < keyCount + secondKeyCount;
        return Sql.name(isSecond ? SECOND + columns.get(column) : columns.get(column));
    }

    /** A table of this session alone, without constraints, not logged, and empty again after each transaction. */
    String createStage(String stage) {
        StringBuilder sql = new StringBuilder("CREATE TEMPORARY TABLE " + stage + " (");
        for (int i = 0; i < columns.size(); i++) {
            sql.append(i == 0 ? "" : ", ")
                    .append(staged(i))
                    .append(' ')
                    .append(types.get(i).staged());
        }
        return sql.append(") ON COMMIT DELETE ROWS").toString();
    }

    String copyInto(String target) {
        StringBuilder sql = new StringBuilder("COPY " + target + " (");
        for (int i = 0; i < columns.size(); i++) {
            sql.append(i == 0 ? "" : ", ").append(staged(i));
        }
        return sql.append(") FROM STDIN (FORMAT binary)").toString();
    }
}
