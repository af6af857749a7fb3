// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.ingest;

import java.time.Duration;

/** How long is measured. */
enum Pace {
    /** Proves that all contenders work; measures next to nothing. */
    SMOKE(1, 64, Duration.ZERO, Duration.ofMillis(100), Duration.ofMillis(500)),
    QUICK(3, 256, Duration.ofSeconds(20), Duration.ofSeconds(3), Duration.ofSeconds(5)),
    FULL(5, 1_024, Duration.ofSeconds(40), Duration.ofSeconds(8), Duration.ofSeconds(15));

    private final int rounds;
    private final int connections;
    private final Duration warmUp;
    private final Duration saturated;
    private final Duration half;

    Pace(int rounds, int connections, Duration warmUp, Duration saturated, Duration half) {
        this.rounds = rounds;
        this.connections = connections;
        this.warmUp = warmUp;
        this.saturated = saturated;
        this.half = half;
    }

    int rounds() {
        return rounds;
    }

    /** Cases have at most as many. */
    int connections() {
        return connections;
    }

    /** Of each contender, before anything is measured. */
    Duration warmUp() {
        return warmUp;
    }

    /** A turn sends as much as is answered for so long. */
    Duration saturated() {
        return saturated;
    }

    /** And then half as much for so long. */
    Duration half() {
        return half;
    }
}
