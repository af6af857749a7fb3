// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.clickhouse;

import io.millrace.bench.sink.Shape;
import io.millrace.bench.sink.SinkMeasurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How many times as fast as another {@code millrace} has to be, and {@code millrace-ahead}. */
record Target(Contestant other, double times) {
    private static final int MANY_ROWS = 10_000;
    private static final int MOST_ROWS = 100_000;

    /** Those of a case: near what nobody can pass, and well ahead of the official client and of JSON. */
    static List<Target> of(Case measured) {
        List<Target> targets = new ArrayList<>();
        targets.add(new Target(Contestant.RAW, measured.shape() == Shape.COLUMNS_10 ? 0.9 : 0.85));
        if (measured.blockRows() >= MANY_ROWS) {
            targets.add(new Target(Contestant.CLIENT_V2, measured.blockRows() >= MOST_ROWS ? 1.25 : 1.15));
        }
        targets.add(new Target(Contestant.JSON_EACH_ROW, 2));
        return targets;
    }

    boolean isMet(SinkMeasurement millrace, SinkMeasurement against) {
        return millrace.timesAsFastAs(against) >= times;
    }

    /** {@code millrace / raw 0.93, target 0.90: met}. */
    String verdict(SinkMeasurement millrace, SinkMeasurement against) {
        return String.format(
                Locale.ROOT,
                "%s / %s %.2f, target %.2f: %s",
                millrace.contender(),
                other.text(),
                millrace.timesAsFastAs(against),
                times,
                isMet(millrace, against) ? "met" : "missed");
    }
}
