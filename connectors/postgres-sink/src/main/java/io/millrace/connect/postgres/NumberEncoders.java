// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.ByteSink;
import io.millrace.connect.sink.ColumnEncoder;
import io.millrace.connect.sink.Unfit;
import io.millrace.records.Decode;
import io.millrace.records.Kind;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ByteConverter;

/** Booleans and numbers: only into types that hold every value of the field's, except integers, which are checked. */
final class NumberEncoders {
    static final ColumnEncoder BOOLEAN = (value, out) -> {
        out.putInt(1);
        out.put((Boolean) value ? 1 : 0);
    };

    private static final int BASE = 10_000;
    private static final int MAX_FAST_SCALE = 16;
    private static final int MAX_FAST_PRECISION = 18;
    private static final int MAX_SCALE = 16_383;
    private static final int NEGATIVE = 0x4000;
    private static final int NAN = 0xC000;
    private static final int INFINITY = 0xD000;
    private static final int MINUS_INFINITY = 0xF000;
    private static final long[] POWERS_OF_TEN = new long[MAX_FAST_PRECISION + 1];

    static {
        POWERS_OF_TEN[0] = 1;
        for (int i = 1; i < POWERS_OF_TEN.length; i++) {
            POWERS_OF_TEN[i] = POWERS_OF_TEN[i - 1] * 10;
        }
    }

    private NumberEncoders() {}

    static @Nullable ColumnEncoder of(Kind kind, PgType column) {
        return switch (kind) {
            case INT8, INT16, INT32, INT64 -> integer(kind, column);
            case FLOAT32, FLOAT64 -> floating(kind, column);
            case DECIMAL -> decimal(column);
            case TEXT -> column.name().equals("numeric") ? numericText(column) : null;
            default -> null;
        };
    }

    private static @Nullable ColumnEncoder integer(Kind kind, PgType column) {
        return switch (column.name()) {
            case "int2" ->
                (value, out) -> {
                    out.putInt(2);
                    out.putShort((int) inRange(value, Short.MIN_VALUE, Short.MAX_VALUE));
                };
            case "int4" ->
                (value, out) -> {
                    out.putInt(4);
                    out.putInt((int) inRange(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
                };
            case "int8" ->
                (value, out) -> {
                    out.putInt(8);
                    out.putLong(((Number) value).longValue());
                };
            case "float8" -> kind == Kind.INT64 ? NumberEncoders::wholeFloat8 : NumberEncoders::float8;
            case "numeric" -> {
                Room room = Room.of(column);
                yield (value, out) -> numeric(BigDecimal.valueOf(((Number) value).longValue()), room, out);
            }
            default -> null;
        };
    }

    private static long inRange(Object value, long min, long max) {
        long number = ((Number) value).longValue();
        if (number < min || number > max) {
            throw new Unfit("a number beyond the column's range", "Alter the column to a wider type.");
        }
        return number;
    }

    private static @Nullable ColumnEncoder floating(Kind kind, PgType column) {
        return switch (column.name()) {
            case "float4" -> kind == Kind.FLOAT32 ? NumberEncoders::float4 : null;
            case "float8" -> NumberEncoders::float8;
            default -> null;
        };
    }

    private static void float4(Object value, ByteSink out) {
        out.putInt(4);
        out.putInt(Float.floatToRawIntBits(((Number) value).floatValue()));
    }

    private static void float8(Object value, ByteSink out) {
        out.putInt(8);
        out.putLong(Double.doubleToRawLongBits(((Number) value).doubleValue()));
    }

    private static void wholeFloat8(Object value, ByteSink out) {
        long number = ((Number) value).longValue();
        double nearest = number;
        if ((long) nearest != number || number == Long.MAX_VALUE) { // which the cast back saturates to
            throw new Unfit("a number that the column would round", "Use a numeric or bigint column.");
        }
        float8(value, out);
    }

    private static @Nullable ColumnEncoder decimal(PgType column) {
        return switch (column.name()) {
            case "numeric" -> {
                Room room = Room.of(column);
                yield (value, out) -> numeric(Decode.decimal(value), room, out);
            }
            case "int2", "int4", "int8" -> {
                ColumnEncoder whole = Objects.requireNonNull(integer(Kind.INT64, column));
                yield (value, out) -> whole.encode(whole(Decode.decimal(value)), out);
            }
            default -> null;
        };
    }

    private static long whole(BigDecimal decimal) {
        try {
            return decimal.longValueExact();
        } catch (ArithmeticException e) {
            throw new Unfit("a decimal that is no whole number in the column's range", "Alter the column to numeric.");
        }
    }

    /** Digits as text, as Debezium writes them with {@code decimal.handling.mode=string}, {@code NaN} among them. */
    private static ColumnEncoder numericText(PgType column) {
        Room room = Room.of(column);
        return (value, out) -> {
            String text = (String) value;
            switch (text) {
                case "NaN" -> special(NAN, out);
                case "Infinity" -> special(INFINITY, out);
                case "-Infinity" -> special(MINUS_INFINITY, out);
                default -> numeric(parse(text), room, out);
            }
        };
    }

    private static BigDecimal parse(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new Unfit(
                    "text of " + text.length() + " characters that is no number",
                    "Correct the value, or use a text column.");
        }
    }

    private static void special(int sign, ByteSink out) {
        out.putInt(8);
        out.putInt(0);
        out.putShort(sign);
        out.putShort(0);
    }

    /** As what {@code money} is read from: two digits after the point, which is what all but few currencies have. */
    static @Nullable Encoding money(Kind kind) {
        PgType twoDigits = PgType.numeric(19, 2);
        ColumnEncoder encoder = of(kind, twoDigits);
        return encoder == null ? null : Encoding.cast(encoder, "numeric");
    }

    /** For {@code oid}, {@code xid}, {@code cid}, which count to 2^32. */
    static @Nullable ColumnEncoder unsigned(Kind kind) {
        return kind == Kind.INT32 || kind == Kind.INT64
                ? (value, out) -> {
                    out.putInt(4);
                    out.putInt((int) inRange(value, 0, 0xFFFF_FFFFL));
                }
                : null;
    }

    /** How many digits a column has before and after the point. */
    private record Room(int before, int after) {
        static Room of(PgType column) {
            return new Room(column.maxWholeDigits(), column.maxScale());
        }
    }

    private static void numeric(BigDecimal value, Room room, ByteSink out) {
        BigDecimal decimal = value.scale() < 0 ? value.setScale(0) : value;
        if (decimal.scale() > room.after() && value.stripTrailingZeros().scale() > room.after()) {
            throw new Unfit(
                    "a decimal with more than the column's " + room.after() + " digits after the point",
                    "Alter the column to numeric without a scale.");
        }
        int whole = decimal.precision() - decimal.scale();
        if (whole > room.before() && decimal.signum() != 0) {
            throw new Unfit(
                    "a decimal with " + whole + " digits before the point (expected at most " + room.before() + ")",
                    "Alter the column to numeric without a precision.");
        }
        if (decimal.scale() > MAX_SCALE) {
            throw new Unfit("a decimal with " + decimal.scale() + " digits after the point", "numeric holds 16383.");
        }
        if (decimal.scale() <= MAX_FAST_SCALE && decimal.precision() <= MAX_FAST_PRECISION) {
            // the digits as a long, without the BigInteger that unscaledValue() makes
            small(decimal.scaleByPowerOfTen(decimal.scale()).longValue(), decimal.scale(), out);
        } else {
            byte[] bytes = ByteConverter.numeric(decimal);
            out.putInt(bytes.length);
            out.put(bytes, 0, bytes.length);
        }
    }

    /**
     * Number of digits to base 10,000, weight of the first, sign, scale, digits: {@code numeric_recv} in PostgreSQL's
     * {@code numeric.c}. Leading and trailing zero digits are the server's to strip.
     */
    private static void small(long unscaled, int scale, ByteSink out) {
        long absolute = Math.abs(unscaled);
        long whole = absolute / POWERS_OF_TEN[scale];
        int fractionDigits = (scale + 3) / 4;
        long fraction = absolute % POWERS_OF_TEN[scale] * POWERS_OF_TEN[fractionDigits * 4 - scale];
        int wholeDigits = 0;
        for (long rest = whole; rest > 0; rest /= BASE) {
            wholeDigits++;
        }
        int digits = wholeDigits + fractionDigits;
        out.putInt(8 + 2 * digits);
        out.putShort(digits);
        out.putShort(wholeDigits - 1);
        out.putShort(unscaled < 0 ? NEGATIVE : 0);
        out.putShort(scale);
        digits(whole, wholeDigits, out);
        digits(fraction, fractionDigits, out);
    }

    private static void digits(long number, int count, ByteSink out) {
        int at = out.reserve(2 * count);
        byte[] bytes = out.array();
        long rest = number;
        for (int i = count - 1; i >= 0; i--) {
            int digit = (int) (rest % BASE);
            bytes[at + 2 * i] = (byte) (digit >> 8);
            bytes[at + 2 * i + 1] = (byte) digit;
            rest /= BASE;
        }
        out.advance(2 * count);
    }
}
