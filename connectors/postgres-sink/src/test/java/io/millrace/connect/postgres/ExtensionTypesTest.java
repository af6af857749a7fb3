// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.sink.ByteSink;
import io.millrace.connect.sink.Unfit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PostGIS and pgvector: the bytes that their sources say they read, each with its length before it. */
class ExtensionTypesTest {
    private static final Schema GEOMETRY = SchemaBuilder.struct()
            .name("io.debezium.data.geometry.Geometry")
            .field("wkb", Schema.BYTES_SCHEMA)
            .field("srid", Schema.OPTIONAL_INT32_SCHEMA)
            .build();
    private static final Schema FLOATS = SchemaBuilder.array(Schema.FLOAT32_SCHEMA)
            .name("io.debezium.data.FloatVector")
            .build();
    private static final Schema DOUBLES = SchemaBuilder.array(Schema.FLOAT64_SCHEMA)
            .name("io.debezium.data.DoubleVector")
            .build();
    private static final Schema SPARSE = SchemaBuilder.struct()
            .name("io.debezium.data.SparseDoubleVector")
            .field("dimensions", Schema.INT16_SCHEMA)
            .field(
                    "vector",
                    SchemaBuilder.map(Schema.INT16_SCHEMA, Schema.FLOAT64_SCHEMA)
                            .build())
            .build();
    private static final String XY = "000000000000f03f00000000000000c0";

    private static String encoded(Schema schema, String type, Object value) {
        Encoding encoding = Objects.requireNonNull(Encoders.of(schema, TestTypes.type(type)));
        assertThat(encoding.stagedAs()).isNull();
        ByteSink out = new ByteSink(64);
        encoding.encoder().encode(value, out);
        return HexFormat.of().formatHex(out.array(), 0, out.size());
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"geometry", "geography", "bytea"})
    void writesTheReferenceSystemIntoAGeometry(String type) {
        Struct value = new Struct(GEOMETRY).put("wkb", hex("0101000000" + XY)).put("srid", 4326);

        assertThat(encoded(GEOMETRY, type, value)).isEqualTo("00000019" + "0101000020e6100000" + XY);
    }

    @Test
    void keepsTheReferenceSystemThatAGeometryHas() {
        Struct value =
                new Struct(GEOMETRY).put("wkb", hex("0101000020e6100000" + XY)).put("srid", 4326);

        assertThat(encoded(GEOMETRY, "geometry", value)).isEqualTo("00000019" + "0101000020e6100000" + XY);
    }

    @Test
    void writesPlainBytesWhereThereIsNoReferenceSystem() {
        Struct value = new Struct(GEOMETRY).put("wkb", hex("0101000000" + XY));

        assertThat(encoded(GEOMETRY, "geometry", value)).isEqualTo("00000015" + "0101000000" + XY);
    }

    @Test
    void refusesAPointWithAReferenceSystemInAPlane() {
        Schema schema = SchemaBuilder.struct()
                .name("io.debezium.data.geometry.Point")
                .field("x", Schema.FLOAT64_SCHEMA)
                .field("y", Schema.FLOAT64_SCHEMA)
                .field("srid", Schema.OPTIONAL_INT32_SCHEMA)
                .build();
        Struct point = new Struct(schema).put("x", 1.0).put("y", -2.0);

        assertThat(encoded(schema, "point", point)).isEqualTo("00000010" + "3ff0000000000000c000000000000000");
        assertThatThrownBy(() -> encoded(schema, "point", point.put("srid", 4326)))
                .isInstanceOf(Unfit.class)
                .hasMessage("a point with a reference system, which the column cannot keep");
    }

    @Test
    void writesVectors() {
        assertThat(encoded(FLOATS, "vector", List.of(1f, -2.5f)))
                .isEqualTo("0000000c" + "00020000" + "3f800000c0200000");
        assertThat(encoded(DOUBLES, "vector", List.of(0.1))).isEqualTo("00000008" + "00010000" + "3dcccccd");
    }

    @Test
    void refusesAVectorThatWouldLoseDigits() {
        assertThatThrownBy(() -> encoded(DOUBLES, "vector", List.of(0.1234567890123)))
                .isInstanceOf(Unfit.class)
                .hasMessage("a number with more digits than 32 bits hold");
        assertThatThrownBy(() -> encoded(FLOATS, "vector", List.of(Float.NaN)))
                .isInstanceOf(Unfit.class)
                .hasMessage("a vector with null, NaN or infinity");
        assertThatThrownBy(() -> encoded(FLOATS, "halfvec", List.of(0.1f)))
                .isInstanceOf(Unfit.class)
                .hasMessage("a number with more digits than 16 bits hold");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0000",
        "-0.0, 8000",
        "1, 3c00",
        "-2.5, c100",
        "65504, 7bff",
        "6.1035156e-5, 0400",
        "6.097555e-5, 03ff",
        "5.9604645e-8, 0001",
        "0.33325195, 3555"
    })
    void writesHalves(float number, String half) {
        assertThat(encoded(FLOATS, "halfvec", List.of(number))).isEqualTo("00000006" + "00010000" + half);
    }

    @Test
    void writesSparseVectorsSortedAndWithoutZeros() {
        Struct value = new Struct(SPARSE)
                .put("dimensions", (short) 5)
                .put("vector", Map.of((short) 5, 2.0, (short) 1, 1.0, (short) 2, 0.0));

        assertThat(encoded(SPARSE, "sparsevec", value))
                .isEqualTo("0000001c" + "000000050000000200000000" + "0000000000000004" + "3f80000040000000");
    }

    @Test
    void makesColumnsOfTheExtensionsThatAreThere() {
        Extensions extensions = new Extensions(Map.of(
                "geometry",
                "gis.geometry",
                "geography",
                "gis.geography",
                "vector",
                "vector",
                "sparsevec",
                "sparsevec"));

        assertThat(ColumnTypes.of(GEOMETRY, extensions)).isEqualTo("gis.geometry");
        assertThat(ColumnTypes.of(SchemaBuilder.array(GEOMETRY).build(), extensions))
                .isEqualTo("gis.geometry[]");
        assertThat(ColumnTypes.of(FLOATS, extensions)).isEqualTo("vector");
        assertThat(ColumnTypes.of(SPARSE, extensions)).isEqualTo("sparsevec");
        assertThat(ColumnTypes.of(SPARSE, Extensions.NONE)).isEqualTo("jsonb");
        assertThat(ColumnTypes.of(DOUBLES, Extensions.NONE)).isEqualTo("double precision[]");
    }
}
