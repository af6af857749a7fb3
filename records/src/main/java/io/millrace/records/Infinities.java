// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

import io.millrace.records.TemporalReader.Special;

/**
 * The numbers that Debezium's PostgreSQL connector sends for {@code infinity} and {@code -infinity}, as observed with
 * 3.6.1 and 3.7.0 on PostgreSQL 17: the driver's own marks, converted as if they were dates. All lie outside of
 * PostgreSQL's ranges, or are the last value of the number's type.
 */
final class Infinities {
    private static final long LEAST_DAY = -2_440_588; // 4714-11-24 BC, the first day that PostgreSQL knows
    private static final long GREATEST_DAY = 2_145_042_905; // 5874897-12-31
    private static final long DRIVER_DAY = 106_751_991_166L; // +292278994-08-16
    private static final long DRIVER_MINUS_DAY = Decode.epochDay(292_269_055, 12, 2); // its year lost its sign
    private static final int WRAPPED_DAY = (int) DRIVER_DAY; // as an int32
    private static final int WRAPPED_MINUS_DAY = (int) DRIVER_MINUS_DAY;
    private static final long DRIVER = 9_223_372_036_825_200L;
    private static final long DRIVER_MINUS = -9_223_372_036_832_400L;

    private Infinities() {}

    /** Of a number of days. Where the driver's mark passes through a time zone, it may be a day off. */
    static Special day(long day) {
        if (day >= LEAST_DAY && day <= GREATEST_DAY) {
            return Special.NONE;
        }
        if (day == 2_146_033_979 || day == -2_147_472_692 || near(day, DRIVER_DAY) || near(day, WRAPPED_DAY)) {
            return Special.INFINITY;
        }
        boolean minus = day == -2_147_472_691 || near(day, DRIVER_MINUS_DAY) || near(day, WRAPPED_MINUS_DAY);
        return minus ? Special.MINUS_INFINITY : Special.NONE;
    }

    private static boolean near(long day, long mark) {
        return Math.abs(day - mark) <= 1;
    }

    /** Of a count of milliseconds, microseconds or nanoseconds. */
    static Special count(long count, long unitsPerSecond) {
        if (count == Long.MAX_VALUE || count == Long.MIN_VALUE) {
            return count > 0 ? Special.INFINITY : Special.MINUS_INFINITY;
        }
        boolean micros = unitsPerSecond == 1_000_000;
        if (count == DRIVER * 1_000 || (count == DRIVER && !micros)) {
            return unitsPerSecond <= 1_000_000 ? Special.INFINITY : Special.NONE;
        }
        if (count == DRIVER_MINUS * 1_000 || (count == DRIVER_MINUS && !micros)) {
            return unitsPerSecond <= 1_000_000 ? Special.MINUS_INFINITY : Special.NONE;
        }
        return Special.NONE;
    }

    /** Of seconds and nanoseconds that were read from text. */
    static Special instant(long seconds, int nanos) {
        if (seconds >= LEAST_DAY * 86_400 && seconds < DRIVER / 1_000) {
            return Special.NONE;
        }
        if ((seconds == DRIVER / 1_000 && nanos == 200_000_000) || seconds == DRIVER) {
            return Special.INFINITY;
        }
        boolean minus = (seconds == Math.floorDiv(DRIVER_MINUS, 1_000) && nanos == 600_000_000)
                || seconds == DRIVER_MINUS
                || near(Math.floorDiv(seconds, 86_400), DRIVER_MINUS_DAY);
        return minus ? Special.MINUS_INFINITY : Special.NONE;
    }
}
