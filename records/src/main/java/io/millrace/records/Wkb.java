// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Well-known binary: OGC 06-103r4, section 8, and PostGIS's extension that keeps the reference system in it (EWKB) and
 * marks height and measure by a bit each.
 */
public final class Wkb {
    public static final int HEIGHT = 0x8000_0000;
    public static final int MEASURE = 0x4000_0000;
    private static final int SRID = 0x2000_0000;
    private static final int HEADER = 5;
    private static final int SRID_END = 9;

    private Wkb() {}

    /** In the byte order that the first byte says, positioned behind that byte. */
    public static ByteBuffer open(byte[] wkb) {
        if (wkb.length < HEADER || (wkb[0] | 1) != 1) {
            throw malformed();
        }
        return ByteBuffer.wrap(wkb, 1, wkb.length - 1)
                .order(wkb[0] == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    }

    /** Whether the reference system follows the geometry type {@code type}. */
    public static boolean hasSrid(int type) {
        return (type & SRID) != 0;
    }

    /** Without the reference system; the same array if it has none. */
    public static byte[] withoutSrid(byte[] wkb) {
        ByteBuffer in = open(wkb);
        int type = in.getInt();
        if (!hasSrid(type)) {
            return wkb;
        }
        if (wkb.length < SRID_END) {
            throw malformed();
        }
        return ByteBuffer.allocate(wkb.length - 4)
                .order(in.order())
                .put(wkb[0])
                .putInt(type & ~SRID)
                .put(wkb, SRID_END, wkb.length - SRID_END)
                .array();
    }

    /** With the reference system, unless there is none or it is in there already. */
    public static byte[] withSrid(byte[] wkb, @Nullable Integer srid) {
        ByteBuffer in = open(wkb);
        int type = in.getInt();
        if (srid == null || hasSrid(type)) {
            return wkb;
        }
        return ByteBuffer.allocate(wkb.length + 4)
                .order(in.order())
                .put(wkb[0])
                .putInt(type | SRID)
                .putInt(srid)
                .put(wkb, HEADER, wkb.length - HEADER)
                .array();
    }

    /** What is thrown for other bytes. */
    public static IllegalArgumentException malformed() {
        return new IllegalArgumentException("bytes that are no well-known binary");
    }
}
