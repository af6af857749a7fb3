// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.types;

import static io.millrace.changes.internal.types.Types.convert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.records.SemanticType;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeometryTypesTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final Schema GEOMETRY = Types.schema(
            SemanticType.GEOMETRY,
            SchemaBuilder.struct().field("wkb", Schema.BYTES_SCHEMA).field("srid", Schema.OPTIONAL_INT32_SCHEMA));
    private static final Schema POINT = Types.schema(
            SemanticType.POINT,
            SchemaBuilder.struct()
                    .field("x", Schema.FLOAT64_SCHEMA)
                    .field("y", Schema.FLOAT64_SCHEMA)
                    .field("wkb", Schema.OPTIONAL_BYTES_SCHEMA)
                    .field("srid", Schema.OPTIONAL_INT32_SCHEMA));
    private static final String ONE = "000000000000f03f";
    private static final String TWO = "0000000000000040";
    private static final String ZERO = "0000000000000000";

    private static Struct geometry(String wkb, Integer srid) {
        return new Struct(GEOMETRY).put("wkb", HEX.parseHex(wkb)).put("srid", srid);
    }

    /** Encodings as PostGIS writes them, little and big endian, ISO and extended. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0101000000" + ONE + TWO + " | POINT (1 2) | {\"type\":\"Point\",\"coordinates\":[1,2]}",
                "00000000013ff00000000000004000000000000000 | POINT (1 2) | {\"type\":\"Point\",\"coordinates\":[1,2]}",
                "01e9030000" + ONE + TWO + ONE + " | POINT Z (1 2 1) | {\"type\":\"Point\",\"coordinates\":[1,2,1]}",
                "01d1070000" + ONE + TWO + ONE + " | POINT M (1 2 1) | {\"type\":\"Point\",\"coordinates\":[1,2]}",
                "01010000c0" + ONE + TWO + ONE + TWO
                        + " | POINT ZM (1 2 1 2) | {\"type\":\"Point\",\"coordinates\":[1,2,1]}",
                "0101000020e6100000" + ONE + TWO + " | POINT (1 2) | {\"type\":\"Point\",\"coordinates\":[1,2]}",
                "0101000000000000000000f87f000000000000f87f | POINT EMPTY | {\"type\":\"Point\",\"coordinates\":[]}",
                "010200000002000000" + ZERO + ZERO + ONE + ONE
                        + " | LINESTRING (0 0, 1 1) | {\"type\":\"LineString\",\"coordinates\":[[0,0],[1,1]]}",
                "010300000001000000030000000" + "000000000000000" + ZERO + ONE + ZERO + ZERO + ZERO
                        + " | POLYGON ((0 0, 1 0, 0 0)) | {\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[0,0]]]}",
                "010300000000000000 | POLYGON EMPTY | {\"type\":\"Polygon\",\"coordinates\":[]}",
                "0104000000020000000101000000" + ONE + TWO + "0101000000" + ZERO + ZERO
                        + " | MULTIPOINT ((1 2), (0 0)) | {\"type\":\"MultiPoint\",\"coordinates\":[[1,2],[0,0]]}",
                "010500000001000000010200000002000000" + ZERO + ZERO + ONE + ONE
                        + " | MULTILINESTRING ((0 0, 1 1)) | {\"type\":\"MultiLineString\",\"coordinates\":[[[0,0],[1,1]]]}",
                "01070000000200000001010000" + "00" + ONE + TWO + "010200000002000000" + ZERO + ZERO + ONE + ONE
                        + " | GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (0 0, 1 1)) | {\"type\":\"GeometryCollection\","
                        + "\"geometries\":[{\"type\":\"Point\",\"coordinates\":[1,2]},"
                        + "{\"type\":\"LineString\",\"coordinates\":[[0,0],[1,1]]}]}",
            })
    void writesGeometriesAsText(String wkb, String wkt, String geoJson) {
        assertThat(convert(GEOMETRY, geometry(wkb, null), "geometry", "wkt")).isEqualTo(wkt);
        assertThat(convert(GEOMETRY, geometry(wkb, null), "geometry", "geojson"))
                .isEqualTo(geoJson);
    }

    @Test
    void keepsEveryDigitOfACoordinate() {
        long seed = Long.getLong("millrace.seed", 1);
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            double x = Double.longBitsToDouble(random.nextLong());
            if (!Double.isFinite(x)) {
                continue;
            }
            Struct point = new Struct(POINT).put("x", x).put("y", -0.1);
            String text = (String) convert(POINT, point, "geometry", "wkt");

            assertThat(Double.parseDouble(text.substring(7, text.indexOf(' ', 7))))
                    .as("seed %d: %s", seed, text)
                    .isEqualTo(x);
            assertThat(text).endsWith(" -0.1)");
        }
    }

    @Test
    void keepsTheReferenceSystemWhereItCan() {
        String plain = "0101000000" + ONE + TWO;
        String extended = "0101000020e6100000" + ONE + TWO;

        assertThat(convert(GEOMETRY, geometry(plain, 4326), "geometry", "ewkb")).isEqualTo(HEX.parseHex(extended));
        assertThat(convert(GEOMETRY, geometry(extended, 4326), "geometry", "ewkb"))
                .isEqualTo(HEX.parseHex(extended));
        assertThat(convert(GEOMETRY, geometry(plain, null), "geometry", "ewkb")).isEqualTo(HEX.parseHex(plain));
        assertThat(convert(GEOMETRY, geometry(extended, 4326), "geometry", "wkb"))
                .isEqualTo(HEX.parseHex(plain));
        assertThat(convert(GEOMETRY, geometry(plain, 4326), "geometry", "wkb")).isEqualTo(HEX.parseHex(plain));
    }

    @Test
    void makesBytesOfAPointWithoutAny() {
        Struct point = new Struct(POINT).put("x", 1.0).put("y", 2.0).put("srid", 4326);

        assertThat(convert(POINT, point, "geometry", "wkb")).isEqualTo(HEX.parseHex("0101000000" + ONE + TWO));
        assertThat(convert(POINT, point, "geometry", "wkt")).isEqualTo("POINT (1 2)");
    }

    @Test
    void leavesCirclesAndLinesAsTheyAre() {
        Schema line = Types.schema(
                SemanticType.LINE,
                SchemaBuilder.struct()
                        .field("a", Schema.FLOAT64_SCHEMA)
                        .field("b", Schema.FLOAT64_SCHEMA)
                        .field("c", Schema.FLOAT64_SCHEMA));
        Schema circle = Types.schema(
                SemanticType.CIRCLE,
                SchemaBuilder.struct().field("center", POINT).field("radius", Schema.FLOAT64_SCHEMA));
        for (Schema schema : List.of(line, circle)) {
            assertThat(ColumnType.of(schema, Types.policy("geometry", "wkt", "binary", "hex")))
                    .isEqualTo(new ColumnType(schema, null));
        }
    }

    @Test
    void refusesBytesThatAreNoGeometry() {
        for (String wkb : List.of(
                "",
                "02",
                "0101000000",
                "0101000000" + ONE,
                "010200000001000000",
                "0102000000ffffffff",
                "0102000000ffffff7f",
                "0103000000ffffff0f",
                "01070000000100000002",
                "0104000000010000000102000000" + "00000000")) {
            for (String policy : List.of("wkt", "geojson")) {
                assertThatThrownBy(() -> convert(GEOMETRY, geometry(wkb, null), "geometry", policy))
                        .as(wkb)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("bytes that are no well-known binary");
            }
        }
        assertThatThrownBy(() -> convert(GEOMETRY, geometry("0108000000" + ONE + TWO, null), "geometry", "wkt"))
                .hasMessage("a geometry of a type other than points, lines, polygons");
        String nested = "010700000001000000".repeat(100) + "0101000000" + ONE + TWO;
        assertThatThrownBy(() -> convert(GEOMETRY, geometry(nested, null), "geometry", "wkt"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
