// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Month;
import java.time.OffsetDateTime;
import java.time.Year;
import org.apache.kafka.connect.data.Struct;

/**
 * Reads values of logical types, exactly: what cannot be represented is an {@link ArithmeticException} or
 * {@link DateTimeException}, never a rounded value. Their messages do not hold the value.
 */
public final class Decode {
    private static final long MICROS = 1_000_000L;

    private Decode() {}

    /** A calendar period: each part keeps its own sign. */
    public record Period(int months, int days, long micros) {}

    /** {@code count} units as microseconds, if that loses nothing. */
    public static long exactMicros(long count, long unitsPerSecond) {
        if (unitsPerSecond <= MICROS) {
            return Math.multiplyExact(count, MICROS / unitsPerSecond);
        }
        long perMicro = unitsPerSecond / MICROS;
        if (count % perMicro != 0) {
            throw new ArithmeticException("digits below a microsecond");
        }
        return count / perMicro;
    }

    /** A decimal: as it is, or from Debezium's struct of scale and big-endian unscaled value. */
    public static BigDecimal decimal(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        Struct struct = (Struct) value;
        return new BigDecimal(new BigInteger(bytes(struct.get("value"))), struct.getInt32("scale"));
    }

    /** Connect's BYTES, which come as an array or as a buffer; the buffer's position is left alone. */
    public static byte[] bytes(Object value) {
        if (value instanceof byte[] array) {
            return array;
        }
        ByteBuffer buffer = ((ByteBuffer) value).duplicate();
        byte[] copy = new byte[buffer.remaining()];
        buffer.get(copy);
        return copy;
    }

    /** Whether zoned text is {@code infinity} (1), {@code -infinity} (-1) or a point in time (0). */
    public static int infinity(String zoned) {
        return switch (zoned) {
            case "infinity" -> 1;
            case "-infinity" -> -1;
            default -> 0;
        };
    }

    /** Microseconds since the epoch of ISO-8601 text with an offset, for example {@code 2026-02-03T04:05:06.7+02:00}. */
    public static long zonedMicros(String zoned) {
        long utc = utcMicros(zoned);
        if (utc != Long.MIN_VALUE) {
            return utc;
        }
        OffsetDateTime parsed = parse(zoned);
        if (parsed.getNano() % 1_000 != 0) {
            throw new ArithmeticException("digits below a microsecond");
        }
        return Math.addExact(Math.multiplyExact(parsed.toEpochSecond(), MICROS), parsed.getNano() / 1_000);
    }

    private static OffsetDateTime parse(String zoned) {
        try {
            return OffsetDateTime.parse(zoned);
        } catch (DateTimeException e) {
            throw new DateTimeException("text of " + zoned.length() + " characters that is no ISO-8601 timestamp");
        }
    }

    /** The usual form, {@code yyyy-MM-ddTHH:mm:ss[.f{1,6}]Z}, without a parser's objects; MIN_VALUE for any other. */
    private static long utcMicros(String text) {
        int length = text.length();
        if (length < 20 || length > 27 || text.charAt(length - 1) != 'Z' || !punctuated(text, length)) {
            return Long.MIN_VALUE;
        }
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 7);
        int day = digits(text, 8, 10);
        int hour = digits(text, 11, 13);
        int minute = digits(text, 14, 16);
        int second = digits(text, 17, 19);
        int fraction = length == 20 ? 0 : digits(text, 20, length - 1);
        boolean plausible = (year | month | day | hour | minute | second | fraction) >= 0
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= Month.of(month).length(Year.isLeap(year))
                && hour < 24
                && minute < 60
                && second < 60;
        if (!plausible) {
            return Long.MIN_VALUE;
        }
        for (int missing = length == 20 ? 0 : 27 - length; missing > 0; missing--) {
            fraction *= 10;
        }
        long seconds = ((epochDay(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
        return seconds * MICROS + fraction;
    }

    private static boolean punctuated(String text, int length) {
        return text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(10) == 'T'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':'
                && (length == 20 || (length > 21 && text.charAt(19) == '.'));
    }

    private static int digits(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /** Days from the epoch in the proleptic Gregorian calendar; years count from March so that leap days come last. */
    static long epochDay(long year, int month, int day) {
        long y = month > 2 ? year : year - 1;
        long era = Math.floorDiv(y, 400);
        long yearOfEra = y - era * 400;
        long dayOfYear = (153L * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468;
    }

    /** ISO-8601 period text, each part with its own sign: {@code P1Y2M-3DT4H5M6.7S}. */
    public static Period period(String text) {
        return PeriodText.parse(text);
    }

    /** Bits from least significant byte first (Debezium) to most significant bit first, left-aligned, as SQL writes. */
    public static byte[] bitsLeftAligned(byte[] littleEndian, int bits) {
        byte[] aligned = new byte[(bits + 7) / 8];
        for (int i = 0; i < bits; i++) {
            int source = bits - 1 - i; // bit 0 is the least significant, and the last one written
            boolean set = source / 8 < littleEndian.length && (littleEndian[source / 8] >> (source % 8) & 1) == 1;
            if (set) {
                aligned[i / 8] |= (byte) (0x80 >>> (i % 8));
            }
        }
        return aligned;
    }
}
