// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.changes.internal.event.Block;
import io.millrace.changes.internal.event.Connector;
import io.millrace.changes.internal.event.Epochs;
import io.millrace.changes.internal.event.Position;
import io.millrace.changes.internal.normalize.NormalizeConfig.DeleteColumns;
import io.millrace.records.Structs;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DeleteImageTest {
    private static final Schema KEY =
            SchemaBuilder.struct().field("id", Schema.INT32_SCHEMA).build();
    private static final Schema SCALED = SchemaBuilder.struct()
            .field("scale", Schema.INT32_SCHEMA)
            .field("value", Schema.BYTES_SCHEMA)
            .build();
    private static final Schema POINT = SchemaBuilder.struct()
            .field("x", Schema.FLOAT64_SCHEMA)
            .field("wkb", Schema.OPTIONAL_BYTES_SCHEMA)
            .build();

    /** A connector that logs of a deleted row what PostgreSQL logs. */
    private static final Connector KEYS_ONLY = new Connector() {
        @Override
        public boolean recognises(Block source) {
            return true;
        }

        @Override
        public Position position(Block envelope, Epochs epochs) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String wholeRows() {
            return "Log whole rows.";
        }

        @Override
        public boolean logsKeysOnly() {
            return true;
        }
    };

    @ParameterizedTest
    @MethodSource("values")
    void tellsWhatWasFilledInFromWhatIsReal(Schema schema, Object filledIn, Object real) {
        assertThat(keepsAll(schema, filledIn)).as("%s", filledIn).isFalse();
        assertThat(keepsAll(schema, real)).as("%s", real).isTrue();
    }

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of(Schema.BOOLEAN_SCHEMA, false, true),
                Arguments.of(Schema.INT16_SCHEMA, (short) 0, (short) 1),
                Arguments.of(Schema.INT64_SCHEMA, 0L, -1L),
                Arguments.of(Schema.FLOAT64_SCHEMA, 0.0, Double.MIN_VALUE),
                Arguments.of(Decimal.schema(2), new BigDecimal("0.00"), new BigDecimal("0.01")),
                Arguments.of(Schema.STRING_SCHEMA, "", " "),
                Arguments.of(Schema.STRING_SCHEMA, "{}", "{\"a\":1}"),
                Arguments.of(Schema.STRING_SCHEMA, "0.000000", "0.000001"),
                Arguments.of(Schema.STRING_SCHEMA, "1970-01-01T00:00:00Z", "2024-01-01T00:00:00Z"),
                Arguments.of(Schema.STRING_SCHEMA, "00:00:00Z", "00:00:01Z"),
                Arguments.of(Schema.STRING_SCHEMA, "P0Y0M0DT0H0M0S", "P0Y0M0DT0H0M1S"),
                Arguments.of(Schema.BYTES_SCHEMA, new byte[0], new byte[] {1}),
                Arguments.of(Schema.BYTES_SCHEMA, ByteBuffer.allocate(2), ByteBuffer.wrap(new byte[] {0, 1})),
                Arguments.of(Timestamp.SCHEMA, Date.from(Instant.EPOCH), Date.from(Instant.ofEpochMilli(1))),
                Arguments.of(SchemaBuilder.array(Schema.STRING_SCHEMA).build(), List.of(), List.of("")),
                Arguments.of(
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA)
                                .build(),
                        Map.of(),
                        Map.of("", "")),
                Arguments.of(
                        SCALED,
                        new Struct(SCALED).put("scale", 0).put("value", new byte[] {0}),
                        new Struct(SCALED).put("scale", 0).put("value", new byte[] {7})),
                Arguments.of(
                        POINT,
                        new Struct(POINT).put("x", 0.0).put("wkb", new byte[] {1, 1, 0, 0, 0, 0, 0}),
                        new Struct(POINT).put("x", 0.0).put("wkb", new byte[] {1, 1, 0, 0, 0, 0, 9})),
                Arguments.of(SchemaBuilder.int32().defaultValue(7).build(), 7, 8),
                Arguments.of(SchemaBuilder.int32().optional().defaultValue(7).build(), 7, 0),
                Arguments.of(Schema.OPTIONAL_INT32_SCHEMA, null, 0));
    }

    private static boolean keepsAll(Schema column, Object value) {
        Schema row = SchemaBuilder.struct()
                .field("id", Schema.INT32_SCHEMA)
                .field("c", column)
                .build();
        Struct before = new Struct(row).put("id", 1);
        if (value != null) {
            before.put("c", value);
        }
        return new DeleteImage(DeleteColumns.AUTO, KEYS_ONLY, row.fields()).kept(Structs.values(before), KEY) == null;
    }
}
