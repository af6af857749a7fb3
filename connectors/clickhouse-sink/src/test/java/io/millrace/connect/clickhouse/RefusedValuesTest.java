// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import static io.millrace.connect.clickhouse.Encoded.encoder;
import static io.millrace.connect.clickhouse.Samples.named;
import static io.millrace.connect.clickhouse.Samples.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.sink.ByteSink;
import io.millrace.connect.sink.Unfit;
import io.millrace.records.SemanticType;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The server would take nearly all of these, as something else. */
class RefusedValuesTest {
    private static final String RANGE = "a number beyond the column's range";
    private static final String TIME_RANGE = "a timestamp beyond DateTime64's range (1900 to 2299)";
    private static final Schema ZONED = sample(SemanticType.ZONED_TIMESTAMP);

    static Stream<Arguments> refused() {
        Schema bits = named(SemanticType.BITS, SchemaBuilder.bytes().parameter("length", "3"));
        return Stream.of(
                Arguments.of(Schema.INT32_SCHEMA, "Int8", 128, RANGE),
                Arguments.of(Schema.INT32_SCHEMA, "Int8", -129, RANGE),
                Arguments.of(Schema.INT32_SCHEMA, "UInt8", 256, RANGE),
                Arguments.of(Schema.INT64_SCHEMA, "UInt64", -1L, RANGE),
                Arguments.of(Schema.INT64_SCHEMA, "UInt256", -1L, RANGE),
                Arguments.of(Decimal.schema(0), "UInt64", new BigDecimal("18446744073709551616"), RANGE),
                Arguments.of(Decimal.schema(0), "Int64", new BigDecimal("1e1000000"), RANGE),
                Arguments.of(Decimal.schema(2), "Int64", new BigDecimal("1.50"), "a decimal that is no whole number"),
                Arguments.of(
                        Decimal.schema(2), "Int64", new BigDecimal("1e-1000000"), "a decimal that is no whole number"),
                Arguments.of(Schema.INT64_SCHEMA, "Float64", (1L << 53) + 1, "a number that the column would round"),
                Arguments.of(
                        Decimal.schema(2),
                        "Decimal(4, 2)",
                        new BigDecimal("100.00"),
                        "a decimal with 3 digits before the point (expected at most 2)"),
                Arguments.of(
                        Schema.STRING_SCHEMA,
                        "Decimal(4, 2)",
                        "1e999999999",
                        "a decimal with 1000000000 digits before the point (expected at most 2)"),
                Arguments.of(
                        Schema.STRING_SCHEMA,
                        "Decimal(76, 2)",
                        "1e-999999999",
                        "a decimal with more than the column's 2 digits after the point"),
                Arguments.of(
                        Schema.STRING_SCHEMA,
                        "Decimal(4, 2)",
                        "1.234",
                        "a decimal with more than the column's 2 digits after the point"),
                Arguments.of(Schema.STRING_SCHEMA, "Decimal(4, 2)", "NaN", "text of 3 characters that is no number"),
                Arguments.of(
                        Schema.STRING_SCHEMA, "FixedString(2)", "abc", "3 bytes (expected 2, the column's length)"),
                Arguments.of(
                        Schema.STRING_SCHEMA, "FixedString(3)", "a\0", "2 bytes (expected 3, the column's length)"),
                Arguments.of(
                        Schema.BYTES_SCHEMA,
                        "FixedString(2)",
                        new byte[1],
                        "1 bytes (expected 2, the column's length)"),
                Arguments.of(
                        Schema.STRING_SCHEMA,
                        "Enum8('a' = 1)",
                        "bc",
                        "a word of 2 characters that is not among the column's 1"),
                Arguments.of(Schema.STRING_SCHEMA, "UUID", "x", "text of 1 characters that is no UUID"),
                Arguments.of(Schema.BYTES_SCHEMA, "UUID", new byte[15], "15 bytes (expected 16, a UUID)"),
                Arguments.of(Schema.STRING_SCHEMA, "IPv4", "::1", "text of 3 characters that is no IPv4 address"),
                Arguments.of(Schema.STRING_SCHEMA, "IPv4", "", "text of 0 characters that is no IPv4 address"),
                Arguments.of(Schema.STRING_SCHEMA, "IPv6", "::1/64", "text of 6 characters that is no IPv6 address"),
                Arguments.of(sample(SemanticType.JSON), "JSON", "[1]", "JSON that is no object"),
                Arguments.of(sample(SemanticType.JSON), "JSON", "", "JSON that is no object"),
                Arguments.of(
                        sample(SemanticType.JSON),
                        "JSON",
                        "{\"a\":1e400}",
                        "JSON with a number that the column would round"),
                Arguments.of(bits, "String", new byte[] {8}, "a bit set beyond the 3 declared"),
                Arguments.of(bits, "UInt8", new byte[] {0, 1}, RANGE),
                Arguments.of(
                        SchemaBuilder.array(Schema.OPTIONAL_INT32_SCHEMA).build(),
                        "Array(Int32)",
                        Arrays.asList(1, null),
                        "a null within (expected a value: the column's Int32 is not Nullable)"),
                Arguments.of(sample(SemanticType.DATE), "Date", -1, "a date beyond Date's range (1970 to 2149)"),
                Arguments.of(sample(SemanticType.DATE), "Date", 65_536, "a date beyond Date's range (1970 to 2149)"),
                Arguments.of(
                        sample(SemanticType.ISO_DATE),
                        "Date32",
                        "1899-12-31",
                        "a date beyond Date32's range (1900 to 2299)"),
                Arguments.of(
                        sample(SemanticType.ISO_DATE),
                        "Date32",
                        "2300-01-01",
                        "a date beyond Date32's range (1900 to 2299)"),
                Arguments.of(sample(SemanticType.ISO_DATE), "Date32", "2024-00-01", "a date with a month or day of 00"),
                Arguments.of(sample(SemanticType.ISO_DATE), "Date32", "infinity", "an infinite date"),
                Arguments.of(
                        ZONED,
                        "DateTime",
                        "1969-12-31T23:59:59Z",
                        "a timestamp beyond DateTime's range (1970 to 2106)"),
                Arguments.of(
                        ZONED,
                        "DateTime",
                        "2106-02-07T06:28:16Z",
                        "a timestamp beyond DateTime's range (1970 to 2106)"),
                Arguments.of(
                        ZONED, "DateTime", "2024-01-01T00:00:00.1Z", "more digits of a second than the column keeps"),
                Arguments.of(ZONED, "DateTime64(3, 'UTC')", "1899-12-31T23:59:59.999Z", TIME_RANGE),
                Arguments.of(ZONED, "DateTime64(3, 'UTC')", "2300-01-01T01:00:00+01:00", TIME_RANGE),
                Arguments.of(ZONED, "DateTime64(3, 'UTC')", "-infinity", "an infinite timestamp"),
                Arguments.of(
                        ZONED,
                        "DateTime64(9, 'UTC')",
                        "2262-04-11T23:47:17Z",
                        "a timestamp beyond DateTime64's range (1900 to 2299, as far as its 9 digits reach)"),
                Arguments.of(
                        sample(SemanticType.MICRO_TIMESTAMP),
                        "DateTime64(3)",
                        1L,
                        "more digits of a second than the column keeps"),
                Arguments.of(
                        sample(SemanticType.MICRO_TIMESTAMP), "DateTime64(6)", Long.MAX_VALUE, "an infinite timestamp"),
                Arguments.of(
                        sample(SemanticType.MICRO_TIME),
                        "Time64(6)",
                        3_600_000_000_000L,
                        "a time of 1000 hours or more"),
                Arguments.of(
                        sample(SemanticType.MICRO_TIME), "Time", -3_600_000_000_000L, "a time of 1000 hours or more"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWhatTheColumnCannotHoldExactly(Schema schema, String column, Object value, String found) {
        assertThatThrownBy(() -> Encoded.bytes(encoder(schema, column), value))
                .isInstanceOfSatisfying(Unfit.class, e -> assertThat(e.remedy()).endsWith("."))
                .hasMessage(found);
    }

    @Test
    void takesTheFirstAndTheLastOfEveryRange() {
        assertThat(List.of(
                        Encoded.hex(sample(SemanticType.DATE), "Date", 65_535),
                        Encoded.hex(sample(SemanticType.ISO_DATE), "Date32", "1900-01-01"),
                        Encoded.hex(sample(SemanticType.ISO_DATE), "Date32", "2299-12-31"),
                        Encoded.hex(ZONED, "DateTime", "2106-02-07T06:28:15Z"),
                        Encoded.hex(ZONED, "DateTime64(0)", "1900-01-01T00:00:00Z"),
                        Encoded.hex(ZONED, "DateTime64(3)", "2299-12-31T23:59:59.999Z"),
                        Encoded.hex(ZONED, "DateTime64(9)", "2262-04-11T23:47:16.854775806Z"),
                        Encoded.hex(sample(SemanticType.MICRO_TIME), "Time64(6)", -3_599_999_999_999L)))
                .containsExactly(
                        "ffff",
                        "219cffff",
                        "d1d60100",
                        "ffffffff",
                        "8081557cffffffff",
                        "ff775fa678090000",
                        "feffffffffffff7f",
                        "016047cfb9fcffff");
    }

    @Test
    void takesTheYearsThatTheServerHas() {
        ClickHouseType column = ClickHouseType.parse("DateTime64(3, 'UTC')");
        String forever = "9999-12-31T23:59:59.999Z";

        assertThatThrownBy(() -> Encoded.bytes(encoder(ZONED, column.display()), forever))
                .hasMessage(TIME_RANGE);
        assertThat(Encoded.signed(Encoded.bytes(
                        java.util.Objects.requireNonNull(Encoders.of(ZONED, column, Years.FROM_0_TO_9999)), forever)))
                .isEqualTo(253_402_300_799_999L);
    }

    @Test
    void writesNullsOnlyWhereTheColumnTakesThem() {
        RowBinaryFormat format = format("Int32", "Nullable(Int32)");
        ByteSink out = new ByteSink(8);

        format.begin(2, out);
        format.missing(1, out);

        assertThat(Arrays.copyOf(out.array(), out.size())).containsExactly(1);
        assertThat(format.prefixBytes()).isZero();
        assertThatThrownBy(() -> format.missing(0, out))
                .isInstanceOf(Unfit.class)
                .hasMessage("null (expected a value: the column is not Nullable)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Int32 | Alter the column to a Nullable type, or give it a value with a transform.",
                "Array(Int32) | Make the column a Nullable(String), since its own type cannot be Nullable, or give it a value with a transform.",
                "Map(String, Int32) | Make the column a Nullable(String), since its own type cannot be Nullable, or give it a value with a transform.",
            })
    void saysWhatToMakeOfAColumnThatTakesNoNulls(String type, String remedy) {
        assertThatThrownBy(() -> format(type).missing(0, new ByteSink(8)))
                .isInstanceOfSatisfying(
                        Unfit.class, unfit -> assertThat(unfit.remedy()).isEqualTo(remedy));
    }

    private static RowBinaryFormat format(String... types) {
        return new RowBinaryFormat(Stream.of(types).map(ClickHouseType::parse).toList());
    }
}
