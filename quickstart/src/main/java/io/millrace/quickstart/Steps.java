// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Says what is being done and how long it took, one line each. Thread-safe: steps may run side by side. */
final class Steps {
    private final PrintStream out;
    private final LongSupplier nanoClock;

    Steps(PrintStream out, LongSupplier nanoClock) {
        this.out = out;
        this.nanoClock = nanoClock;
    }

    void say(String line) {
        out.println(line);
    }

    /** Carries out a step; the line tells {@code name}, the time, and what the result is. */
    <T> T step(String name, Supplier<T> action, Function<T, String> result) {
        long start = nanoClock.getAsLong();
        T made = action.get();
        double seconds = (nanoClock.getAsLong() - start) / 1e9;
        out.println(String.format(Locale.ROOT, "  %-18s %5.1f s   %s", name, seconds, result.apply(made))
                .stripTrailing());
        return made;
    }
}
