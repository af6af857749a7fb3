// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.types;

import io.millrace.changes.internal.types.TypePolicy.Digits;
import io.millrace.changes.internal.types.TypePolicy.Interval;
import io.millrace.changes.internal.types.TypePolicy.Misfit;
import io.millrace.records.Decode;
import io.millrace.records.Kind;
import io.millrace.records.SemanticType;
import io.millrace.records.Structs;
import io.millrace.records.TemporalReader;
import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Intervals: counts of microseconds or nanoseconds, ISO-8601 periods, and structs of years to nanoseconds. */
final class IntervalTypes {
    private static final long MICROS = 1_000_000L;
    private static final long MICROS_PER_DAY = 86_400 * MICROS;
    /** 365.25 days are twelve months: what Debezium's interval.handling.mode=numeric counts. */
    private static final long MICROS_PER_MONTH = 2_629_800 * MICROS;

    private IntervalTypes() {}

    static @Nullable ColumnType of(Schema column, TypePolicy policy) {
        Interval choice = policy.others().interval();
        if (choice == Interval.KEEP) {
            return null;
        }
        boolean text = choice == Interval.ISO || policy.outOfRange() == Misfit.STRING;
        SchemaBuilder target = text
                ? ColumnType.named(SemanticType.INTERVAL, SchemaBuilder.string())
                : ColumnType.named(SemanticType.MICRO_DURATION, SchemaBuilder.int64());
        Conversion conversion = Kind.meaningOf(column) == Kind.DURATION
                ? ofCount(column, policy, text)
                : column.type() == Schema.Type.STRUCT ? ofStruct(column, policy, text) : ofText(policy, text);
        return new ColumnType(ColumnType.like(column, target), conversion);
    }

    private static Conversion ofCount(Schema column, TypePolicy policy, boolean text) {
        SemanticType type = SemanticType.of(column);
        TemporalReader reader = Objects.requireNonNull(TemporalReader.of(column));
        return value -> {
            long count = type.count(value);
            if (count == Long.MAX_VALUE || count == Long.MIN_VALUE) {
                return beyond(policy, count); // where Debezium stops counting
            }
            long seconds = reader.seconds(value);
            int nanos = reader.nanos(value);
            return text ? PeriodWriter.duration(seconds, nanos) : micros(seconds, nanos, policy.temporalDigits());
        };
    }

    private static Object micros(long seconds, int nanos, Digits digits) {
        int rest = nanos % 1_000;
        if (rest != 0 && digits == Digits.FAIL) {
            throw new ArithmeticException("digits below a microsecond");
        }
        boolean up = rest != 0 && (digits == Digits.ROUND ? rest >= 500 : seconds < 0);
        return seconds * MICROS + (nanos - rest) / 1_000 + (up ? 1 : 0);
    }

    private static @Nullable Conversion ofText(TypePolicy policy, boolean text) {
        return text
                ? null
                : value -> {
                    try {
                        Decode.Period period = Decode.period((String) value);
                        return total(period.months(), period.days(), period.micros());
                    } catch (ArithmeticException e) {
                        if ("digits below a microsecond".equals(e.getMessage())) {
                            throw e;
                        }
                        return beyond(policy, ((String) value).indexOf('-') < 0 ? Long.MAX_VALUE : Long.MIN_VALUE);
                    }
                };
    }

    private static Object total(long months, long days, long micros) {
        long calendar =
                Math.addExact(Math.multiplyExact(months, MICROS_PER_MONTH), Math.multiplyExact(days, MICROS_PER_DAY));
        return Math.addExact(calendar, micros);
    }

    private static Conversion ofStruct(Schema column, TypePolicy policy, boolean text) {
        @Nullable Field[] fields = PeriodWriter.PARTS.stream().map(column::field).toArray(Field[]::new);
        return value -> {
            long[] parts = parts((Struct) value, fields);
            return text ? PeriodWriter.period(parts) : micros(parts, policy);
        };
    }

    private static long[] parts(Struct struct, @Nullable Field[] fields) {
        long[] parts = new long[fields.length];
        for (int i = 0; i < parts.length; i++) {
            Field field = fields[i];
            Object part = field == null ? null : Structs.get(struct, field);
            parts[i] = part == null ? 0 : ((Number) part).longValue();
        }
        return parts;
    }

    private static @Nullable Object micros(long[] parts, TypePolicy policy) {
        long fraction = wholeMicros(parts[6], policy.temporalDigits());
        try {
            long seconds = Math.addExact((parts[3] * 60 + parts[4]) * 60, parts[5]);
            long micros = Math.addExact(Math.multiplyExact(seconds, MICROS), fraction);
            return total(parts[0] * 12 + parts[1], parts[2], micros);
        } catch (ArithmeticException e) {
            return beyond(policy, parts[0] < 0 ? Long.MIN_VALUE : Long.MAX_VALUE);
        }
    }

    private static long wholeMicros(long nanos, Digits digits) {
        long rest = nanos % 1_000;
        if (rest != 0 && digits == Digits.FAIL) {
            throw new ArithmeticException("digits below a microsecond");
        }
        boolean up = digits == Digits.ROUND && Math.abs(rest) >= 500;
        return nanos / 1_000 + (up ? Long.signum(rest) : 0);
    }

    private static @Nullable Object beyond(TypePolicy policy, long nearest) {
        return Misfits.settle(
                policy.outOfRange(), nearest, null, "an interval beyond what 64 bits of microseconds can count");
    }
}
