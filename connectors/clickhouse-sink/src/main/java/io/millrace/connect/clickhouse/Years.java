// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import java.time.LocalDate;
import java.time.ZoneOffset;

/** Which years {@code DateTime64} has; servers before 26.7 show any other as the nearest of theirs. */
enum Years {
    FROM_1900_TO_2299(1900, 2299),
    /** Since 26.7. Dates stay within 1900 to 2299, in columns and in comparisons. */
    FROM_0_TO_9999(0, 9999);

    private final long minSecond;
    private final long endSecond;
    private final String text;

    Years(int first, int last) {
        minSecond = second(first);
        endSecond = second(last + 1);
        text = first + " to " + last;
    }

    private static long second(int year) {
        return LocalDate.of(year, 1, 1).atStartOfDay().toEpochSecond(ZoneOffset.UTC);
    }

    long minSecond() {
        return minSecond;
    }

    long endSecond() {
        return endSecond;
    }

    @Override
    public String toString() {
        return text;
    }
}
