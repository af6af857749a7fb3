// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.ingest;

import java.util.ArrayList;
import java.util.List;

/** What is measured: requests of so many events, on so many connections. */
record Case(int events, int connections) {
    private static final int BATCH = 100;

    static List<Case> all() {
        List<Case> all = new ArrayList<>();
        for (int events : List.of(BATCH, 1)) {
            for (int connections : List.of(64, 256, 1_024)) {
                all.add(new Case(events, connections));
            }
        }
        return all;
    }

    /** {@code batch-100-64-connections}. */
    String text() {
        return (events == 1 ? "single" : "batch-" + events) + "-" + connections + "-connections";
    }
}
