// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.types;

import static io.millrace.changes.internal.types.Types.convert;
import static io.millrace.changes.internal.types.Types.schema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.records.Decode;
import io.millrace.records.SemanticType;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Intervals, bits, bytes, UUIDs, enums, sets, vectors, maps and what is nested. */
class OtherTypesTest {
    private static final Schema MICRO_DURATION = schema(SemanticType.MICRO_DURATION, SchemaBuilder.int64());
    private static final Schema NANO_DURATION = schema(SemanticType.NANO_DURATION, SchemaBuilder.int64());
    private static final Schema INTERVAL = schema(SemanticType.INTERVAL, SchemaBuilder.string());
    private static final Schema UUID = schema(SemanticType.UUID, SchemaBuilder.string());
    private static final Schema ZONED = schema(SemanticType.ZONED_TIMESTAMP, SchemaBuilder.string());
    private static final Schema HSTORE_MAP = SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_STRING_SCHEMA)
            .optional()
            .build();
    private static final Schema HSTORE_JSON = SchemaBuilder.string()
            .name("io.debezium.data.Json")
            .version(1)
            .parameter("__debezium.source.column.type", "HSTORE")
            .optional()
            .build();

    private static Schema bits(int length) {
        return SchemaBuilder.bytes()
                .name("io.debezium.data.Bits")
                .version(1)
                .parameter("length", String.valueOf(length))
                .optional()
                .build();
    }

    private static Schema structuredDuration() {
        SchemaBuilder builder = SchemaBuilder.struct();
        for (String part : List.of("years", "months", "days", "hours", "minutes")) {
            builder.field(part, Schema.OPTIONAL_INT32_SCHEMA);
        }
        builder.field("seconds", Schema.OPTIONAL_INT64_SCHEMA).field("nanos", Schema.OPTIONAL_INT32_SCHEMA);
        return schema(SemanticType.STRUCTURED_DURATION, builder);
    }

    private static Struct duration(Schema schema, int... parts) {
        Struct struct = new Struct(schema);
        for (int i = 0; i < parts.length; i++) {
            String name = schema.fields().get(i).name();
            Object value = name.equals("seconds") ? (Object) (long) parts[i] : (Object) parts[i];
            struct.put(name, value);
        }
        return struct;
    }

    /** The numbers are what PostgreSQL intervals gave with interval.handling.mode=numeric. */
    @ParameterizedTest
    @CsvSource({
        "P1Y2M3DT4H5M6.789S, 37091106789000",
        "P0Y-10M-3DT4H5M6.000001S, -26542493999999",
        "P0Y0M0DT0H0M-0.000001S, -1",
        "P0Y0M0DT0H0M0S, 0",
        "P0Y1M0DT0H0M0S, 2629800000000",
        "P0Y0M1DT0H0M0S, 86400000000",
    })
    void countsIntervalsAsDebeziumDoes(String text, long micros) {
        assertThat(convert(INTERVAL, text, "interval", "micros")).isEqualTo(micros);
        assertThat(convert(MICRO_DURATION, micros, "interval", "micros")).isEqualTo(micros);
        assertThat(convert(NANO_DURATION, micros * 1_000, "interval", "micros")).isEqualTo(micros);
        assertThat(convert(INTERVAL, text, "interval", "iso")).isEqualTo(text);
    }

    @Test
    void readsStructuredIntervals() {
        Schema schema = structuredDuration();

        assertThat(convert(schema, duration(schema, 1, 2, 3, 4, 5, 6, 789_000_000), "interval", "iso"))
                .isEqualTo("P1Y2M3DT4H5M6.789S");
        assertThat(convert(schema, duration(schema, 1, 2, 3, 4, 5, 6, 789_000_000), "interval", "micros"))
                .isEqualTo(37_091_106_789_000L);
        assertThat(convert(schema, duration(schema, 0, 0, 0, 0, 0, 0, -1_000), "interval", "iso"))
                .isEqualTo("P0Y0M0DT0H0M-0.000001S");
        assertThat(convert(schema, duration(schema, 0, 0, 0, 0, 0, 0, -1_000), "interval", "micros"))
                .isEqualTo(-1L);
        assertThat(convert(schema, duration(schema, 0, -10, -3, 4, 5, 6, 1_000), "interval", "iso"))
                .isEqualTo("P0Y-10M-3DT4H5M6.000001S");
        assertThatThrownBy(() -> convert(schema, duration(schema, 0, 0, 0, 0, 0, 0, 1), "interval", "micros"))
                .hasMessage("digits below a microsecond");
        String[] round = {"interval", "micros", "temporal.digits", "round"};
        assertThat(convert(schema, duration(schema, 0, 0, 0, 0, 0, 0, -1_500), round))
                .isEqualTo(-2L);
        assertThat(convert(schema, duration(schema, 0, 0, 0, 0, 0, 1, 1_499), round))
                .isEqualTo(1_000_001L);
    }

    @Test
    void neverDropsADigitOfAnIntervalUnasked() {
        assertThatThrownBy(() -> convert(NANO_DURATION, 1L, "interval", "micros"))
                .hasMessage("digits below a microsecond");
        assertThatThrownBy(() -> convert(INTERVAL, "PT0.0000001S", "interval", "micros"))
                .hasMessage("digits below a microsecond");
        assertThat(convert(NANO_DURATION, -1_500L, "interval", "micros", "temporal.digits", "truncate"))
                .isEqualTo(-1L);
        assertThat(convert(NANO_DURATION, 1_500L, "interval", "micros", "temporal.digits", "round"))
                .isEqualTo(2L);
    }

    @ParameterizedTest
    @CsvSource({
        "37091106789000, P0Y0M0DT10303H5M6.789S",
        "-1, P0Y0M0DT0H0M-0.000001S",
        "0, P0Y0M0DT0H0M0S",
        "-90061000001, P0Y0M0DT-25H-1M-1.000001S",
        "1500000, P0Y0M0DT0H0M1.5S",
    })
    void writesCountedIntervalsWithoutMonths(long micros, String text) {
        assertThat(convert(MICRO_DURATION, micros, "interval", "iso")).isEqualTo(text);
        assertThat(Decode.period(text)).isEqualTo(new Decode.Period(0, 0, micros));
    }

    @Test
    void settlesIntervalsThatCannotBeCounted() {
        assertThatThrownBy(() -> convert(INTERVAL, "P178000000Y0M0DT0H0M0S", "interval", "micros"))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("an interval beyond what 64 bits of microseconds can count");
        String[] clamp = {"interval", "micros", "out.of.range", "clamp"};
        assertThat(convert(INTERVAL, "P178000000Y0M0DT0H0M0S", clamp)).isEqualTo(Long.MAX_VALUE);
        assertThat(convert(INTERVAL, "P-178000000Y0M0DT0H0M0S", clamp)).isEqualTo(Long.MIN_VALUE);
        assertThat(convert(MICRO_DURATION, Long.MAX_VALUE, clamp)).isEqualTo(Long.MAX_VALUE);
        assertThatThrownBy(() -> convert(MICRO_DURATION, Long.MAX_VALUE, "interval", "iso"))
                .as("where Debezium stopped counting")
                .isInstanceOf(ArithmeticException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "P", "PT", "P1", "P1S", "PT1D", "P1D1Y", "P1.5D", "PT1.S", "PT1.0000000001S", "P1Y ", "1Y"})
    void refusesOtherTextThanIntervals(String text) {
        assertThatThrownBy(() -> convert(INTERVAL, text, "interval", "micros"))
                .hasMessage("text of " + text.length() + " characters that is no ISO-8601 period");
    }

    @Test
    void turnsBitsAround() {
        long seed = Long.getLong("millrace.seed", 1);
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            int length = random.nextInt(2, 64);
            BigInteger number = new BigInteger(length, random);
            byte[] littleEndian = littleEndian(number, (length + 7) / 8);
            String digits = "0".repeat(length - (number.signum() == 0 ? 0 : number.bitLength()))
                    + (number.signum() == 0 ? "" : number.toString(2));

            assertThat(convert(bits(length), littleEndian, "bits", "int64"))
                    .as("seed %d", seed)
                    .isEqualTo(number.longValue());
            assertThat(convert(bits(length), littleEndian, "bits", "string"))
                    .as("seed %d", seed)
                    .isEqualTo(digits);
            assertThat(new BigInteger(1, (byte[]) convert(bits(length), littleEndian, "bits", "bytes")))
                    .as("seed %d", seed)
                    .isEqualTo(number);
        }
    }

    private static byte[] littleEndian(BigInteger number, int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = number.shiftRight(8 * i).byteValue();
        }
        return bytes;
    }

    @Test
    void settlesBitsThatNoNumberCanHold() {
        byte[] top = {1, 0, 0, 0, 0, 0, 0, (byte) 0x80};

        assertThatThrownBy(() -> convert(bits(64), top, "bits", "int64"))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("bits beyond the 63 that an int64 can count with");
        assertThat(convert(bits(64), top, "bits", "int64", "out.of.range", "null"))
                .isNull();
        assertThat(convert(bits(64), top, "bits", "int64", "out.of.range", "clamp"))
                .isEqualTo(Long.MAX_VALUE);
        assertThat(convert(bits(64), top, "bits", "int64", "out.of.range", "string"))
                .isEqualTo("1" + "0".repeat(62) + "1");
        assertThat(convert(bits(9), new byte[] {5, 1}, "bits", "int64", "out.of.range", "string"))
                .as("nine bits always fit")
                .isEqualTo(261L);
        assertThat(convert(bits(64), new byte[] {-1, -1, -1, -1, -1, -1, -1, 0x7f}, "bits", "int64"))
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void writesBitsOfUnknownNumberByTheByte() {
        assertThat(convert(bits(Integer.MAX_VALUE), new byte[] {0x15}, "bits", "string"))
                .isEqualTo("00010101");
        assertThat(convert(bits(16), new byte[] {0x15}, "bits", "string")).isEqualTo("0000000000010101");
        assertThat(convert(bits(16), new byte[] {0x15}, "bits", "bytes")).isEqualTo(new byte[] {0, 0x15});
    }

    @Test
    void writesBytesAsTheConnectorWould() {
        byte[] bytes = {-34, -83, -66, -17, -5, -1};
        Schema column = Schema.OPTIONAL_BYTES_SCHEMA;

        assertThat(convert(column, bytes, "binary", "base64")).isEqualTo("3q2+7/v/");
        assertThat(convert(column, ByteBuffer.wrap(bytes), "binary", "base64.url.safe"))
                .isEqualTo("3q2-7_v_");
        assertThat(convert(column, bytes, "binary", "hex")).isEqualTo("deadbeeffbff");
        assertThat(convert(column, bytes)).isSameAs(bytes);
    }

    @Test
    void writesUuids() {
        String text = "6f1a2b3c-4d5e-4f60-8a7b-9C0D1E2F3A4B";

        assertThat(convert(UUID, text, "uuid", "bytes"))
                .isEqualTo(HexFormat.of().parseHex("6f1a2b3c4d5e4f608a7b9c0d1e2f3a4b"));
        assertThat(convert(UUID, text, "uuid", "string")).isEqualTo(text);
        assertThat(ColumnType.of(UUID, Types.policy("uuid", "string")).schema())
                .isEqualTo(Schema.OPTIONAL_STRING_SCHEMA);
        for (String other : List.of("", "6f1a2b3c4d5e4f608a7b9c0d1e2f3a4b", "6f1a2b3c-4d5e-4f60-8a7b-9c0d1e2f3a4g")) {
            assertThatThrownBy(() -> convert(UUID, other, "uuid", "bytes"))
                    .hasMessage("text of " + other.length() + " characters that is no UUID");
        }
    }

    @Test
    void splitsSetsAndForgetsAllowedValues() {
        Schema set = SchemaBuilder.string()
                .name("io.debezium.data.EnumSet")
                .version(1)
                .parameter("allowed", "a,b,c")
                .optional()
                .build();

        assertThat(convert(set, "a,c", "set", "array")).isEqualTo(List.of("a", "c"));
        assertThat(convert(set, "b", "set", "array")).isEqualTo(List.of("b"));
        assertThat(convert(set, "", "set", "array")).isEqualTo(List.of());
        assertThat(ColumnType.of(set, Types.policy("set", "string")).schema()).isEqualTo(Schema.OPTIONAL_STRING_SCHEMA);
        assertThat(ColumnType.of(set, Types.policy()).schema()).isSameAs(set);
    }

    @ParameterizedTest
    @CsvSource({
        "json, io.debezium.data.Json",
        "text, io.debezium.data.Xml",
        "text, io.debezium.data.Ltree",
        "text, io.debezium.data.Tsvector",
        "enum, io.debezium.data.Enum",
    })
    void makesPlainTextOfTextWithAName(String key, String name) {
        Schema column = SchemaBuilder.string()
                .name(name)
                .version(1)
                .parameter("allowed", "x")
                .parameter("__debezium.source.column.type", "T")
                .build();

        ColumnType type = ColumnType.of(column, Types.policy(key, "string"));

        assertThat(type.conversion()).isNull();
        assertThat(type.schema())
                .isEqualTo(SchemaBuilder.string()
                        .parameter("__debezium.source.column.type", "T")
                        .optional()
                        .build());
    }

    @Test
    void writesVectors() {
        Schema floats = schema(SemanticType.FLOAT_VECTOR, SchemaBuilder.array(Schema.FLOAT32_SCHEMA));
        Schema sparse = schema(
                SemanticType.SPARSE_DOUBLE_VECTOR,
                SchemaBuilder.struct()
                        .field("dimensions", Schema.INT16_SCHEMA)
                        .field(
                                "vector",
                                SchemaBuilder.map(Schema.INT16_SCHEMA, Schema.FLOAT64_SCHEMA)
                                        .build()));
        Struct value =
                new Struct(sparse).put("dimensions", (short) 4).put("vector", Map.of((short) 1, 1.5, (short) 4, -2.0));

        assertThat(convert(floats, List.of(1.5f, -0.25f), "vector", "array")).isEqualTo(List.of(1.5f, -0.25f));
        assertThat(convert(floats, List.of(1.5f, -0.25f), "vector", "json")).isEqualTo("[1.5,-0.25]");
        assertThat(convert(sparse, value, "vector", "array")).isEqualTo(List.of(1.5, 0.0, 0.0, -2.0));
        assertThat(convert(sparse, value, "vector", "json")).isEqualTo("[1.5,0.0,0.0,-2.0]");
        assertThatThrownBy(() -> convert(
                        sparse,
                        new Struct(sparse).put("dimensions", (short) 1).put("vector", Map.of((short) 2, 1.0)),
                        "vector",
                        "array"))
                .hasMessage("a sparse vector with a value beyond its dimensions");
        assertThatThrownBy(() -> convert(floats, List.of(Float.NaN), "vector", "json"))
                .hasMessage("NaN or an infinity, which JSON cannot hold");
    }

    @Test
    void writesHstoreEitherWay() {
        Map<String, String> map = new HashMap<>();
        map.put("a \"b\"\n", "é\\");
        map.put("b", null);
        String json = (String) convert(HSTORE_MAP, map, "map", "json");

        assertThat(convert(HSTORE_JSON, json, "map", "map")).isEqualTo(map);
        assertThat(convert(HSTORE_JSON, "{}", "map", "map")).isEqualTo(Map.of());
        assertThat(convert(HSTORE_JSON, " { \"k\" : \"\\u00e9\\/\" } ", "map", "map"))
                .isEqualTo(Map.of("k", "é/"));
        assertThat(convert(HSTORE_MAP, map, "map", "map")).isSameAs(map);
        Schema other = schema(SemanticType.JSON, SchemaBuilder.string());
        assertThat(convert(other, "{}", "map", "map"))
                .as("JSON of which nobody says that it is hstore")
                .isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"a\"}",
                "{\"a\":1}",
                "{\"a\":nul}",
                "{\"a\":\"b\"}x",
                "{\"a\":\"\\u12\"}",
                "{\"a\":\"\\x\"}"
            })
    void refusesOtherJsonThanHstore(String text) {
        assertThatThrownBy(() -> convert(HSTORE_JSON, text, "map", "map"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("text of " + text.length() + " characters that is no JSON object of texts");
    }

    @Test
    void convertsWhatIsWithinArraysMapsAndStructs() {
        Schema array = SchemaBuilder.array(ZONED).optional().build();
        Schema map = SchemaBuilder.map(Schema.STRING_SCHEMA, array).optional().build();
        Schema cell = SchemaBuilder.struct()
                .field("value", ZONED)
                .field("set", Schema.BOOLEAN_SCHEMA)
                .build();
        Struct value = new Struct(cell).put("value", "1970-01-01T00:00:01Z").put("set", true);

        assertThat(convert(array, Arrays.asList("1970-01-01T00:00:01Z", null), "temporal", "micros"))
                .isEqualTo(Arrays.asList(1_000_000L, null));
        assertThat(convert(map, Map.of("k", List.of("1970-01-01T00:00:01Z")), "temporal", "micros"))
                .isEqualTo(Map.of("k", List.of(1_000_000L)));
        Struct converted = (Struct) convert(cell, value, "temporal", "micros");
        converted.validate();
        assertThat(converted.getInt64("value")).isEqualTo(1_000_000L);
        assertThat(converted.getBoolean("set")).isTrue();
    }

    @Test
    void leavesStructsWithAMeaningOfTheirOwnWhole() {
        Schema point = SchemaBuilder.struct()
                .name("io.debezium.data.geometry.Point")
                .version(1)
                .field("x", Schema.FLOAT64_SCHEMA)
                .field("y", Schema.FLOAT64_SCHEMA)
                .field("wkb", Schema.OPTIONAL_BYTES_SCHEMA)
                .field("srid", Schema.OPTIONAL_INT32_SCHEMA)
                .build();
        Struct value = new Struct(point).put("x", 1.0).put("y", 2.0).put("wkb", new byte[] {1});

        Struct kept = (Struct) convert(point, value, "binary", "hex", "temporal", "iso");

        assertThat(kept.schema().isOptional()).as("as the column is").isTrue();
        assertThat(kept.getBytes("wkb")).isEqualTo(new byte[] {1});
    }

    /** A key of a PostgreSQL numeric and a date: the one stays a struct, the other changes. */
    @Test
    void makesColumnsOptionalWithoutDefaultAndKeepsWhatIsSaidOfThem() {
        Schema column = SchemaBuilder.int32()
                .defaultValue(7)
                .doc("d")
                .parameter("p", "q")
                .build();

        assertThat(ColumnType.of(column, Types.policy()).schema())
                .isEqualTo(SchemaBuilder.int32()
                        .doc("d")
                        .parameter("p", "q")
                        .optional()
                        .build());
        assertThat(convert(column, 5)).isEqualTo(5);
    }
}
