// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.types;

import static io.millrace.changes.internal.types.Types.convert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.records.SemanticType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Random;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberTypesTest {
    private static final String SOURCE = "__debezium.source.column.";
    private static final Schema FIXED = Decimal.builder(6)
            .parameter("connect.decimal.precision", "20")
            .optional()
            .build();
    private static final Schema VARIABLE = Types.schema(
            SemanticType.VARIABLE_SCALE_DECIMAL,
            SchemaBuilder.struct().field("scale", Schema.INT32_SCHEMA).field("value", Schema.BYTES_SCHEMA));
    private static final Schema UNSIGNED = SchemaBuilder.int64()
            .parameter(SOURCE + "type", "BIGINT UNSIGNED")
            .optional()
            .build();

    private static Struct variable(BigDecimal decimal) {
        return new Struct(VARIABLE)
                .put("scale", decimal.scale())
                .put("value", decimal.unscaledValue().toByteArray());
    }

    private static Schema text(String type, String length, String scale) {
        return SchemaBuilder.string()
                .parameter(SOURCE + "type", type)
                .parameter(SOURCE + "length", length)
                .parameter(SOURCE + "scale", scale)
                .optional()
                .build();
    }

    @Test
    void writesEveryDecimalExactly() {
        long seed = Long.getLong("millrace.seed", 1);
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            BigDecimal decimal = new BigDecimal(new BigInteger(random.nextInt(1, 126), random), random.nextInt(0, 19));
            BigDecimal signed = random.nextBoolean() ? decimal : decimal.negate();

            assertThat(convert(VARIABLE, variable(signed), "decimal", "decimal"))
                    .as("seed %d", seed)
                    .isEqualTo(signed.setScale(18));
            assertThat(convert(VARIABLE, variable(signed), "decimal", "string"))
                    .as("seed %d", seed)
                    .isEqualTo(signed.toPlainString());
            assertThat(convert(VARIABLE, variable(signed), "decimal", "double"))
                    .as("seed %d", seed)
                    .isEqualTo(Double.parseDouble(signed.toString()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-0.0001", "0", "99999999999999999999999999999999999999", "-1", "1E+20", "123456789.123456789"})
    void extendsTheSignAndKeepsEveryDigit(String text) {
        BigDecimal decimal = new BigDecimal(text);
        Struct struct = new Struct(VARIABLE)
                .put("scale", decimal.scale())
                .put("value", ByteBuffer.wrap(decimal.unscaledValue().toByteArray()));

        assertThat(convert(VARIABLE, struct, "decimal", "string")).isEqualTo(decimal.toPlainString());
        assertThat((BigDecimal) convert(VARIABLE, struct, "decimal", "decimal")).isEqualByComparingTo(decimal);
    }

    @Test
    void givesDecimalsWithoutAScaleTheOneThatIsSet() {
        Struct fine = variable(new BigDecimal("-1.25"));

        assertThat(ColumnType.of(VARIABLE, Types.policy("decimal", "decimal")).schema())
                .isEqualTo(Decimal.builder(18).optional().build());
        assertThat(convert(VARIABLE, fine, "decimal", "decimal", "decimal.scale", "2"))
                .isEqualTo(new BigDecimal("-1.25"));
        assertThatThrownBy(() -> convert(VARIABLE, fine, "decimal", "decimal", "decimal.scale", "1"))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("a decimal with more than 1 digits after the point");
        assertThat(convert(VARIABLE, fine, "decimal", "decimal", "decimal.scale", "1", "decimal.digits", "round"))
                .isEqualTo(new BigDecimal("-1.3"));
        assertThat(convert(VARIABLE, fine, "decimal", "decimal", "decimal.scale", "1", "decimal.digits", "truncate"))
                .isEqualTo(new BigDecimal("-1.2"));
        assertThat(convert(VARIABLE, variable(new BigDecimal("-1.20")), "decimal", "decimal", "decimal.scale", "1"))
                .as("a zero is no digit to lose")
                .isEqualTo(new BigDecimal("-1.2"));
    }

    @Test
    void refusesAScaleThatWouldFillTheMemory() {
        for (String policy : new String[] {"decimal", "string", "double"}) {
            assertThatThrownBy(
                            () -> convert(VARIABLE, variable(BigDecimal.valueOf(1, -1_000_000_000)), "decimal", policy))
                    .isInstanceOf(ArithmeticException.class)
                    .hasMessage("a decimal with a scale beyond 200000");
        }
    }

    @Test
    void keepsADecimalThatHasItsScale() {
        ColumnType type = ColumnType.of(FIXED, Types.policy("decimal", "decimal"));

        assertThat(type.schema()).isSameAs(FIXED);
        assertThat(type.conversion()).isNull();
        assertThat(convert(FIXED, new BigDecimal("-0.000001"), "decimal", "string"))
                .isEqualTo("-0.000001");
        assertThat(convert(FIXED, new BigDecimal("12345678901234.567891"), "decimal", "double"))
                .isEqualTo(12345678901234.567891);
    }

    @Test
    void readsDecimalsThatTheConnectorWroteAsTextIfItNamesTheType() {
        Schema column = text("NUMERIC", "20", "6");

        ColumnType type = ColumnType.of(column, Types.policy("decimal", "decimal"));
        assertThat(type.schema().name()).isEqualTo(Decimal.LOGICAL_NAME);
        assertThat(type.schema().parameters())
                .containsEntry("scale", "6")
                .containsEntry("connect.decimal.precision", "20")
                .containsEntry(SOURCE + "type", "NUMERIC");
        assertThat(convert(column, "12345678901234.567891", "decimal", "decimal"))
                .isEqualTo(new BigDecimal("12345678901234.567891"));
        assertThat(convert(column, "-0.1", "decimal", "double")).isEqualTo(-0.1);
        assertThat(convert(column, "-0.1", "decimal", "string")).isEqualTo("-0.1");
        assertThatThrownBy(() -> convert(column, "secret", "decimal", "decimal"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("text of 6 characters that is no decimal");
        assertThat(convert(Schema.OPTIONAL_STRING_SCHEMA, "1.5", "decimal", "decimal"))
                .as("text of which nobody says that it is a number")
                .isEqualTo("1.5");
    }

    /** As PostgreSQL's connector says it: 3.6 and 3.7 of numeric, and of money. */
    @ParameterizedTest
    @CsvSource({"NUMERIC, 0, -1, 18", "NUMERIC, 131089, 0, 18", "MONEY, 2147483647, 0, 2", "NUMERIC, 5, 2046, 2046"})
    void knowsColumnsThatDeclareNoScale(String type, String length, String scale, int expected) {
        Schema schema = ColumnType.of(text(type, length, scale), Types.policy("decimal", "decimal"))
                .schema();

        assertThat(schema.parameters()).containsEntry("scale", String.valueOf(expected));
        assertThat(schema.parameters().containsKey("connect.decimal.precision")).isEqualTo(length.equals("5"));
    }

    @ParameterizedTest
    @CsvSource({"NAN, NaN", "POSITIVE_INFINITY, Infinity", "NEGATIVE_INFINITY, -Infinity"})
    void settlesWhatIsNoNumber(String text, double asDouble) {
        Schema column = text("NUMERIC", "20", "6");
        String key = "out.of.range";

        assertThat(convert(column, text, "decimal", "double")).isEqualTo(asDouble);
        assertThat(convert(column, text, "decimal", "decimal", key, "null")).isNull();
        assertThat(convert(column, text, "decimal", "decimal", key, "string")).isEqualTo(text);
        for (String choice : new String[] {"fail", "clamp"}) {
            assertThatThrownBy(() -> convert(column, text, "decimal", "decimal", key, choice))
                    .isInstanceOf(ArithmeticException.class)
                    .hasMessageEndingWith(", which the type cannot hold");
        }
    }

    /** What bigint.unsigned.handling.mode=long does to numbers of 2^63 and more is undone. */
    @ParameterizedTest
    @CsvSource({
        "-1, 18446744073709551615",
        "-9223372036854775808, 9223372036854775808",
        "0, 0",
        "9223372036854775807, 9223372036854775807"
    })
    void readsUnsignedNumbersIfTheConnectorNamesTheType(long wrapped, BigDecimal number) {
        assertThat(convert(UNSIGNED, wrapped, "decimal", "decimal")).isEqualTo(number);
        assertThat(convert(UNSIGNED, wrapped, "decimal", "string")).isEqualTo(number.toString());
        assertThat(convert(UNSIGNED, wrapped, "decimal", "double")).isEqualTo(number.doubleValue());
        assertThat(convert(UNSIGNED, wrapped)).isEqualTo(wrapped);
        assertThat(convert(Schema.INT64_SCHEMA, wrapped, "decimal", "decimal")).isEqualTo(wrapped);
    }

    @Test
    void givesTinyintsTheSameTypeWhicheverVersionWroteThem() {
        Schema column = SchemaBuilder.int8().defaultValue((byte) 7).doc("d").build();

        assertThat(ColumnType.of(column, Types.policy()).schema())
                .isEqualTo(SchemaBuilder.int16().doc("d").optional().build());
        for (byte value : new byte[] {Byte.MIN_VALUE, -1, 0, Byte.MAX_VALUE}) {
            assertThat(convert(column, value)).isEqualTo((short) value);
        }
        assertThat(convert(column, (byte) 1, "int8", "keep")).isEqualTo((byte) 1);
    }

    @Test
    void leavesDecimalsAsTheyAreByDefault() {
        assertThat(ColumnType.of(VARIABLE, Types.policy())).isEqualTo(new ColumnType(VARIABLE, null));
        assertThat(ColumnType.of(FIXED, Types.policy())).isEqualTo(new ColumnType(FIXED, null));
        assertThat(ColumnType.of(UNSIGNED, Types.policy())).isEqualTo(new ColumnType(UNSIGNED, null));
    }
}
