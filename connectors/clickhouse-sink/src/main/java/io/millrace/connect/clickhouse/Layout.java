// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.ByteSink;
import io.millrace.connect.sink.Effect;
import io.millrace.connect.sink.RowLayout;
import io.millrace.connect.sink.TableName;
import io.millrace.connect.sink.Utf8;
import io.millrace.connect.sink.Utf8.Nul;
import java.util.Arrays;
import java.util.List;

/**
 * The columns that rows of a block have, in the order in which they are encoded.
 *
 * @param effect that of an append, whatever the record does: versions decide which row of a key counts; or a truncate
 * @param types as the table's columns have them: the server refuses a block whose types are not the table's
 */
record Layout(TableName table, Effect effect, List<String> columns, List<String> types) implements RowLayout<Layout> {
    Layout {
        columns = List.copyOf(columns);
        types = List.copyOf(types);
    }

    @Override
    public boolean covers(Layout other) {
        return columns.containsAll(other.columns);
    }

    /** Rows that are newer than the truncate stay, and older ones may come again: each is told apart by its version. */
    @Override
    public boolean emptiesTable() {
        return false;
    }

    /** Whether there are columns of type JSON, alone or within others. */
    boolean hasDocuments() {
        return types.stream().anyMatch(type -> type.contains("JSON"));
    }

    /** What comes before the rows in RowBinaryWithNamesAndTypes. */
    byte[] header() {
        ByteSink out = new ByteSink(256);
        out.putVarUInt(columns.size());
        columns.forEach(column -> text(column, out));
        types.forEach(type -> text(type, out));
        return Arrays.copyOf(out.array(), out.size());
    }

    /** A name, as both formats have it: its length, then its bytes. */
    static void text(String text, ByteSink out) {
        ByteSink bytes = new ByteSink(64);
        Utf8.write(text, Nul.KEPT, bytes);
        out.putVarUInt(bytes.size());
        out.put(bytes.array(), 0, bytes.size());
    }
}
