// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.ByteSink;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A column whose values are in Native as they are in RowBinary; only what says which of them are null stands before all of
 * them there.
 *
 * @param type as it is sent: without a dictionary, which the server makes
 * @param width of a value in bytes; {@link #TEXT} for a length and as many bytes
 */
record NativeColumn(String type, int width, boolean isNullable) {
    static final int TEXT = 0;

    private static final int WIDEST_NUMBER = 32;
    private static final int SOME_ROWS = 1 << 10;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Null where the two formats differ in more: arrays, maps, tuples, documents. */
    static @Nullable NativeColumn of(ClickHouseType type) {
        Integer width = type.isAggregate() ? null : width(type);
        return width == null ? null : new NativeColumn(type.withoutDictionary(), width, type.isNullable());
    }

    private static @Nullable Integer width(ClickHouseType type) {
        return switch (type.name()) {
            case "String" -> TEXT;
            case "FixedString" -> type.limits().length();
            case "Bool", "Enum8" -> 1;
            case "Date", "Enum16" -> 2;
            case "Date32", "DateTime", "Time", "Float32", "IPv4" -> 4;
            case "DateTime64", "Time64", "Float64" -> 8;
            case "UUID", "IPv6" -> 16;
            case "Decimal" -> DecimalEncoders.bytes(type.limits().length());
            default -> type.isWhole() ? type.bits() / 8 : null;
        };
    }

    /**
     * Appends the column.
     *
     * @param at where in {@code rows} each row has it; moved to what follows it there
     */
    void move(byte[] rows, int[] at, Page page) throws IOException {
        if (isNullable) {
            for (int start : at) {
                page.sink().put(rows[start]);
                page.turn();
            }
        }
        if (isNullable || width == TEXT || width > WIDEST_NUMBER) {
            for (int i = 0; i < at.length; i++) {
                at[i] = moveOne(rows, at[i], page);
            }
        } else {
            for (int i = 0; i < at.length; i += SOME_ROWS) {
                moveSome(rows, at, i, Math.min(at.length, i + SOME_ROWS), page.sink());
                page.turn();
            }
        }
    }

    private int moveOne(byte[] rows, int from, Page page) throws IOException {
        int start = isNullable ? from + 1 : from;
        if (isNullable && rows[from] != 0) { // something stands for a null too
            for (int i = 0; i < Math.max(width, 1); i++) {
                page.sink().put(0);
            }
            page.turn();
            return start;
        }
        int end = width == TEXT ? textEnd(rows, start) : start + width;
        page.put(rows, start, end - start);
        return end;
    }

    /** Values that are there, all of one width: what most of the bytes of most tables are. */
    private void moveSome(byte[] rows, int[] at, int first, int end, ByteSink out) {
        int to = out.reserve((end - first) * width);
        byte[] page = out.array();
        for (int i = first; i < end; i++) {
            int from = at[i];
            switch (width) {
                case 1 -> page[to] = rows[from];
                case 4 -> INT.set(page, to, (int) INT.get(rows, from));
                case 8 -> LONG.set(page, to, (long) LONG.get(rows, from));
                default -> System.arraycopy(rows, from, page, to, width);
            }
            at[i] = from + width;
            to += width;
        }
        out.advance((end - first) * width);
    }

    /** Behind the text whose length begins here, in LEB128. */
    private static int textEnd(byte[] rows, int from) {
        int at = from;
        int length = rows[at] & 0x7F;
        for (int shift = 7; rows[at++] < 0; shift += 7) {
            length |= (rows[at] & 0x7F) << shift;
        }
        return at + length;
    }
}
