// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.types;

import io.millrace.records.Wkb;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Well-known binary as text: WKT (OGC 06-103r4, section 7) or GeoJSON (RFC 7946, but with the coordinates as they are).
 * Points, lines, polygons and collections of them, with or without height and measure; GeoJSON has no measures.
 */
final class WkbText {
    private static final List<String> WKT = List.of(
            "",
            "POINT",
            "LINESTRING",
            "POLYGON",
            "MULTIPOINT",
            "MULTILINESTRING",
            "MULTIPOLYGON",
            "GEOMETRYCOLLECTION");
    private static final List<String> GEOJSON = List.of(
            "",
            "Point",
            "LineString",
            "Polygon",
            "MultiPoint",
            "MultiLineString",
            "MultiPolygon",
            "GeometryCollection");
    private static final int POINT = 1;
    private static final int LINE = 2;
    private static final int POLYGON = 3;
    private static final int COLLECTION = 7;
    private static final int DEEPEST = 32;
    private static final int DOUBLE = 8;
    private static final int HEADER_BYTES = 5;
    private static final long WHOLE = 1L << 53;

    private final ByteBuffer in;
    private final boolean json;
    private final StringBuilder out = new StringBuilder();
    private int type;
    private int dimensions;
    private boolean measured;

    private WkbText(ByteBuffer in, boolean json) {
        this.in = in;
        this.json = json;
    }

    static String wkt(byte[] wkb) {
        return new WkbText(Wkb.open(wkb), false).write();
    }

    static String geoJson(byte[] wkb) {
        return new WkbText(Wkb.open(wkb), true).write();
    }

    private String write() {
        try {
            header();
            geometry(0);
        } catch (BufferUnderflowException e) {
            throw Wkb.malformed();
        }
        return out.toString();
    }

    private void header() {
        int code = in.getInt();
        if (Wkb.hasSrid(code)) {
            in.getInt();
        }
        int plain = code & 0xffff;
        boolean height = (code & Wkb.HEIGHT) != 0 || plain / 1_000 == 1 || plain / 1_000 == 3;
        measured = (code & Wkb.MEASURE) != 0 || plain / 1_000 == 2 || plain / 1_000 == 3;
        dimensions = 2 + (height ? 1 : 0) + (measured ? 1 : 0);
        type = plain % 1_000;
        if (type < POINT || type > COLLECTION) {
            throw new IllegalArgumentException("a geometry of a type other than points, lines, polygons");
        }
    }

    /** A geometry's own byte order and header come before each member of a collection. */
    private void member(int expected) {
        byte order = in.get();
        in.order(order == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        header();
        if (expected != 0 && type != expected) {
            throw Wkb.malformed();
        }
    }

    private void geometry(int depth) {
        if (depth > DEEPEST) {
            throw Wkb.malformed();
        }
        int own = type;
        if (json) {
            out.append("{\"type\":\"").append(GEOJSON.get(own)).append("\",\"");
            out.append(own == COLLECTION ? "geometries" : "coordinates").append("\":");
        } else {
            out.append(WKT.get(own)).append(dimensions == 4 ? " ZM" : measured ? " M" : dimensions == 3 ? " Z" : "");
            out.append(' ');
        }
        if (own == COLLECTION) {
            sequence(HEADER_BYTES, () -> {
                member(0);
                geometry(depth + 1);
            });
        } else {
            body(own);
        }
        out.append(json ? "}" : "");
    }

    private void body(int own) {
        switch (own) {
            case POINT -> point();
            case LINE -> sequence(dimensions * DOUBLE, this::position);
            case POLYGON -> sequence(4, () -> sequence(dimensions * DOUBLE, this::position));
            default ->
                sequence(HEADER_BYTES, () -> {
                    member(own - 3);
                    body(own - 3);
                });
        }
    }

    /** A count, then as many elements, each of at least {@code size} bytes. */
    private void sequence(int size, Runnable element) {
        int count = in.getInt();
        if (count < 0 || count > in.remaining() / size) {
            throw Wkb.malformed();
        }
        if (count == 0 && !json) {
            out.append("EMPTY");
            return;
        }
        out.append(json ? '[' : '(');
        for (int i = 0; i < count; i++) {
            out.append(i == 0 ? "" : json ? "," : ", ");
            element.run();
        }
        out.append(json ? ']' : ')');
    }

    private void point() {
        if (in.remaining() < dimensions * DOUBLE) {
            throw Wkb.malformed();
        }
        if (Double.isNaN(in.getDouble(in.position()))) {
            in.position(in.position() + dimensions * DOUBLE);
            out.append(json ? "[]" : "EMPTY");
            return;
        }
        out.append(json ? "" : "(");
        position();
        out.append(json ? "" : ")");
    }

    private void position() {
        out.append(json ? "[" : "");
        int written = json && measured ? dimensions - 1 : dimensions;
        for (int i = 0; i < dimensions; i++) {
            double coordinate = in.getDouble();
            if (i < written) {
                out.append(i == 0 ? "" : json ? "," : " ");
                number(coordinate);
            }
        }
        out.append(json ? "]" : "");
    }

    private void number(double coordinate) {
        if (!Double.isFinite(coordinate)) {
            throw new ArithmeticException("a coordinate that is NaN or infinite");
        }
        long whole = (long) coordinate;
        if (whole == coordinate && Math.abs(coordinate) < WHOLE) {
            out.append(whole);
        } else {
            out.append(coordinate);
        }
    }
}
