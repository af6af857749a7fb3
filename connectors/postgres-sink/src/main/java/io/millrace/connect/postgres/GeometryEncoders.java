// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.ByteSink;
import io.millrace.connect.sink.ColumnEncoder;
import io.millrace.connect.sink.Unfit;
import io.millrace.records.GeometryReader;
import io.millrace.records.SemanticType;
import io.millrace.records.Structs;
import io.millrace.records.Wkb;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Geometries as PostGIS reads them, which is EWKB (well-known binary with the reference system in it), and PostgreSQL's
 * own points, circles and lines as float8s ({@code geo_ops.c}).
 */
final class GeometryEncoders {
    private GeometryEncoders() {}

    /** For PostGIS's types, and for {@code bytea}; a reference system that is not known is left out. */
    static @Nullable ColumnEncoder ewkb(Schema schema) {
        return switch (SemanticType.trusted(schema)) {
            case GEOMETRY, GEOGRAPHY, POINT -> {
                GeometryReader reader = new GeometryReader(schema);
                yield (value, out) -> ewkb(reader, (Struct) value, out);
            }
            default -> null;
        };
    }

    private static void ewkb(GeometryReader reader, Struct struct, ByteSink out) {
        try {
            byte[] ewkb = Wkb.withSrid(reader.wkb(struct), reader.srid(struct));
            out.putInt(ewkb.length);
            out.put(ewkb, 0, ewkb.length);
        } catch (IllegalArgumentException e) {
            throw malformed(e);
        }
    }

    private static Unfit malformed(IllegalArgumentException e) {
        return new Unfit(String.valueOf(e.getMessage()), "Correct the value, or use a jsonb column.");
    }

    /** For {@code point}, {@code circle} and {@code line}. */
    static @Nullable ColumnEncoder plane(Schema schema, PgType column) {
        return switch (SemanticType.trusted(schema)) {
            case POINT -> column.name().equals("point") ? point(schema) : null;
            case CIRCLE -> column.name().equals("circle") ? circle(schema) : null;
            case LINE -> column.name().equals("line") ? line(schema) : null;
            default -> null;
        };
    }

    private static ColumnEncoder point(Schema schema) {
        GeometryReader reader = new GeometryReader(schema);
        return (value, out) -> {
            out.putInt(16);
            coordinates(reader, (Struct) value, out);
        };
    }

    private static void coordinates(GeometryReader reader, Struct point, ByteSink out) {
        Integer srid = reader.srid(point);
        if (srid != null && srid != 0) {
            throw new Unfit(
                    "a point with a reference system, which the column cannot keep",
                    "Alter the column to bytea, which gets EWKB, or to PostGIS's geometry.");
        }
        try {
            out.putLong(Double.doubleToRawLongBits(reader.x(point)));
            out.putLong(Double.doubleToRawLongBits(reader.y(point)));
        } catch (IllegalArgumentException e) {
            throw malformed(e);
        }
    }

    private static @Nullable ColumnEncoder circle(Schema schema) {
        Field center = schema.field("center");
        Field radius = schema.field("radius");
        if (center == null || radius == null) {
            return null;
        }
        GeometryReader reader = new GeometryReader(center.schema());
        return (value, out) -> {
            out.putInt(24);
            if (!(Structs.get((Struct) value, center) instanceof Struct point)) {
                throw malformed(new IllegalArgumentException("a circle without a center"));
            }
            coordinates(reader, point, out);
            number((Struct) value, radius, out);
        };
    }

    private static @Nullable ColumnEncoder line(Schema schema) {
        Field a = schema.field("a");
        Field b = schema.field("b");
        Field c = schema.field("c");
        if (a == null || b == null || c == null) {
            return null;
        }
        return (value, out) -> {
            out.putInt(24);
            number((Struct) value, a, out);
            number((Struct) value, b, out);
            number((Struct) value, c, out);
        };
    }

    private static void number(Struct struct, Field field, ByteSink out) {
        if (!(Structs.get(struct, field) instanceof Number number)) {
            throw malformed(new IllegalArgumentException("a geometry without coordinates"));
        }
        out.putLong(Double.doubleToRawLongBits(number.doubleValue()));
    }
}
