// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.clickhouse;

import io.millrace.bench.sink.Shape;
import java.time.Duration;

/** How long is measured. */
enum Pace {
    /** Proves that all contenders work; measures next to nothing. */
    SMOKE(1, 0, 0, Duration.ZERO, 2_000),
    QUICK(5, 4, 1, Duration.ofMillis(400), 400_000),
    FULL(9, 8, 2, Duration.ofSeconds(2), 800_000);

    private static final int WIDE_SHARE = 2;

    private final int rounds;
    private final int firstRounds;
    private final int warmUpRounds;
    private final Duration slot;
    private final int rows;

    Pace(int rounds, int firstRounds, int warmUpRounds, Duration slot, int rows) {
        this.rounds = rounds;
        this.firstRounds = firstRounds;
        this.warmUpRounds = warmUpRounds;
        this.slot = slot;
        this.rows = rows;
    }

    int rounds() {
        return rounds;
    }

    /** Those before anything else, until the contenders are compiled. */
    int firstRounds() {
        return firstRounds;
    }

    /** Those of each case that are not counted. */
    int warmUpRounds() {
        return warmUpRounds;
    }

    /** A contender's turn ends when this is over, or when all rows are written. */
    Duration slot() {
        return slot;
    }

    int rows(Shape shape) {
        return shape == Shape.COLUMNS_10 ? rows : rows / WIDE_SHARE;
    }
}
