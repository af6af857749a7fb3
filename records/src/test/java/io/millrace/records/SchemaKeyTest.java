// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;

class SchemaKeyTest {
    @Test
    void equalsWhatIsEqual() {
        assertThat(new SchemaKey(envelope(UnaryOperator.identity())))
                .isEqualTo(new SchemaKey(envelope(UnaryOperator.identity())))
                .hasSameHashCodeAs(new SchemaKey(envelope(UnaryOperator.identity())));
    }

    @Test
    void seesEveryDifferenceDeepInside() {
        List<UnaryOperator<SchemaBuilder>> edits = List.of(
                SchemaBuilder::optional,
                column -> column.name("other"),
                column -> column.version(7),
                column -> column.doc("other"),
                column -> column.parameter("scale", "other"),
                column -> column.defaultValue(""),
                column -> column.defaultValue("x"));

        Schema plain = envelope(UnaryOperator.identity());
        for (UnaryOperator<SchemaBuilder> edit : edits) {
            assertThat(new SchemaKey(envelope(edit))).isNotEqualTo(new SchemaKey(plain));
            assertThat(new SchemaKey(envelope(edit))).isEqualTo(new SchemaKey(envelope(edit)));
        }
    }

    @Test
    void tellsArraysMapsAndDefaultsApart() {
        List<Schema> different = List.of(
                SchemaBuilder.array(Schema.STRING_SCHEMA).build(),
                SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).build(),
                SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA).build(),
                SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA).build(),
                SchemaBuilder.bytes().defaultValue(new byte[] {1}).build(),
                SchemaBuilder.bytes().defaultValue(new byte[] {2}).build(),
                Decimal.builder(2).defaultValue(new BigDecimal("1.10")).build(),
                Decimal.builder(2).defaultValue(new BigDecimal("1.20")).build());

        for (Schema one : different) {
            for (Schema other : different) {
                assertThat(new SchemaKey(one).equals(new SchemaKey(other))).isEqualTo(one == other);
            }
        }
        assertThat(new SchemaKey(
                        SchemaBuilder.bytes().defaultValue(new byte[] {1}).build()))
                .isEqualTo(new SchemaKey(different.get(4)));
    }

    @Test
    void saysWhatConnectSays() {
        long seed = Long.getLong("millrace.seed", 1);
        Random random = new Random(seed);
        List<Schema> schemas = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            schemas.add(schema(random, 3));
        }

        for (Schema one : schemas) {
            for (Schema other : schemas) {
                assertThat(new SchemaKey(one).equals(new SchemaKey(other)))
                        .as("seed %d", seed)
                        .isEqualTo(one.equals(other));
            }
        }
    }

    /** Few choices, so that many are equal or nearly so. */
    private static Schema schema(Random random, int depth) {
        SchemaBuilder builder = switch (random.nextInt(depth == 0 ? 2 : 5)) {
            case 0 -> SchemaBuilder.string();
            case 1 -> SchemaBuilder.int64();
            case 2 -> SchemaBuilder.array(schema(random, depth - 1));
            case 3 -> SchemaBuilder.map(Schema.STRING_SCHEMA, schema(random, depth - 1));
            default -> {
                SchemaBuilder struct = SchemaBuilder.struct();
                Schema first = schema(random, depth - 1);
                struct.field("a", first);
                struct.field(
                        random.nextInt(4) == 0 ? "c" : "b", random.nextBoolean() ? first : schema(random, depth - 1));
                yield struct;
            }
        };
        switch (random.nextInt(8)) {
            case 0 -> builder.optional();
            case 1 -> builder.name("n" + random.nextInt(2));
            case 2 -> builder.doc("d");
            case 3 -> builder.parameters(Map.of("p", "" + random.nextInt(2)));
            case 4 -> builder.version(random.nextInt(2));
            default -> {}
        }
        return builder.build();
    }

    private static Schema envelope(UnaryOperator<SchemaBuilder> edit) {
        Schema row = SchemaBuilder.struct()
                .name("row")
                .field("id", Schema.INT64_SCHEMA)
                .field("column", edit.apply(SchemaBuilder.string()).build())
                .field("last", Schema.INT64_SCHEMA)
                .optional()
                .build();
        return SchemaBuilder.struct()
                .name("envelope")
                .field("before", row)
                .field("after", row)
                .field("op", Schema.STRING_SCHEMA)
                .build();
    }
}
