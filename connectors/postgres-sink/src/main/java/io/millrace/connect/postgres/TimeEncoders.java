// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.ByteSink;
import io.millrace.records.Decode;
import io.millrace.records.Kind;
import io.millrace.records.SemanticType;
import java.time.OffsetTime;
import org.jspecify.annotations.Nullable;

/**
 * Dates and times. PostgreSQL counts days and microseconds from 2000-01-01; {@code timestamp.h} has the bounds. A
 * point in time goes into {@code timestamptz} only, a local date-time into {@code timestamp} only: anything else would
 * move it.
 */
final class TimeEncoders {
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final long EPOCH_DAYS = 10_957;
    private static final long EPOCH_MICROS = EPOCH_DAYS * MICROS_PER_DAY;
    private static final long MIN_DAYS = -2_451_545;
    private static final long END_DAYS = 2_145_031_949;
    private static final long MIN_MICROS = -211_813_488_000_000_000L;
    private static final int MICRO_DIGITS = 6;
    private static final String USE_TEXT = "Alter the column to text to keep such values.";

    private TimeEncoders() {}

    static @Nullable ColumnEncoder of(Kind kind, SemanticType type, PgType column) {
        long unit = column.maxScale() >= MICRO_DIGITS ? 1 : Math.round(Math.pow(10, MICRO_DIGITS - column.maxScale()));
        return switch (column.name()) {
            case "date" -> kind == Kind.DATE ? (value, out) -> date(type.count(value), out) : null;
            case "time" -> kind == Kind.TIME ? (value, out) -> time(micros(type, value, unit), out) : null;
            case "timetz" -> kind == Kind.ZONED_TIME ? TimeEncoders::zonedTime : null;
            case "timestamp" ->
                kind == Kind.LOCAL_TIMESTAMP ? (value, out) -> timestamp(micros(type, value, unit), out) : null;
            case "timestamptz" -> instant(kind, type, unit);
            case "interval" -> interval(kind, type);
            default -> null;
        };
    }

    private static @Nullable ColumnEncoder instant(Kind kind, SemanticType type, long unit) {
        return switch (kind) {
            case INSTANT -> (value, out) -> timestamp(micros(type, value, unit), out);
            case ZONED_TIMESTAMP -> (value, out) -> zonedTimestamp((String) value, unit, out);
            default -> null;
        };
    }

    private static @Nullable ColumnEncoder interval(Kind kind, SemanticType type) {
        return switch (kind) {
            case TIME, DURATION -> (value, out) -> interval(0, 0, micros(type, value, 1), out);
            case PERIOD ->
                (value, out) -> {
                    Decode.Period period = Decode.period((String) value);
                    interval(period.months(), period.days(), period.micros(), out);
                };
            default -> null;
        };
    }

    private static long micros(SemanticType type, Object value, long unit) {
        return rounded(Decode.exactMicros(type.count(value), type.unitsPerSecond()), unit);
    }

    private static long rounded(long micros, long unit) {
        if (micros % unit != 0) {
            throw new Unfit("more digits of a second than the column keeps", "Alter the column to its full precision.");
        }
        return micros;
    }

    private static void date(long epochDay, ByteSink out) {
        long days = epochDay - EPOCH_DAYS;
        if (days < MIN_DAYS || days >= END_DAYS) {
            throw new Unfit("a date beyond PostgreSQL's range (4713 BC to 5874897)", USE_TEXT);
        }
        out.putInt(4);
        out.putInt((int) days);
    }

    private static void time(long micros, ByteSink out) {
        if (micros < 0 || micros > MICROS_PER_DAY) {
            throw new Unfit(
                    "a time that is negative or longer than a day",
                    "Alter the column to interval to keep such values.");
        }
        out.putInt(8);
        out.putLong(micros);
    }

    private static void timestamp(long epochMicros, ByteSink out) {
        if (epochMicros < MIN_MICROS + EPOCH_MICROS) { // the other bound is beyond a long
            throw new Unfit("a timestamp beyond PostgreSQL's range (4713 BC to 294276)", USE_TEXT);
        }
        out.putInt(8);
        out.putLong(epochMicros - EPOCH_MICROS);
    }

    private static void zonedTimestamp(String text, long unit, ByteSink out) {
        int infinity = Decode.infinity(text);
        if (infinity == 0) {
            timestamp(rounded(Decode.zonedMicros(text), unit), out);
            return;
        }
        out.putInt(8);
        out.putLong(infinity > 0 ? Long.MAX_VALUE : Long.MIN_VALUE);
    }

    /** Microseconds of the day, then seconds west of UTC. */
    private static void zonedTime(Object value, ByteSink out) {
        OffsetTime time = OffsetTime.parse((String) value);
        if (time.getNano() % 1_000 != 0) {
            throw new Unfit("a time with digits below a microsecond", USE_TEXT);
        }
        out.putInt(12);
        out.putLong(time.toLocalTime().toNanoOfDay() / 1_000);
        out.putInt(-time.getOffset().getTotalSeconds());
    }

    private static void interval(int months, int days, long micros, ByteSink out) {
        out.putInt(16);
        out.putLong(micros);
        out.putInt(days);
        out.putInt(months);
    }
}
