// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.ByteSink;
import io.millrace.connect.sink.ColumnEncoder;
import io.millrace.connect.sink.ScalarText;
import io.millrace.connect.sink.Unfit;
import io.millrace.records.Decode;
import io.millrace.records.Kind;
import io.millrace.records.SemanticType;
import io.millrace.records.TemporalReader;
import java.util.Objects;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Dates and times. ClickHouse counts days and parts of a second from 1970-01-01, in UTC whatever the column's zone, which
 * is for showing them only. So a point in time goes into any zone; a local date-time only where it is shown as it is, in
 * UTC or in the server's own zone. Counts take a short way, all others are read by {@link TemporalReader}.
 */
final class TimeEncoders {
    private static final int SECONDS_PER_DAY = 86_400;
    private static final int NANO_DIGITS = 9;
    private static final long NANOS = 1_000_000_000;
    private static final long MICROS = 1_000_000;
    private static final long MAX_DAY = 65_535;
    private static final long MIN_DAY_32 = -25_567;
    private static final long MAX_DAY_32 = 120_529;
    private static final long END_OF_UINT32 = 1L << 32;
    private static final int MAX_HOURS = 1_000;
    private static final int UTC_LENGTH = 20;
    private static final int UTC_MICROS_LENGTH = 27;
    private static final String USE_TEXT = "Alter the column to String to keep such values.";

    private TimeEncoders() {}

    static @Nullable ColumnEncoder of(Schema schema, ClickHouseType column, Years years) {
        Kind kind = Kind.meaningOf(schema);
        return switch (column.name()) {
            case "Date" -> kind == Kind.DATE ? date(schema, 0, MAX_DAY, "Date's range (1970 to 2149)") : null;
            case "Date32" ->
                kind == Kind.DATE ? date32(schema, MIN_DAY_32, MAX_DAY_32, "Date32's range (1900 to 2299)") : null;
            case "DateTime", "DateTime64" ->
                isShownAsItIs(kind, column.limits().zone()) ? timestamp(schema, Ticks.of(column, years)) : null;
            default -> kind == Kind.TIME ? time(schema, column) : null;
        };
    }

    /** Whether times of the kind keep their meaning in a column of the zone. */
    static boolean isShownAsItIs(Kind kind, String zone) {
        return switch (kind) {
            case INSTANT, ZONED_TIMESTAMP -> true;
            case LOCAL_TIMESTAMP ->
                switch (zone) {
                    case "", "UTC", "Etc/UTC" -> true;
                    default -> false;
                };
            default -> false;
        };
    }

    private static TemporalReader reader(Schema schema) {
        return Objects.requireNonNull(TemporalReader.of(schema));
    }

    private static ColumnEncoder date(Schema schema, long min, long max, String range) {
        TemporalReader reader = reader(schema);
        return (value, out) -> out.putShortLe((int) day(reader, value, min, max, range));
    }

    private static ColumnEncoder date32(Schema schema, long min, long max, String range) {
        TemporalReader reader = reader(schema);
        return (value, out) -> out.putIntLe((int) day(reader, value, min, max, range));
    }

    private static long day(TemporalReader reader, Object value, long min, long max, String range) {
        requirePoint(reader, value, "date");
        long day = Math.floorDiv(reader.seconds(value), SECONDS_PER_DAY);
        if (day < min || day > max) {
            throw new Unfit("a date beyond " + range, USE_TEXT);
        }
        return day;
    }

    private static void requirePoint(TemporalReader reader, Object value, String what) {
        switch (reader.special(value)) {
            case NONE -> {}
            case INFINITY, MINUS_INFINITY -> throw new Unfit("an infinite " + what, USE_TEXT);
            case ZERO_DATE -> throw ScalarText.zeroDate();
        }
    }

    private static ColumnEncoder timestamp(Schema schema, Ticks ticks) {
        TemporalReader reader = reader(schema);
        return switch (Kind.of(schema)) {
            case LOCAL_TIMESTAMP, INSTANT -> count(SemanticType.of(schema), reader, ticks);
            case ZONED_TIMESTAMP ->
                (value, out) -> {
                    String text = (String) value;
                    if (looksUtc(text)) {
                        long micros = Decode.zonedMicros(text);
                        int nanos = (int) (Math.floorMod(micros, MICROS) * 1_000);
                        ticks.put(Math.floorDiv(micros, MICROS), nanos, out);
                    } else {
                        timestamp(reader, value, ticks, out);
                    }
                };
            default -> (value, out) -> timestamp(reader, value, ticks, out);
        };
    }

    /** Within the column's range there is no mark of infinity. */
    private static ColumnEncoder count(SemanticType type, TemporalReader reader, Ticks ticks) {
        long units = type.unitsPerSecond();
        if (units > ticks.perSecond()) {
            return (value, out) -> timestamp(reader, value, ticks, out);
        }
        long factor = ticks.perSecond() / units;
        long min = ticks.minTick() / factor;
        long end = ticks.endTick() / factor;
        return (value, out) -> {
            long count = type.count(value);
            if (count >= min && count < end) {
                ticks.put(count * factor, out);
            } else {
                timestamp(reader, value, ticks, out);
            }
        };
    }

    /** The form that Debezium writes, with a year of four digits. */
    private static boolean looksUtc(String text) {
        int length = text.length();
        return length >= UTC_LENGTH
                && length <= UTC_MICROS_LENGTH
                && text.charAt(length - 1) == 'Z'
                && text.charAt(4) == '-'
                && text.charAt(0) != '-';
    }

    private static void timestamp(TemporalReader reader, Object value, Ticks ticks, ByteSink out) {
        requirePoint(reader, value, "timestamp");
        ticks.put(reader.seconds(value), reader.nanos(value), out);
    }

    private static ColumnEncoder time(Schema schema, ClickHouseType column) {
        TemporalReader reader = reader(schema);
        Ticks ticks = Ticks.ofTime(column);
        return (value, out) -> ticks.put(reader.seconds(value), reader.nanos(value), out);
    }

    /**
     * What a column counts.
     *
     * @param minTick the first that it holds
     * @param endTick the one behind the last
     */
    private record Ticks(int bytes, long perSecond, long minTick, long endTick, String range) {
        static Ticks of(ClickHouseType column, Years years) {
            if (column.name().equals("DateTime")) {
                return new Ticks(4, 1, 0, END_OF_UINT32, "a timestamp beyond DateTime's range (1970 to 2106)");
            }
            long perSecond = perSecond(column);
            long longest = Long.MAX_VALUE / perSecond; // seconds
            boolean isShort = longest < years.endSecond();
            return new Ticks(
                    8,
                    perSecond,
                    years.minSecond() < -longest ? Long.MIN_VALUE : years.minSecond() * perSecond,
                    isShort ? Long.MAX_VALUE : years.endSecond() * perSecond,
                    "a timestamp beyond " + column.name() + "'s range (" + years
                            + (isShort ? ", as far as its " + column.limits().scale() + " digits reach)" : ")"));
        }

        static Ticks ofTime(ClickHouseType column) {
            long perSecond = perSecond(column);
            long end = MAX_HOURS * 3_600L * perSecond;
            return new Ticks(
                    column.name().equals("Time") ? 4 : 8, perSecond, 1 - end, end, "a time of 1000 hours or more");
        }

        private static long perSecond(ClickHouseType column) {
            long perSecond = 1;
            for (int i = 0; i < column.limits().scale(); i++) {
                perSecond *= 10;
            }
            return perSecond;
        }

        void put(long seconds, int nanos, ByteSink out) {
            long nanosPerTick = NANOS / perSecond;
            long fraction = nanos / nanosPerTick;
            if (fraction * nanosPerTick != nanos) {
                throw new Unfit(
                        "more digits of a second than the column keeps",
                        bytes == 4
                                ? "Alter the column to a type with digits of a second."
                                : "Alter the column to " + NANO_DIGITS + " digits.");
            }
            put(tick(seconds, fraction), out);
        }

        private long tick(long seconds, long fraction) {
            long high = Math.multiplyHigh(seconds, perSecond);
            long whole = seconds * perSecond;
            long tick = whole + fraction;
            boolean overflows = high != whole >> 63 || (whole > 0 && tick < 0);
            if (overflows || tick < minTick || tick >= endTick) {
                throw new Unfit(range, USE_TEXT);
            }
            return tick;
        }

        /** One that is in range. */
        void put(long tick, ByteSink out) {
            NumberEncoders.putLe(tick, bytes, out);
        }
    }
}
