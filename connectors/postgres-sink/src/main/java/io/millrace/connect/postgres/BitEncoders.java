// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.ByteSink;
import io.millrace.connect.sink.ColumnEncoder;
import io.millrace.connect.sink.Unfit;
import io.millrace.records.Decode;
import io.millrace.records.Kind;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Strings of bits: their number, then the bits, left-aligned, the most significant first ({@code varbit.c}). */
final class BitEncoders {
    private static final int UNKNOWN = -1;

    private BitEncoders() {}

    static @Nullable ColumnEncoder of(Kind kind, Schema schema, PgType column) {
        int fixed = column.name().equals("bit") ? column.modifier() : UNKNOWN;
        int limit = column.modifier() < 0 ? Integer.MAX_VALUE : column.modifier();
        return switch (kind) {
            case BITS -> bits(declared(schema), fixed, limit);
            case TEXT -> (value, out) -> text((String) value, fixed, limit, out);
            case BOOLEAN ->
                (value, out) -> {
                    requireFits(1, fixed, limit);
                    out.putInt(5);
                    out.putInt(1);
                    out.put((Boolean) value ? 0x80 : 0);
                };
            default -> null;
        };
    }

    private static int declared(Schema schema) {
        String length = schema.parameters() == null ? null : schema.parameters().get("length");
        return length == null ? UNKNOWN : Integer.parseInt(length);
    }

    /** Where the schema does not say how many there are, and for lengths without end, whole bytes count. */
    private static ColumnEncoder bits(int declared, int fixed, int limit) {
        return (value, out) -> {
            byte[] littleEndian = Decode.bytes(value);
            int bits = declared > 0 && declared != Integer.MAX_VALUE
                    ? declared
                    : fixed > 0 ? fixed : littleEndian.length * 8;
            requireFits(bits, fixed, limit);
            requireNoMore(littleEndian, bits);
            byte[] aligned = Decode.bitsLeftAligned(littleEndian, bits);
            out.putInt(4 + aligned.length);
            out.putInt(bits);
            out.put(aligned, 0, aligned.length);
        };
    }

    private static void requireNoMore(byte[] littleEndian, int bits) {
        for (int i = bits; i < littleEndian.length * 8; i++) {
            if ((littleEndian[i / 8] >> (i % 8) & 1) == 1) {
                throw new Unfit("a bit set beyond the " + bits + " declared", "Alter the column to bit varying.");
            }
        }
    }

    private static void text(String text, int fixed, int limit, ByteSink out) {
        int bits = text.length();
        requireFits(bits, fixed, limit);
        out.putInt(4 + (bits + 7) / 8);
        out.putInt(bits);
        int octet = 0;
        for (int i = 0; i < bits; i++) {
            char c = text.charAt(i);
            if (c != '0' && c != '1') {
                throw new Unfit(
                        "text of " + bits + " characters that are not all 0 or 1", "Correct the value, or use text.");
            }
            octet |= (c - '0') << (7 - i % 8);
            if (i % 8 == 7 || i == bits - 1) {
                out.put(octet);
                octet = 0;
            }
        }
    }

    private static void requireFits(int bits, int fixed, int limit) {
        if (bits > limit || (fixed > 0 && bits != fixed)) {
            throw new Unfit(
                    bits + " bits (expected " + (fixed > 0 ? "" : "at most ") + limit + ", the column's length)",
                    "Alter the column to bit varying.");
        }
    }
}
