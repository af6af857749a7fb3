// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import java.time.Duration;
import java.util.Locale;

/** How long is measured. Times are processor time, per contender and fork. */
public enum Effort {
    /** Proves that all contenders work; measures nothing. */
    SMOKE(1, Duration.ZERO, 1, Duration.ZERO),
    QUICK(1, Duration.ofMillis(900), 15, Duration.ofMillis(20)),
    FULL(3, Duration.ofSeconds(3), 30, Duration.ofMillis(30));

    private final int forks;
    private final Duration warmUp;
    private final int slices;
    private final Duration slice;

    Effort(int forks, Duration warmUp, int slices, Duration slice) {
        this.forks = forks;
        this.warmUp = warmUp;
        this.slices = slices;
        this.slice = slice;
    }

    /** How many JVMs measure a case, one after the other. */
    public int forks() {
        return forks;
    }

    Duration warmUp() {
        return warmUp;
    }

    int slices() {
        return slices;
    }

    Duration slice() {
        return slice;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
