// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Reads Debezium's points and geometries: structs of well-known binary and reference system. Thread-safe. */
public final class GeometryReader {
    private static final int POINT_BYTES = 21;

    private final @Nullable Field wkb;
    private final @Nullable Field srid;
    private final @Nullable Field x;
    private final @Nullable Field y;

    /** For structs of {@code schema}; fields that it does not have count as null. */
    public GeometryReader(Schema schema) {
        wkb = schema.field("wkb");
        srid = schema.field("srid");
        x = schema.field("x");
        y = schema.field("y");
    }

    /** Well-known binary; made of the coordinates where a point has nothing else. */
    public byte[] wkb(Struct struct) {
        Object bytes = get(struct, wkb);
        if (bytes != null) {
            return Decode.bytes(bytes);
        }
        return ByteBuffer.allocate(POINT_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 1)
                .putInt(1)
                .putDouble(x(struct))
                .putDouble(y(struct))
                .array();
    }

    /** The first coordinate of a point. */
    public double x(Struct struct) {
        return coordinate(struct, x);
    }

    /** The second coordinate of a point. */
    public double y(Struct struct) {
        return coordinate(struct, y);
    }

    /** Null where the reference system is not known. */
    public @Nullable Integer srid(Struct struct) {
        return get(struct, srid) instanceof Integer number ? number : null;
    }

    private static double coordinate(Struct struct, @Nullable Field field) {
        if (get(struct, field) instanceof Double number) {
            return number;
        }
        throw new IllegalArgumentException("a geometry without coordinates");
    }

    private static @Nullable Object get(Struct struct, @Nullable Field field) {
        return field == null ? null : Structs.get(struct, field);
    }
}
