// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A moment from which on something that was kept is no longer good. */
public final class Deadline {
    /** Never comes; the clock is not looked at. */
    public static final Deadline NEVER = new Deadline(0);

    private final long atNanos;

    private Deadline(long atNanos) {
        this.atNanos = atNanos;
    }

    /** {@code time} from now; never when it is null. */
    public static Deadline in(@Nullable Duration time, LongSupplier nanoClock) {
        return time == null ? NEVER : new Deadline(nanoClock.getAsLong() + time.toNanos());
    }

    public boolean isOver(LongSupplier nanoClock) {
        return this != NEVER && nanoClock.getAsLong() - atNanos >= 0;
    }

    /** The one of the two that comes first. */
    public Deadline or(Deadline other) {
        if (this == NEVER) {
            return other;
        }
        return other == NEVER || atNanos - other.atNanos < 0 ? this : other;
    }
}
