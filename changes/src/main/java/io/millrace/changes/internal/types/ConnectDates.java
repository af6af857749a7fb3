// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.types;

import io.millrace.records.SemanticType;
import java.time.Month;
import java.time.Year;
import java.util.Date;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The usual numbers and texts on their way to Connect's own dates, times and timestamps, in a few instructions. What is
 * not usual (out of range, finer than a millisecond, infinite, with an offset) goes to the conversion that settles it.
 */
@SuppressWarnings("JavaUtilDate") // what Connect's own logical types consist of
final class ConnectDates {
    private static final long DAY_MS = 86_400_000;
    private static final long UNUSUAL = Long.MIN_VALUE;
    private static final int FRACTION = 20;

    private final long leastMs;
    private final long greatestMs;
    private final Conversion unusual;

    private ConnectDates(TemporalTarget target, Conversion unusual) {
        this.leastMs = Math.max(target.least(), TemporalTarget.YEAR_1) * 1_000;
        this.greatestMs = Math.min(target.greatest(), TemporalTarget.YEAR_9999) * 1_000 + 999;
        this.unusual = unusual;
    }

    static Conversion of(Schema column, TemporalTarget target, Conversion unusual) {
        String name = target.schema().name();
        if (name == null || !name.startsWith("org.apache.kafka.connect.data.")) {
            return unusual;
        }
        ConnectDates dates = new ConnectDates(target, unusual);
        return switch (SemanticType.trusted(column)) {
            case DATE -> value -> dates.date(value, value instanceof Integer days ? days * DAY_MS : UNUSUAL);
            case TIME -> value -> dates.date(value, value instanceof Integer millis ? millis : UNUSUAL);
            case TIMESTAMP -> value -> dates.date(value, value instanceof Long millis ? millis : UNUSUAL);
            case MICRO_TIME, MICRO_TIMESTAMP ->
                value -> dates.date(value, value instanceof Long micros ? millis(micros) : UNUSUAL);
            case ZONED_TIMESTAMP -> value -> dates.date(value, value instanceof String text ? millis(text) : UNUSUAL);
            default -> unusual;
        };
    }

    private @Nullable Object date(Object value, long millis) {
        return millis >= leastMs && millis <= greatestMs ? new Date(millis) : unusual.apply(value);
    }

    private static long millis(long micros) {
        return micros % 1_000 == 0 ? micros / 1_000 : UNUSUAL;
    }

    /** Of {@code 2026-11-22T09:50:13.518Z}, the fraction short or missing. */
    private static long millis(String text) {
        int end = text.length() - 1;
        if (end < FRACTION - 1
                || text.charAt(end) != 'Z'
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || text.charAt(10) != 'T'
                || text.charAt(13) != ':'
                || text.charAt(16) != ':') {
            return UNUSUAL;
        }
        int year = 100 * twoDigits(text, 0) + twoDigits(text, 2);
        int month = twoDigits(text, 5);
        int day = twoDigits(text, 8);
        int hour = twoDigits(text, 11);
        int minute = twoDigits(text, 14);
        int second = twoDigits(text, 17);
        int fraction = fraction(text, end);
        boolean usual = year > 0
                && month > 0
                && month <= 12
                && day > 0
                && (day <= 28 || day <= Month.of(month).length(Year.isLeap(year)))
                && hour >= 0
                && hour < 24
                && minute >= 0
                && minute < 60
                && second >= 0
                && second < 60
                && fraction >= 0;
        return usual
                ? epochDay(year, month, day) * DAY_MS + (hour * 60 + minute) * 60_000L + second * 1_000L + fraction
                : UNUSUAL;
    }

    /** Milliseconds of {@code .5}, {@code .51} or {@code .518}; negative where there is anything else. */
    private static int fraction(String text, int end) {
        if (end == FRACTION - 1) {
            return 0;
        }
        int digits = end - FRACTION;
        if (text.charAt(FRACTION - 1) != '.' || digits < 1 || digits > 3) {
            return -1;
        }
        int millis = 0;
        for (int i = 0; i < 3; i++) {
            int digit = i < digits ? text.charAt(FRACTION + i) - '0' : 0;
            if (digit < 0 || digit > 9) {
                return -1;
            }
            millis = millis * 10 + digit;
        }
        return millis;
    }

    /** Far below zero where they are none, so that no sum of them is a year. */
    private static int twoDigits(String text, int at) {
        int tens = text.charAt(at) - '0';
        int ones = text.charAt(at + 1) - '0';
        return (tens | ones | (9 - tens) | (9 - ones)) < 0 ? -100_000 : tens * 10 + ones;
    }

    /** Days since 1970-01-01 in the Gregorian calendar, counted in years that begin in March. */
    private static long epochDay(int year, int month, int day) {
        int since = month > 2 ? year : year - 1;
        int march = month > 2 ? month - 3 : month + 9;
        return 365L * since + since / 4 - since / 100 + since / 400 + (153 * march + 2) / 5 + day - 719_469;
    }
}
