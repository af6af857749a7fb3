// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

import java.time.DateTimeException;
import java.time.Month;
import java.time.Year;

/**
 * Takes ISO-8601 dates and times apart in place: {@code [+|-]yyyy-MM-dd}, {@code HH:mm[:ss[.f{1,9}]]}, and a zone that
 * is {@code Z}, {@code ±HH[:mm[:ss]]} or missing. Nothing but numbers comes out, and nothing is allocated.
 */
final class IsoText {
    private static final int SECONDS_PER_DAY = 86_400;
    private static final int MAX_YEAR_DIGITS = 9;

    private IsoText() {}

    /** Where the date ends: four characters of month and day, with their hyphens, after the year. */
    static int dateEnd(String text) {
        int hyphen = text.indexOf('-', 1);
        if (hyphen < 0 || hyphen + 6 > text.length()) {
            throw refusal(text);
        }
        return hyphen + 6;
    }

    /** Whether month or day is 00, which MySQL allows. */
    static boolean isZeroDate(String text) {
        int end = dateEnd(text);
        return digits(text, end - 5, end - 3) == 0 || digits(text, end - 2, end) == 0;
    }

    static long epochDay(String text) {
        int end = dateEnd(text);
        int month = digits(text, end - 5, end - 3);
        int day = digits(text, end - 2, end);
        long year = year(text, end - 6);
        if (text.charAt(end - 3) != '-'
                || month < 1
                || month > 12
                || day < 1
                || day > Month.of(month).length(Year.isLeap(year))) {
            throw refusal(text);
        }
        return Decode.epochDay(year, month, day);
    }

    private static long year(String text, int end) {
        char sign = text.charAt(0);
        int from = sign == '-' || sign == '+' ? 1 : 0;
        if (end - from < 4 || end - from > MAX_YEAR_DIGITS) {
            throw refusal(text);
        }
        int year = digits(text, from, end);
        return sign == '-' ? -year : year;
    }

    /** Whole seconds past midnight of the time that begins at {@code at}; 24:00:00 is allowed. */
    static int secondOfDay(String text, int at) {
        if (at + 5 > text.length() || text.charAt(at + 2) != ':') {
            throw refusal(text);
        }
        int second = hasSeconds(text, at) ? digits(text, at + 6, at + 8) : 0;
        int minute = digits(text, at + 3, at + 5);
        int of = (digits(text, at, at + 2) * 60 + minute) * 60 + second;
        if (minute > 59 || second > 59 || of > SECONDS_PER_DAY) {
            throw refusal(text);
        }
        return of;
    }

    private static boolean hasSeconds(String text, int at) {
        return at + 8 <= text.length() && text.charAt(at + 5) == ':';
    }

    static int nanos(String text, int at) {
        int end = timeEnd(text, at);
        int from = at + 9;
        if (end < from) {
            return 0;
        }
        if (end == from || end - from > 9) {
            throw refusal(text);
        }
        int nanos = digits(text, from, end);
        for (int missing = 9 - (end - from); missing > 0; missing--) {
            nanos *= 10;
        }
        return nanos;
    }

    /** Where the time that begins at {@code at} ends, and its zone begins. */
    static int timeEnd(String text, int at) {
        if (!hasSeconds(text, at)) {
            return at + 5;
        }
        int end = at + 8;
        if (end == text.length() || text.charAt(end) != '.') {
            return end;
        }
        do {
            end++;
        } while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9');
        return end;
    }

    /** Seconds east of UTC of the zone that begins at {@code at}; 0 where there is none. */
    static int offset(String text, int at) {
        int rest = text.length() - at;
        if (rest == 0 || (rest == 1 && text.charAt(at) == 'Z')) {
            return 0;
        }
        char sign = text.charAt(at);
        if ((sign != '+' && sign != '-') || (rest != 3 && rest != 6 && rest != 9)) {
            throw refusal(text);
        }
        int seconds = digits(text, at + 1, at + 3) * 3_600;
        for (int part = at + 3, unit = 60; part < text.length(); part += 3, unit /= 60) {
            if (text.charAt(part) != ':') {
                throw refusal(text);
            }
            seconds += digits(text, part + 1, part + 3) * unit;
        }
        if (seconds > 18 * 3_600) {
            throw refusal(text);
        }
        return sign == '-' ? -seconds : seconds;
    }

    private static int digits(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw refusal(text);
            }
            number = number * 10 + digit;
        }
        return number;
    }

    static DateTimeException refusal(String text) {
        return new DateTimeException("text of " + text.length() + " characters that is no ISO-8601 date or time");
    }
}
