// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

import org.jspecify.annotations.Nullable;

/** When a change was made, as exactly as its source block says: Debezium adds micro- and nanoseconds from 2.6 on. */
final class EventTime {
    private final @Nullable Member nanos;
    private final @Nullable Member micros;
    private final @Nullable Member millis;

    EventTime(Block source) {
        this.nanos = source.member("ts_ns");
        this.micros = source.member("ts_us");
        this.millis = source.member("ts_ms");
    }

    /** Nanoseconds since the epoch; -1 if the event does not say, or says a time before it. */
    long nanos(Object source) {
        if (read(nanos, source) instanceof Number exact) {
            return Math.max(-1, exact.longValue());
        }
        if (read(micros, source) instanceof Number exact) {
            return scaled(exact.longValue(), 1_000);
        }
        return read(millis, source) instanceof Number rough ? scaled(rough.longValue(), 1_000_000) : -1;
    }

    /** Whether the time is more exact than to the millisecond. */
    boolean isExact(Object source) {
        return read(nanos, source) != null || read(micros, source) != null;
    }

    private static long scaled(long time, long nanosPerUnit) {
        return time < 0 || time > Long.MAX_VALUE / nanosPerUnit ? -1 : time * nanosPerUnit;
    }

    private static @Nullable Object read(@Nullable Member member, Object source) {
        return member == null ? null : member.read(source);
    }
}
