// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** How this program waits for another. */
record Patience(LongSupplier nanoClock, Pause pause) {
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    /** Lets time pass. */
    interface Pause {
        void take(Duration time);
    }

    /** With the machine's clock. */
    static Patience real() {
        return new Patience(System::nanoTime, time -> {
            try {
                Thread.sleep(time.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Problem("Interrupted.", e);
            }
        });
    }

    /** Asks until the answer is yes, once at least, and at most as long as {@code limit}; says whether it was. */
    boolean until(Duration limit, BooleanSupplier question) {
        long startNanos = nanoClock.getAsLong();
        while (true) {
            if (question.getAsBoolean()) {
                return true;
            }
            if (nanoClock.getAsLong() - startNanos >= limit.toNanos()) {
                return false;
            }
            pause.take(BETWEEN);
        }
    }
}
