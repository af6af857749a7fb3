// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal;

/**
 * Reads instants as APIs write them (RFC 3339 section 5.6: {@code 2026-03-01T12:00:00.123Z}, or with an offset such as
 * {@code +02:00}) without a formatter's garbage.
 */
public final class Instants {
    /** Returned for text that is no instant. No instant of the years 0 to 9999 has this value. */
    public static final long INVALID = Long.MIN_VALUE;

    private static final int SHORTEST = "2026-03-01T12:00:00Z".length();
    private static final int[] DAYS_BEFORE_MONTH = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};

    private Instants() {}

    /** Milliseconds since 1970, or {@link #INVALID}. Digits beyond the millisecond are cut off, never rounded up. */
    public static long parseMillis(char[] text, int offset, int length) {
        if (length < SHORTEST || !hasSeparators(text, offset)) {
            return INVALID;
        }
        int year = digits(text, offset, 4);
        int month = digits(text, offset + 5, 2);
        int day = digits(text, offset + 8, 2);
        int hour = digits(text, offset + 11, 2);
        int minute = digits(text, offset + 14, 2);
        int second = digits(text, offset + 17, 2);
        if (!isDate(year, month, day) || !isTime(hour, minute) || second < 0 || second > 59) {
            return INVALID;
        }
        int end = offset + length;
        int zone = endOfFraction(text, offset + 19, end);
        int east = offsetMinutes(text, zone, end);
        if (east == Integer.MIN_VALUE) {
            return INVALID;
        }
        long minutes = (epochDay(year, month, day) * 24 + hour) * 60 + minute - east;
        return (minutes * 60 + second) * 1000 + fractionMillis(text, offset + 19, zone);
    }

    /** Where the zone begins; the end of the text if there is a point without digits. */
    private static int endOfFraction(char[] text, int at, int end) {
        if (text[at] != '.') {
            return at;
        }
        int next = at + 1;
        while (next < end && text[next] >= '0' && text[next] <= '9') {
            next++;
        }
        return next == at + 1 ? end : next;
    }

    private static int fractionMillis(char[] text, int at, int end) {
        int millis = 0;
        for (int i = at + 1, weight = 100; i < end && weight > 0; i++, weight /= 10) {
            millis += (text[i] - '0') * weight;
        }
        return millis;
    }

    private static boolean hasSeparators(char[] text, int offset) {
        return text[offset + 4] == '-'
                && text[offset + 7] == '-'
                && (text[offset + 10] == 'T' || text[offset + 10] == 't' || text[offset + 10] == ' ')
                && text[offset + 13] == ':'
                && text[offset + 16] == ':';
    }

    private static boolean isDate(int year, int month, int day) {
        return year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
    }

    private static boolean isTime(int hour, int minute) {
        return hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59;
    }

    /** Minutes east of UTC, or {@code Integer.MIN_VALUE}. */
    private static int offsetMinutes(char[] text, int at, int end) {
        if (end - at == 1 && (text[at] == 'Z' || text[at] == 'z')) {
            return 0;
        }
        if (end - at != 6 || (text[at] != '+' && text[at] != '-') || text[at + 3] != ':') {
            return Integer.MIN_VALUE;
        }
        int hour = digits(text, at + 1, 2);
        int minute = digits(text, at + 4, 2);
        if (!isTime(hour, minute)) {
            return Integer.MIN_VALUE;
        }
        int minutes = hour * 60 + minute;
        return text[at] == '-' ? -minutes : minutes;
    }

    private static int daysIn(int year, int month) {
        int days = DAYS_BEFORE_MONTH[month] - DAYS_BEFORE_MONTH[month - 1];
        return month == 2 && isLeap(year) ? days + 1 : days;
    }

    private static boolean isLeap(int year) {
        return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    private static long epochDay(int year, int month, int day) {
        int before = Math.max(0, year - 1);
        int leaps = year == 0 ? 0 : 1 + before / 4 - before / 100 + before / 400; // year 0 is one
        int dayOfYear = DAYS_BEFORE_MONTH[month - 1] + (month > 2 && isLeap(year) ? 1 : 0) + day - 1;
        return 365L * year + leaps + dayOfYear - 719_528;
    }

    /** The number that {@code count} digits write, or -1. */
    private static int digits(char[] text, int at, int count) {
        int value = 0;
        for (int i = at; i < at + count; i++) {
            char c = text[i];
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value;
    }
}
