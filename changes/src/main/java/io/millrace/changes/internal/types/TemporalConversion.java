// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.types;

import io.millrace.changes.internal.types.TypePolicy.Digits;
import io.millrace.records.Kind;
import io.millrace.records.TemporalReader;
import org.jspecify.annotations.Nullable;

/** Reads a date, time or timestamp as seconds and nanoseconds and writes it in the target's form, or settles it. */
final class TemporalConversion implements Conversion {
    private static final int SECOND = 1_000_000_000;

    private final TemporalReader reader;
    private final TemporalTarget target;
    private final @Nullable LocalZone zone;
    private final TypePolicy policy;

    TemporalConversion(TemporalReader reader, TemporalTarget target, @Nullable LocalZone zone, TypePolicy policy) {
        this.reader = reader;
        this.target = target;
        this.zone = zone;
        this.policy = policy;
    }

    @Override
    public @Nullable Object apply(Object value) {
        return switch (reader.special(value)) {
            case NONE -> regular(value);
            case INFINITY ->
                Misfits.settle(
                        policy.infinity(), target.endOfYears(), "infinity", "infinity, which the type cannot hold");
            case MINUS_INFINITY ->
                Misfits.settle(
                        policy.infinity(),
                        target.beginningOfYears(),
                        "-infinity",
                        "-infinity, which the type cannot hold");
            case ZERO_DATE ->
                Misfits.settle(
                        policy.zeroDate(),
                        target.beginningOfYears(),
                        value instanceof String text ? text : "0000-00-00",
                        "a date with a month or day of 00");
        };
    }

    private @Nullable Object regular(Object value) {
        long seconds = reader.seconds(value);
        if (zone != null) {
            seconds -= zone.offset(seconds);
        }
        if (seconds < target.least() || seconds > target.greatest()) {
            return outOfRange(seconds);
        }
        int nanos = reader.nanos(value);
        int unit = target.unitNanos();
        int rest = nanos % unit;
        if (rest == 0) {
            return target.writer().write(seconds, nanos / unit);
        }
        if (policy.temporalDigits() == Digits.FAIL) {
            throw new ArithmeticException(unit == 1_000 ? "digits below a microsecond" : "digits below a millisecond");
        }
        boolean up = policy.temporalDigits() == Digits.ROUND
                ? rest * 2L >= unit
                : target.kind() == Kind.TIME && seconds < 0; // cut off towards midnight
        return rounded(seconds, nanos - rest + (up ? unit : 0));
    }

    private @Nullable Object rounded(long seconds, int nanos) {
        long whole = nanos == SECOND ? seconds + 1 : seconds;
        if (whole > target.greatest()) {
            return outOfRange(whole);
        }
        return target.writer().write(whole, nanos == SECOND ? 0 : nanos / target.unitNanos());
    }

    private @Nullable Object outOfRange(long seconds) {
        return Misfits.settle(
                policy.outOfRange(),
                target.nearest(seconds),
                null,
                target.kind() == Kind.TIME
                        ? "a time that is negative or longer than a day, which the type cannot hold"
                        : "a date beyond the years that are in range");
    }
}
