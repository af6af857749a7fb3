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
        for (int i = 0; i < at.length; i++) {
            at[i] = isNullable ? moveNullable(rows, at[i], page) : moveValue(rows, at[i], page);
        }
    }

    /** Something stands for a null too. */
    private int moveNullable(byte[] rows, int from, Page page) throws IOException {
        if (rows[from] == 0) {
            return moveValue(rows, from + 1, page);
        }
        for (int i = 0; i < Math.max(width, 1); i++) {
            page.sink().put(0);
        }
        page.turn();
        return from + 1;
    }

    private int moveValue(byte[] rows, int from, Page page) throws IOException {
        ByteSink out = page.sink();
        switch (width) {
            case TEXT -> {
                int end = textEnd(rows, from);
                page.put(rows, from, end - from);
                return end;
            }
            case 1 -> out.put(rows[from]);
            case 4 -> out.putIntLe((int) INT.get(rows, from));
            case 8 -> out.putLongLe((long) LONG.get(rows, from));
            default -> out.put(rows, from, width);
        }
        page.turn();
        return from + width;
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
