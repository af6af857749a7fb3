// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.ByteSink;
import io.millrace.connect.sink.ColumnEncoder;
import io.millrace.connect.sink.Unfit;
import io.millrace.records.Decode;
import io.millrace.records.Kind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** {@code Decimal(P, S)}: the number without its point, in 4, 8, 16 or 32 bytes by the number of digits. */
final class DecimalEncoders {
    private static final int LONG_DIGITS = 18;

    private final int digits;
    private final int scale;
    private final int bytes;

    private DecimalEncoders(ClickHouseType column) {
        digits = column.limits().length();
        scale = column.limits().scale();
        bytes = bytes(digits);
    }

    /** How many bytes a decimal of so many digits has. */
    static int bytes(int digits) {
        return digits <= 9 ? 4 : digits <= LONG_DIGITS ? 8 : digits <= 38 ? 16 : 32;
    }

    static @Nullable ColumnEncoder of(Kind kind, ClickHouseType column) {
        DecimalEncoders encoder = new DecimalEncoders(column);
        return switch (kind) {
            case DECIMAL -> (value, out) -> encoder.encode(Decode.decimal(value), out);
            case INT8, INT16, INT32, INT64 ->
                (value, out) -> encoder.encode(BigDecimal.valueOf(((Number) value).longValue()), out);
            case TEXT -> (value, out) -> encoder.encode(parse((String) value), out);
            default -> null;
        };
    }

    /** Digits as text, as Debezium writes them with {@code decimal.handling.mode=string}. */
    private static BigDecimal parse(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new Unfit(
                    "text of " + text.length() + " characters that is no number",
                    "Correct the value, or use a String column.");
        }
    }

    private void encode(BigDecimal value, ByteSink out) {
        if (value.signum() == 0) {
            NumberEncoders.putLe(0, bytes, out);
            return;
        }
        BigDecimal scaled = value.scale() == scale ? value : scaled(value);
        if (scaled.precision() > digits) {
            throw tooLarge((long) scaled.precision() - scale);
        }
        if (scaled.precision() <= LONG_DIGITS) {
            // the digits as a long, without the BigInteger that unscaledValue() makes
            NumberEncoders.putLe(scaled.scaleByPowerOfTen(scale).longValue(), bytes, out);
        } else {
            NumberEncoders.putLe(scaled.unscaledValue(), bytes, out);
        }
    }

    private BigDecimal scaled(BigDecimal value) {
        long whole = (long) value.precision() - value.scale();
        if (whole > digits - scale) {
            throw tooLarge(whole);
        }
        long dropped = (long) value.scale() - scale;
        if (dropped >= value.precision()) { // a zero at most, after a division by a number of any size
            throw tooPrecise();
        }
        try {
            return value.setScale(scale, RoundingMode.UNNECESSARY);
        } catch (ArithmeticException e) {
            throw tooPrecise();
        }
    }

    private Unfit tooLarge(long whole) {
        return new Unfit(
                "a decimal with " + whole + " digits before the point (expected at most " + (digits - scale) + ")",
                "Alter the column to a Decimal of more digits.");
    }

    private Unfit tooPrecise() {
        return new Unfit(
                "a decimal with more than the column's " + scale + " digits after the point",
                "Alter the column to a Decimal of more digits, or to String.");
    }
}
