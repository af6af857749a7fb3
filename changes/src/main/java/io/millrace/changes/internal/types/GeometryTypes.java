// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.types;

import io.millrace.changes.internal.types.TypePolicy.Geometry;
import io.millrace.records.Decode;
import io.millrace.records.SemanticType;
import io.millrace.records.Structs;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Points and geometries: structs of well-known binary and reference system. */
final class GeometryTypes {
    private static final int POINT_BYTES = 21;

    private final @Nullable Field wkb;
    private final @Nullable Field srid;
    private final @Nullable Field x;
    private final @Nullable Field y;

    private GeometryTypes(Schema column) {
        wkb = column.field("wkb");
        srid = column.field("srid");
        x = column.field("x");
        y = column.field("y");
    }

    static @Nullable ColumnType of(Schema column, Geometry choice) {
        GeometryTypes fields = new GeometryTypes(column);
        return switch (choice) {
            case KEEP -> null;
            case WKB ->
                new ColumnType(
                        ColumnType.like(column, SchemaBuilder.bytes()),
                        value -> Wkb.withoutSrid(fields.wkb((Struct) value)));
            case EWKB ->
                new ColumnType(
                        ColumnType.like(column, SchemaBuilder.bytes()),
                        value -> Wkb.withSrid(fields.wkb((Struct) value), fields.srid((Struct) value)));
            case WKT ->
                new ColumnType(
                        ColumnType.like(column, SchemaBuilder.string()),
                        value -> WkbText.wkt(fields.wkb((Struct) value)));
            case GEOJSON ->
                new ColumnType(
                        ColumnType.like(column, ColumnType.named(SemanticType.JSON, SchemaBuilder.string())),
                        value -> WkbText.geoJson(fields.wkb((Struct) value)));
        };
    }

    private byte[] wkb(Struct struct) {
        Object bytes = wkb == null ? null : Structs.get(struct, wkb);
        if (bytes != null) {
            return Decode.bytes(bytes);
        }
        if (number(struct, x) instanceof Double left && number(struct, y) instanceof Double up) {
            return ByteBuffer.allocate(POINT_BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put((byte) 1)
                    .putInt(1)
                    .putDouble(left)
                    .putDouble(up)
                    .array();
        }
        throw new IllegalArgumentException("a geometry without coordinates");
    }

    private static @Nullable Object number(Struct struct, @Nullable Field field) {
        return field == null ? null : Structs.get(struct, field);
    }

    private @Nullable Integer srid(Struct struct) {
        return srid != null && Structs.get(struct, srid) instanceof Integer number ? number : null;
    }
}
