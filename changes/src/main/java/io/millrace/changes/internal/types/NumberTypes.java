// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.types;

import io.millrace.changes.internal.types.TypePolicy.Digits;
import io.millrace.changes.internal.types.TypePolicy.Misfit;
import io.millrace.records.Decode;
import io.millrace.records.Kind;
import io.millrace.records.SemanticType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Decimals of every encoding, and 8-bit integers. Decimals that the connector wrote as text, and unsigned 64-bit
 * integers that it wrote as negative ones, are recognised by the database's type if the connector propagates it.
 */
final class NumberTypes {
    private static final BigInteger UNSIGNED = BigInteger.ONE.shiftLeft(64);
    private static final String PRECISION = "connect.decimal.precision";
    /** What Debezium's money.fraction.digits is unless it is set; the column's type says nothing of use. */
    private static final int MONEY_SCALE = 2;

    /** The most that PostgreSQL, and so any, lets a column declare. */
    private static final int MAX_PRECISION = 1_000;

    private static final int MAX_DIGITS = 200_000;
    private static final String NAN = "NaN, which the type cannot hold";
    private static final String INFINITE = "infinity, which the type cannot hold";

    private NumberTypes() {}

    static @Nullable ColumnType of(Schema column, TypePolicy policy) {
        if (column.type() == Schema.Type.INT8 && column.name() == null) {
            return policy.others().int8() == TypePolicy.Int8.KEEP ? null : int16(column);
        }
        if (policy.decimal() == TypePolicy.Decimal.KEEP) {
            return null;
        }
        if (Kind.of(column) == Kind.DECIMAL) {
            return decimal(column, policy);
        }
        if (column.name() == null && isDecimal(ColumnType.sourceType(column))) {
            return column.type() == Schema.Type.STRING ? decimalText(column, policy) : null;
        }
        boolean plain = column.type() == Schema.Type.INT64 && SemanticType.trusted(column) == SemanticType.PLAIN;
        boolean unsigned = plain && isUnsignedBigint(ColumnType.sourceType(column));
        return unsigned ? unsigned(column, policy) : null;
    }

    private static ColumnType int16(Schema column) {
        Schema schema = ColumnType.like(column, SchemaBuilder.int16());
        return new ColumnType(schema, value -> ((Number) value).shortValue());
    }

    private static boolean isDecimal(String type) {
        return type.startsWith("DECIMAL")
                || type.startsWith("NUMERIC")
                || type.equals("NUMBER")
                || type.equals("MONEY");
    }

    private static boolean isUnsignedBigint(String type) {
        return type.startsWith("BIGINT UNSIGNED") || type.equals("SERIAL");
    }

    private static @Nullable ColumnType decimal(Schema column, TypePolicy policy) {
        return switch (policy.decimal()) {
            case STRING -> text(column, value -> decode(value).toPlainString());
            case DOUBLE -> float64(column, value -> decode(value).doubleValue());
            case KEEP, DECIMAL -> {
                if (column.type() != Schema.Type.STRUCT) {
                    yield null; // a Decimal already: kept as it is
                }
                int scale = policy.decimalScale();
                yield new ColumnType(
                        ColumnType.like(column, Decimal.builder(scale)),
                        value -> scaled(decode(value), scale, policy.decimalDigits()));
            }
        };
    }

    private static @Nullable ColumnType decimalText(Schema column, TypePolicy policy) {
        Misfit outOfRange = policy.outOfRange();
        if (policy.decimal() == TypePolicy.Decimal.STRING || outOfRange == Misfit.STRING) {
            return null; // text already
        }
        if (policy.decimal() == TypePolicy.Decimal.DOUBLE) {
            return float64(column, value -> parseDouble((String) value));
        }
        int precision = ColumnType.sourceNumber(column, "length");
        int declared = declaredScale(column, precision);
        int scale = declared >= 0 ? declared : policy.decimalScale();
        SchemaBuilder target = Decimal.builder(scale);
        if (declared >= 0 && precision <= MAX_PRECISION) {
            target.parameter(PRECISION, String.valueOf(precision));
        }
        return new ColumnType(ColumnType.like(column, target), value -> {
            String text = (String) value;
            return switch (text) {
                case "NAN", "NaN" -> Misfits.settle(outOfRange, null, null, NAN);
                case "POSITIVE_INFINITY", "Infinity", "NEGATIVE_INFINITY", "-Infinity" ->
                    Misfits.settle(outOfRange, null, null, INFINITE);
                default -> scaled(parse(text), scale, policy.decimalDigits());
            };
        });
    }

    /** -1 for PostgreSQL's numeric without one, whose length is given as 0 or 131089. */
    private static int declaredScale(Schema column, int precision) {
        if (ColumnType.sourceType(column).equals("MONEY")) {
            return MONEY_SCALE;
        }
        return precision < 1 || precision > MAX_PRECISION ? -1 : ColumnType.sourceNumber(column, "scale");
    }

    private static BigDecimal parse(String text) {
        try {
            return bounded(new BigDecimal(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("text of " + text.length() + " characters that is no decimal");
        }
    }

    private static Double parseDouble(String text) {
        return switch (text) {
            case "NAN", "NaN" -> Double.NaN;
            case "POSITIVE_INFINITY", "Infinity" -> Double.POSITIVE_INFINITY;
            case "NEGATIVE_INFINITY", "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> parse(text).doubleValue();
        };
    }

    private static BigDecimal scaled(BigDecimal decimal, int scale, Digits digits) {
        if (decimal.scale() == scale) {
            return decimal;
        }
        if (decimal.scale() < scale || digits != Digits.FAIL) {
            return decimal.setScale(scale, digits == Digits.TRUNCATE ? RoundingMode.DOWN : RoundingMode.HALF_UP);
        }
        try {
            return decimal.setScale(scale);
        } catch (ArithmeticException e) {
            throw new ArithmeticException("a decimal with more than " + scale + " digits after the point");
        }
    }

    private static ColumnType unsigned(Schema column, TypePolicy policy) {
        return switch (policy.decimal()) {
            case STRING -> text(column, value -> Long.toUnsignedString((Long) value));
            case DOUBLE -> float64(column, value -> unsigned((Long) value).doubleValue());
            case KEEP, DECIMAL ->
                new ColumnType(
                        ColumnType.like(column, Decimal.builder(0).parameter(PRECISION, "20")),
                        value -> unsigned((Long) value));
        };
    }

    private static BigDecimal unsigned(long value) {
        return value >= 0
                ? BigDecimal.valueOf(value)
                : new BigDecimal(BigInteger.valueOf(value).add(UNSIGNED));
    }

    /** Bounded, since a scale of a billion would be written out as zeros. */
    private static BigDecimal decode(Object value) {
        return bounded(Decode.decimal(value));
    }

    private static BigDecimal bounded(BigDecimal decimal) {
        if (Math.abs((long) decimal.scale()) > MAX_DIGITS) {
            throw new ArithmeticException("a decimal with a scale beyond " + MAX_DIGITS);
        }
        return decimal;
    }

    private static ColumnType text(Schema column, Conversion conversion) {
        return new ColumnType(ColumnType.like(column, SchemaBuilder.string()), conversion);
    }

    private static ColumnType float64(Schema column, Conversion conversion) {
        return new ColumnType(ColumnType.like(column, SchemaBuilder.float64()), conversion);
    }
}
