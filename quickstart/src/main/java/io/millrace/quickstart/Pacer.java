// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import java.util.function.LongSupplier;

/** Says how many of something are due at a steady rate, counted from when it was made. Not thread-safe. */
final class Pacer {
    private final double perSecond;
    private final LongSupplier nanoClock;
    private final long startNanos;
    private long taken;

    Pacer(double perSecond, LongSupplier nanoClock) {
        this.perSecond = perSecond;
        this.nanoClock = nanoClock;
        this.startNanos = nanoClock.getAsLong();
    }

    /** How many are due and not yet taken; negative when more were taken than due. */
    long due() {
        return (long) ((nanoClock.getAsLong() - startNanos) / 1e9 * perSecond) - taken;
    }

    void take(long count) {
        taken += count;
    }
}
