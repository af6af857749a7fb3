// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.records.Structs;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every Connect type with every wrong Java class, at every depth: type and whole message, never the content. */
class WrongTypesTest {
    private static final Schema PART =
            SchemaBuilder.struct().name("Part").field("n", Schema.INT32_SCHEMA).build();
    private static final Schema UNION = SchemaBuilder.struct()
            .name("io.confluent.connect.avro.Union")
            .field("int", Schema.OPTIONAL_INT32_SCHEMA)
            .field("string", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    private static final List<Object> VALUES = List.of(
            (byte) 77,
            (short) 7777,
            4711,
            4712L,
            47.5f,
            47.25,
            true,
            "SECRET",
            "SECRET".getBytes(StandardCharsets.UTF_8),
            ByteBuffer.wrap(new byte[] {83, 69}),
            new BigDecimal("47.11"),
            new Date(4_711_000),
            List.of("SECRET"),
            Map.of("SECRET", "SECRET"),
            new Struct(PART).put("n", 4711),
            new Object());

    /** A type, what a text calls it, and the classes that it takes. */
    private record Type(Schema schema, String expected, Set<Class<?>> taken) {
        @Override
        public String toString() {
            return expected;
        }
    }

    private static Type type(Schema schema, String expected, Class<?>... taken) {
        return new Type(schema, expected, Set.of(taken));
    }

    static Stream<Type> types() {
        return Stream.of(
                type(Schema.INT8_SCHEMA, "int8, a Byte", Byte.class),
                type(Schema.INT16_SCHEMA, "int16, a Short", Short.class),
                type(Schema.INT32_SCHEMA, "int32, an Integer", Integer.class),
                type(Schema.INT64_SCHEMA, "int64, a Long", Long.class),
                type(Schema.FLOAT32_SCHEMA, "float32, a Float", Float.class),
                type(Schema.FLOAT64_SCHEMA, "float64, a Double", Double.class),
                type(Schema.BOOLEAN_SCHEMA, "boolean, a Boolean", Boolean.class),
                type(Schema.STRING_SCHEMA, "string, a String", String.class),
                type(Schema.BYTES_SCHEMA, "bytes, a byte[] or ByteBuffer", byte[].class, ByteBuffer.class),
                type(
                        SchemaBuilder.bytes()
                                .name("Hash")
                                .parameter("connect.fixed.size", "2")
                                .build(),
                        "2 bytes, a byte[] or ByteBuffer",
                        byte[].class,
                        ByteBuffer.class),
                type(Decimal.schema(2), "Decimal, a BigDecimal", BigDecimal.class),
                type(org.apache.kafka.connect.data.Date.SCHEMA, "Date, a java.util.Date", Date.class),
                type(Time.SCHEMA, "Time, a java.util.Date", Date.class),
                type(Timestamp.SCHEMA, "Timestamp, a java.util.Date", Date.class),
                type(SchemaBuilder.array(Schema.STRING_SCHEMA).build(), "array, a List", List.class),
                type(
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA)
                                .build(),
                        "map, a Map",
                        Map.class),
                type(
                        SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.STRING_SCHEMA)
                                .build(),
                        "map, a Map",
                        Map.class),
                type(PART, "struct, a Struct", Struct.class),
                type(UNION, "union, a Struct with one field set", Struct.class));
    }

    @ParameterizedTest
    @MethodSource("types")
    void anotherClassIsNamedWithItsPlace(Type type) {
        for (Object value : VALUES) {
            boolean taken = type.taken.stream().anyMatch(accepted -> accepted.isInstance(value));
            if (!taken) {
                String found = value.getClass().getName() + " (expected " + type.expected + ")";
                assertRefusedEverywhere(type.schema, value, found, "Mend the schema or the source.");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void aMissingValueIsNamedWithItsPlace(Type type) {
        assertRefusedEverywhere(
                type.schema,
                null,
                "null (expected " + type.expected + ")",
                "Make the field optional, give it a default, or mend the source.");
    }

    /** In fields, elements, values of maps, and in optional structs in them. */
    private static void assertRefusedEverywhere(Schema schema, Object value, String found, String remedy) {
        Schema field = SchemaBuilder.struct().name("Inner").field("f", schema).build();
        Struct inner = new Struct(field);
        Structs.set(inner, field.field("f"), value); // as put would refuse it
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("SECRET", value);
        Schema optional = SchemaBuilder.struct()
                .name("Outer")
                .field("inner", SchemaBuilder.array(field).optional().build())
                .build();
        Struct outer = new Struct(optional);
        Structs.set(outer, optional.field("inner"), List.of(inner));

        assertRefused(field, inner, found + " at orders value.f. " + remedy);
        assertRefused(optional, outer, found + " at orders value.inner[].f. " + remedy);
        assertRefused(
                SchemaBuilder.array(schema).build(),
                Collections.singletonList(value),
                found + " at orders value[]. " + remedy);
        assertRefused(
                SchemaBuilder.map(Schema.STRING_SCHEMA, schema).build(), map, found + " at orders value[]. " + remedy);
        assertRefused(
                SchemaBuilder.map(schema, Schema.STRING_SCHEMA).build(),
                Collections.singletonMap(value, "SECRET"),
                found + " at orders value[]. " + remedy);
        if (value != null) {
            assertRefused(schema, value, found + " at orders value. " + remedy);
        }
    }

    private static void assertRefused(Schema schema, Object value, String message) {
        Throwable thrown = catchThrowable(() -> new Codec().write(schema, value));

        assertThat(thrown).isInstanceOf(DataException.class).hasMessage("Cannot write Avro: " + message);
        assertThat(thrown.getMessage()).doesNotContain("SECRET", "4711", "4712", "7777", "47.");
    }

    @ParameterizedTest
    @MethodSource("types")
    void whatIsTakenIsWritten(Type type) {
        for (Object value : VALUES) {
            boolean scalar = type.taken.stream().anyMatch(accepted -> accepted == value.getClass());
            if (scalar && type.schema.name() == null) {
                assertThat(new Codec().write(type.schema, value)).isNotEmpty();
            }
        }
    }
}
