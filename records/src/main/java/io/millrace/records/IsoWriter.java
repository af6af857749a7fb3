// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Writes dates and times as ISO-8601 text: seconds always, then as many digits as are needed. Years of other than four
 * digits have a sign, as in {@link java.time.LocalDate}. Times that are negative or longer than a day are written as
 * MySQL does: {@code -12:34:56}, {@code 123:45:06.789}.
 */
public final class IsoWriter {
    private static final int DAY = 86_400;
    private static final int LONGEST = 48;

    private final byte[] out = new byte[LONGEST];
    private int at;

    private IsoWriter() {}

    /** What {@link TemporalReader} read of a value of this kind, as text. */
    public static String write(Kind kind, long seconds, int nanos) {
        IsoWriter text = new IsoWriter();
        switch (kind) {
            case DATE -> text.date(Math.floorDiv(seconds, DAY));
            case TIME -> text.time(seconds, nanos);
            case ZONED_TIME -> text.time(seconds, nanos).put('Z');
            case INSTANT -> text.dateTime(seconds, nanos).put('Z');
            default -> text.dateTime(seconds, nanos);
        }
        return new String(text.out, 0, text.at, ISO_8859_1);
    }

    private IsoWriter dateTime(long seconds, int nanos) {
        return date(Math.floorDiv(seconds, DAY)).put('T').time(Math.floorMod(seconds, DAY), nanos);
    }

    /** Day, month and year of a count of days: four centuries have 146,097; the year begins in March. */
    private IsoWriter date(long epochDay) {
        long shifted = epochDay + 719_468;
        long era = Math.floorDiv(shifted, 146_097);
        long ofEra = shifted - era * 146_097;
        long yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365;
        long ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int month = (int) ((5 * ofYear + 2) / 153);
        int day = (int) (ofYear - (153 * month + 2) / 5 + 1);
        int calendarMonth = month < 10 ? month + 3 : month - 9;
        year(yearOfEra + era * 400 + (calendarMonth <= 2 ? 1 : 0));
        return put('-').digits(calendarMonth, 2).put('-').digits(day, 2);
    }

    private void year(long year) {
        if (year < 0) {
            put('-');
        } else if (year > 9_999) {
            put('+');
        }
        digits(Math.abs(year), 4);
    }

    private IsoWriter time(long seconds, int nanos) {
        long whole = seconds;
        int fraction = nanos;
        if (seconds < 0) {
            put('-');
            whole = nanos == 0 ? -seconds : -(seconds + 1);
            fraction = nanos == 0 ? 0 : 1_000_000_000 - nanos;
        }
        digits(whole / 3_600, 2).put(':').digits(whole / 60 % 60, 2).put(':').digits(whole % 60, 2);
        return fraction == 0 ? this : put('.').fraction(fraction);
    }

    private IsoWriter fraction(int nanos) {
        int rest = nanos;
        int width = 9;
        while (rest % 10 == 0) {
            rest /= 10;
            width--;
        }
        return digits(rest, width);
    }

    private IsoWriter digits(long number, int atLeast) {
        int width = atLeast;
        for (long rest = number; rest >= power(width); ) {
            width++;
        }
        long rest = number;
        for (int i = at + width - 1; i >= at; i--) {
            out[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        at += width;
        return this;
    }

    private static long power(int digits) {
        long power = 1;
        for (int i = 0; i < digits; i++) {
            power *= 10;
        }
        return power;
    }

    private IsoWriter put(char c) {
        out[at++] = (byte) c;
        return this;
    }
}
