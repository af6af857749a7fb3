// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PlaceholderTest {
    private static final byte[] MARK = "gone".getBytes(StandardCharsets.UTF_8);

    private final Placeholder placeholder = new Placeholder("gone");

    @ParameterizedTest
    @MethodSource("encodings")
    void isRecognisedInTheEncodingOfItsType(Schema schema, Object mark, Object value) {
        Predicate<Object> detector = placeholder.in(schema);

        assertThat(detector).isNotNull();
        assertThat(detector.test(mark)).isTrue();
        assertThat(detector.test(value)).isFalse();
    }

    static Stream<Arguments> encodings() {
        return Stream.of(
                Arguments.of(Schema.STRING_SCHEMA, "gone", "gone "),
                Arguments.of(Schema.STRING_SCHEMA, "{\"gone\":\"gone\"}", "{\"gone\":null}"),
                Arguments.of(Schema.BYTES_SCHEMA, MARK, new byte[4]),
                Arguments.of(Schema.BYTES_SCHEMA, ByteBuffer.wrap(MARK), ByteBuffer.allocate(4)),
                Arguments.of(array(Schema.STRING_SCHEMA), List.of("gone"), List.of("gone", "gone")),
                Arguments.of(
                        array(Schema.STRING_SCHEMA),
                        List.of(UUID.nameUUIDFromBytes(MARK).toString()),
                        List.of(UUID.nameUUIDFromBytes(new byte[1]).toString())),
                Arguments.of(array(Schema.BYTES_SCHEMA), List.of(ByteBuffer.wrap(MARK)), List.of()),
                Arguments.of(array(Schema.INT32_SCHEMA), List.of(103, 111, 110, 101), List.of(103)),
                Arguments.of(array(Schema.INT64_SCHEMA), List.of(103L, 111L, 110L, 101L), List.of(103L)),
                Arguments.of(
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_STRING_SCHEMA)
                                .build(),
                        Map.of("gone", "gone"),
                        Map.of("gone", "here")));
    }

    @Test
    void hasNoEncodingInTypesWithoutRoomForIt() {
        assertThat(placeholder.in(Schema.INT32_SCHEMA)).isNull();
        assertThat(placeholder.in(array(Schema.BOOLEAN_SCHEMA))).isNull();
    }

    private static Schema array(Schema element) {
        return SchemaBuilder.array(element).build();
    }
}
