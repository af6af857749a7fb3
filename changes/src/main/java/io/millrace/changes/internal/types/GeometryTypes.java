// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.types;

import io.millrace.changes.internal.types.TypePolicy.Geometry;
import io.millrace.records.GeometryReader;
import io.millrace.records.SemanticType;
import io.millrace.records.Wkb;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Points and geometries: structs of well-known binary and reference system. */
final class GeometryTypes {
    private GeometryTypes() {}

    static @Nullable ColumnType of(Schema column, Geometry choice) {
        GeometryReader fields = new GeometryReader(column);
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
}
