// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

import java.time.DateTimeException;

/** Reads ISO-8601 periods whose parts each have a sign of their own, as PostgreSQL's intervals do. */
final class PeriodText {
    private static final String DATE_UNITS = "YMWD";
    private static final String TIME_UNITS = "HMS";
    private static final long MICROS = 1_000_000L;

    private final String text;
    private int at;
    private long months;
    private long days;
    private long micros;

    private PeriodText(String text) {
        this.text = text;
    }

    /** Whole microseconds, months and days; finer digits are an {@link ArithmeticException}. */
    static Decode.Period parse(String text) {
        PeriodText period = new PeriodText(text);
        try {
            period.read();
        } catch (StringIndexOutOfBoundsException e) {
            throw period.refusal();
        }
        return new Decode.Period(Math.toIntExact(period.months), Math.toIntExact(period.days), period.micros);
    }

    private void read() {
        require(text.length() > 2 && text.charAt(0) == 'P');
        at = 1;
        parts(DATE_UNITS);
        if (at < text.length()) {
            require(text.charAt(at++) == 'T' && at < text.length());
            parts(TIME_UNITS);
        }
        require(at == text.length());
    }

    /** Numbers, each with a later one of {@code units} than the number before. */
    private void parts(String units) {
        int last = -1;
        while (at < text.length() && text.charAt(at) != 'T') {
            boolean negative = sign();
            long number = digits();
            long fraction = text.charAt(at) == '.' ? fraction() : -1;
            int unit = units.indexOf(text.charAt(at++));
            require(unit > last && (fraction < 0 || text.charAt(at - 1) == 'S'));
            last = unit;
            long signed = negative ? -number : number;
            long rest = fraction < 0 ? 0 : negative ? -fraction : fraction;
            add(units.equals(TIME_UNITS) ? unit + DATE_UNITS.length() : unit, signed, rest);
        }
    }

    private void add(int unit, long number, long fractionMicros) {
        switch (unit) {
            case 0 -> months = Math.addExact(months, Math.multiplyExact(number, 12L));
            case 1 -> months = Math.addExact(months, number);
            case 2 -> days = Math.addExact(days, Math.multiplyExact(number, 7L));
            case 3 -> days = Math.addExact(days, number);
            case 4 -> micros = Math.addExact(micros, Math.multiplyExact(number, 3_600 * MICROS));
            case 5 -> micros = Math.addExact(micros, Math.multiplyExact(number, 60 * MICROS));
            default ->
                micros = Math.addExact(micros, Math.addExact(Math.multiplyExact(number, MICROS), fractionMicros));
        }
    }

    private boolean sign() {
        char sign = text.charAt(at);
        if (sign == '-' || sign == '+') {
            at++;
        }
        return sign == '-';
    }

    private long digits() {
        int from = at;
        long number = 0;
        while (isDigit()) {
            number = Math.addExact(Math.multiplyExact(number, 10L), text.charAt(at++) - '0');
        }
        require(at > from);
        return number;
    }

    /** Up to nine digits after the point, as microseconds. */
    private long fraction() {
        int from = ++at;
        long nanos = 0;
        while (isDigit()) {
            nanos = nanos * 10 + text.charAt(at++) - '0';
            require(at - from <= 9);
        }
        require(at > from);
        for (int missing = 9 - (at - from); missing > 0; missing--) {
            nanos *= 10;
        }
        if (nanos % 1_000 != 0) {
            throw new ArithmeticException("digits below a microsecond");
        }
        return nanos / 1_000;
    }

    private boolean isDigit() {
        char c = text.charAt(at);
        return c >= '0' && c <= '9';
    }

    private void require(boolean condition) {
        if (!condition) {
            throw refusal();
        }
    }

    private DateTimeException refusal() {
        return new DateTimeException("text of " + text.length() + " characters that is no ISO-8601 period");
    }
}
