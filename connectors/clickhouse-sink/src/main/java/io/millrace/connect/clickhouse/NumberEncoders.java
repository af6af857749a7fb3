// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.ByteSink;
import io.millrace.connect.sink.ColumnEncoder;
import io.millrace.connect.sink.Unfit;
import io.millrace.records.Decode;
import io.millrace.records.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Whole numbers and floats, little-endian: into floats only where every value is one of theirs, whole numbers are checked
 * one by one.
 */
final class NumberEncoders {
    private static final int LONG_BITS = 64;
    private static final int LONG_DIGITS = 18;
    private static final int MAX_DIGITS = 78; // of a UInt256

    private NumberEncoders() {}

    static @Nullable ColumnEncoder of(Kind kind, ClickHouseType column) {
        return switch (column.name()) {
            case "Float32" ->
                switch (kind) {
                    case FLOAT32, INT8, INT16 -> NumberEncoders::float32;
                    default -> null;
                };
            case "Float64" ->
                switch (kind) {
                    case FLOAT32, FLOAT64, INT8, INT16, INT32 -> NumberEncoders::float64;
                    case INT64 -> NumberEncoders::wholeFloat64;
                    default -> null;
                };
            default -> whole(kind, new Whole(column.bits() / 8, column.isUnsigned()));
        };
    }

    static void bool(Object value, ByteSink out) {
        out.put((Boolean) value ? 1 : 0);
    }

    private static void float32(Object value, ByteSink out) {
        out.putIntLe(Float.floatToRawIntBits(((Number) value).floatValue()));
    }

    private static void float64(Object value, ByteSink out) {
        out.putLongLe(Double.doubleToRawLongBits(((Number) value).doubleValue()));
    }

    private static void wholeFloat64(Object value, ByteSink out) {
        long number = ((Number) value).longValue();
        double nearest = number;
        if ((long) nearest != number || number == Long.MAX_VALUE) { // which the cast back saturates to
            throw new Unfit("a number that the column would round", "Alter the column to Int64 or Decimal.");
        }
        float64(value, out);
    }

    private static @Nullable ColumnEncoder whole(Kind kind, Whole type) {
        return switch (kind) {
            case INT8, INT16, INT32, INT64 -> (value, out) -> type.put(((Number) value).longValue(), out);
            case DECIMAL -> (value, out) -> decimal(Decode.decimal(value), type, out);
            case BITS -> type.isUnsigned() ? (value, out) -> bits(Decode.bytes(value), type, out) : null;
            case BOOLEAN -> type.bytes() == 1 ? NumberEncoders::bool : null;
            default -> null;
        };
    }

    private static void decimal(BigDecimal value, Whole type, ByteSink out) {
        long digits = (long) value.precision() - value.scale();
        if (value.signum() != 0 && digits > MAX_DIGITS) {
            throw Whole.beyond();
        }
        try {
            if (value.signum() == 0 || digits <= LONG_DIGITS) {
                type.put(value.longValueExact(), out);
            } else {
                type.put(value.toBigIntegerExact(), out);
            }
        } catch (ArithmeticException e) {
            throw new Unfit("a decimal that is no whole number", "Alter the column to Decimal.");
        }
    }

    /** As a number, the least significant byte first, as they come. */
    private static void bits(byte[] littleEndian, Whole type, ByteSink out) {
        for (int i = type.bytes(); i < littleEndian.length; i++) {
            if (littleEndian[i] != 0) {
                throw Whole.beyond();
            }
        }
        int given = Math.min(littleEndian.length, type.bytes());
        out.put(littleEndian, 0, given);
        for (int i = given; i < type.bytes(); i++) {
            out.put(0);
        }
    }

    /** A type of whole numbers. */
    private record Whole(int bytes, boolean isUnsigned) {
        void put(long number, ByteSink out) {
            int bits = bytes * 8;
            boolean fits = isUnsigned
                    ? number >= 0 && (bits >= LONG_BITS || number >>> bits == 0)
                    : bits >= LONG_BITS || number == number << (LONG_BITS - bits) >> (LONG_BITS - bits);
            if (!fits) {
                throw beyond();
            }
            putLe(number, bytes, out);
        }

        void put(BigInteger number, ByteSink out) {
            int room = isUnsigned ? bytes * 8 : bytes * 8 - 1;
            if (number.bitLength() > room || (isUnsigned && number.signum() < 0)) {
                throw beyond();
            }
            putLe(number, bytes, out);
        }

        static Unfit beyond() {
            return new Unfit("a number beyond the column's range", "Alter the column to a wider type.");
        }
    }

    /** A number that fits, in two's complement. */
    static void putLe(long number, int bytes, ByteSink out) {
        switch (bytes) {
            case 1 -> out.put((int) number);
            case 2 -> out.putShortLe((int) number);
            case 4 -> out.putIntLe((int) number);
            default -> {
                out.putLongLe(number);
                for (int i = Long.BYTES; i < bytes; i += Long.BYTES) {
                    out.putLongLe(number >> 63);
                }
            }
        }
    }

    /** The same for one that no long holds. */
    static void putLe(BigInteger number, int bytes, ByteSink out) {
        byte[] bigEndian = number.toByteArray();
        int at = out.reserve(bytes);
        byte[] array = out.array();
        for (int i = 0; i < bytes; i++) {
            int from = bigEndian.length - 1 - i;
            array[at + i] = from >= 0 ? bigEndian[from] : (byte) (number.signum() >> 31);
        }
        out.advance(bytes);
    }
}
