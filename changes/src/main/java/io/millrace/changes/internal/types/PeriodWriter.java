// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.types;

import java.util.List;

/** Writes intervals as ISO-8601 text, in Debezium's form: all parts, each with its own sign. */
final class PeriodWriter {
    /** The fields of a structured interval, in the order of {@link #period}. */
    static final List<String> PARTS = List.of("years", "months", "days", "hours", "minutes", "seconds", "nanos");

    private static final int NANOS = 1_000_000_000;
    private static final String DATE_UNITS = "YMD";

    private PeriodWriter() {}

    static String period(long[] parts) {
        StringBuilder out = new StringBuilder(40).append('P');
        for (int i = 0; i < DATE_UNITS.length(); i++) {
            out.append(parts[i]).append(DATE_UNITS.charAt(i));
        }
        out.append('T').append(parts[3]).append('H').append(parts[4]).append('M');
        return seconds(out, parts[5], (int) parts[6]);
    }

    /** An exact length of time, {@code P0Y0M0DT36H0M0.5S}, of seconds rounded down and a positive rest. */
    static String duration(long seconds, int nanos) {
        boolean borrow = seconds < 0 && nanos > 0;
        long whole = borrow ? seconds + 1 : seconds;
        StringBuilder out = new StringBuilder(40).append("P0Y0M0DT");
        out.append(whole / 3_600).append('H').append(whole / 60 % 60).append('M');
        return seconds(out, whole % 60, borrow ? nanos - NANOS : nanos);
    }

    private static String seconds(StringBuilder out, long seconds, int nanos) {
        if (nanos == 0) {
            return out.append(seconds).append('S').toString();
        }
        long whole = seconds;
        int rest = nanos;
        if (seconds > 0 && nanos < 0) {
            whole--;
            rest += NANOS;
        } else if (seconds < 0 && nanos > 0) {
            whole++;
            rest -= NANOS;
        }
        if (rest < 0 && whole == 0) {
            out.append('-');
        }
        out.append(whole).append('.');
        int digits = Math.abs(rest);
        for (int unit = NANOS / 10; digits > 0; unit /= 10) {
            out.append((char) ('0' + digits / unit));
            digits %= unit;
        }
        return out.append('S').toString();
    }
}
