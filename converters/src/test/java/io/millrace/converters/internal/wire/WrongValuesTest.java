// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.records.Structs;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

/** Values that do not fit their schema: the text names the place and the type, never the content. */
class WrongValuesTest {
    private final Codec codec = new Codec();

    @Test
    void namesTheFieldThatMustNotBeNull() {
        Schema customer =
                SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
        Schema order = SchemaBuilder.struct()
                .field("customers", SchemaBuilder.array(customer).build())
                .build();
        Struct value = new Struct(order);
        Structs.set(value, order.field("customers"), List.of(new Struct(customer))); // as put would refuse it

        assertThatThrownBy(() -> codec.write(order, value))
                .isInstanceOf(DataException.class)
                .hasMessage("Cannot write Avro: null (expected int64, a Long) at orders value.customers[].id."
                        + " Make the field optional, give it a default, or mend the source.");
    }

    @Test
    void namesTheElementThatMustNotBeNull() {
        Schema list = SchemaBuilder.array(Schema.STRING_SCHEMA).build();
        Schema map =
                SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA).build();

        assertThatThrownBy(() -> codec.write(list, Arrays.asList("a", null)))
                .hasMessage("Cannot write Avro: null (expected string, a String) at orders value[]."
                        + " Make the field optional, give it a default, or mend the source.");
        assertThatThrownBy(() -> codec.write(map, Map.of(5, 5)))
                .hasMessage("Cannot write Avro: java.lang.Integer (expected string, a String) at orders value[]."
                        + " Mend the schema or the source.");
    }

    @Test
    void namesTheTypeThatDoesNotFit() {
        assertThatThrownBy(() -> codec.write(Schema.INT32_SCHEMA, "secret"))
                .isInstanceOf(DataException.class)
                .hasMessage("Cannot write Avro: java.lang.String (expected int32, an Integer) at orders value."
                        + " Mend the schema or the source.");
    }

    @Test
    void refusesAStructOfAnotherSchema() {
        Schema one = SchemaBuilder.struct()
                .name("shop.One")
                .field("a", Schema.INT32_SCHEMA)
                .build();
        Schema two = SchemaBuilder.struct()
                .name("shop.Two")
                .field("b", Schema.INT32_SCHEMA)
                .build();

        assertThatThrownBy(() -> codec.write(one, new Struct(two).put("b", 1)))
                .hasMessage("Cannot write Avro: shop.Two (fields: b) (expected shop.One (fields: a)) at orders value."
                        + " Give the struct the schema of the field that holds it.");
    }

    @Test
    void refusesLogicalValuesThatTheirTypeCannotHold() {
        assertThatThrownBy(() -> codec.write(Decimal.schema(2), new BigDecimal("1.234")))
                .hasMessage("Cannot write Avro: a decimal of scale 3 (expected scale 2, the schema's) at orders value."
                        + " Mend the schema or the source.");
        assertThatThrownBy(() -> codec.write(org.apache.kafka.connect.data.Date.SCHEMA, new Date(1)))
                .hasMessage("Cannot write Avro: a Date with a time of day (expected midnight UTC) at orders value."
                        + " Mend the schema or the source.");
        assertThatThrownBy(() -> codec.write(Time.SCHEMA, new Date(-1)))
                .hasMessage("Cannot write Avro: a Time of another day (expected 0 to 86400000 ms) at orders value."
                        + " Mend the schema or the source.");
    }

    @Test
    void refusesWhatIsOutOfRange() {
        Schema money = Decimal.builder(2)
                .name(Decimal.LOGICAL_NAME)
                .parameter("connect.fixed.size", "2")
                .build();

        assertThatThrownBy(() -> codec.write(
                        org.apache.kafka.connect.data.Date.SCHEMA, new Date(-(1L << 58) / 86_400_000 * 86_400_000)))
                .hasMessage(
                        "Cannot write Avro: a Date too far from 1970 (expected fewer than 2^31 days) at orders value."
                                + " Mend the schema or the source.");
        assertThatThrownBy(() -> codec.write(money, new BigDecimal("327.68")))
                .hasMessage(
                        "Cannot write Avro: a decimal of 3 bytes (expected at most 2, the fixed size) at orders value."
                                + " Mend the schema or the source.");
        assertThatThrownBy(() -> codec.write(Time.SCHEMA, new Date(86_400_001)))
                .hasMessage("Cannot write Avro: a Time of another day (expected 0 to 86400000 ms) at orders value."
                        + " Mend the schema or the source.");
    }

    @Test
    void refusesAnObjectThatHasNoSchemaAndNoPlainForm() {
        assertThatThrownBy(() -> codec.write(null, Map.of("at", new Date(0))))
                .hasMessage("Cannot write Avro: java.util.Date without a schema (expected a map, list, string, number,"
                        + " boolean or bytes) at orders value. Give the value a schema.");
    }

    /** Java's own encoder would write a question mark in its place. */
    @Test
    void refusesTextThatIsNoUnicode() {
        for (String lone : List.of("\ud83d", "\ude00", "a?\ud83d", "\ude00\ud83d", "long enough, the end \ud83d")) {
            assertThatThrownBy(() -> codec.write(Schema.STRING_SCHEMA, lone))
                    .isInstanceOf(DataException.class)
                    .hasMessageStartingWith("Cannot write Avro: half of a surrogate pair at character ")
                    .hasMessageEndingWith(" (expected Unicode text) at orders value. Mend the schema or the source.");
        }
        for (String whole : List.of("\ud83d\ude00", "really? \ud83d\ude00 really?", "?", "what is this, then?")) {
            assertThat(codec.roundTrip(Schema.STRING_SCHEMA, whole).value()).isEqualTo(whole);
        }
    }
}
