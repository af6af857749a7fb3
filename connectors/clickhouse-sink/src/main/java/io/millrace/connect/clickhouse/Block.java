// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import com.clickhouse.data.ClickHouseFormat;
import io.millrace.connect.sink.CompactedRows;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How rows of a layout are sent: as one block of Native, ClickHouse's own format, whose columns the server takes as they
 * come; or as RowBinaryWithNamesAndTypes where a column has another form in Native, or where rows are so many that turning
 * them into columns costs more than the server saves (ClickHouse's documentation of formats). Both name the columns' types,
 * and the server refuses those that are not the table's.
 */
final class Block {
    /** Of rows that stay in a processor's caches while one column after the other is picked from them. */
    private static final int NATIVE_BYTES = 16 << 20;

    private final Layout layout;
    private final @Nullable List<NativeColumn> columns;

    private Block(Layout layout, @Nullable List<NativeColumn> columns) {
        this.layout = layout;
        this.columns = columns;
    }

    static Block of(Layout layout) {
        List<NativeColumn> columns = new ArrayList<>();
        for (String type : layout.types()) {
            NativeColumn column = NativeColumn.of(ClickHouseType.parse(type));
            if (column == null) {
                return new Block(layout, null);
            }
            columns.add(column);
        }
        return new Block(layout, columns);
    }

    ClickHouseFormat format(CompactedRows rows) {
        return columns != null && rows.sink().size() <= NATIVE_BYTES
                ? ClickHouseFormat.Native
                : ClickHouseFormat.RowBinaryWithNamesAndTypes;
    }

    /** Settings of the server without which it would convert what has another type than its column. */
    static Map<String, String> strictness(ClickHouseFormat format) {
        return format == ClickHouseFormat.Native
                ? Map.of("input_format_native_allow_types_conversion", "0", "input_format_null_as_default", "0")
                : Map.of("input_format_with_names_use_header", "1", "input_format_with_types_use_header", "1");
    }

    /** Sends rows, which are in RowBinary. */
    void write(CompactedRows rows, OutputStream out) throws IOException {
        if (columns != null && format(rows) == ClickHouseFormat.Native) {
            write(columns, rows, out);
        } else {
            byte[] header = layout.header();
            out.write(header, 0, header.length);
            rows.forEach(out::write);
        }
        out.flush();
    }

    private void write(List<NativeColumn> nativeColumns, CompactedRows rows, OutputStream out) throws IOException {
        int[] at = rows.starts();
        Page page = new Page(out);
        page.sink().putVarUInt(nativeColumns.size());
        page.sink().putVarUInt(at.length);
        for (int i = 0; i < nativeColumns.size(); i++) {
            Layout.text(layout.columns().get(i), page.sink());
            Layout.text(nativeColumns.get(i).type(), page.sink());
            nativeColumns.get(i).move(rows.sink().array(), at, page);
        }
        page.send();
    }
}
