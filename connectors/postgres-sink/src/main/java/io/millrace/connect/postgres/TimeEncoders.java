// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.ByteSink;
import io.millrace.connect.sink.ColumnEncoder;
import io.millrace.connect.sink.ScalarText;
import io.millrace.connect.sink.Unfit;
import io.millrace.records.Decode;
import io.millrace.records.Kind;
import io.millrace.records.SemanticType;
import io.millrace.records.TemporalReader;
import java.time.OffsetTime;
import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Dates and times. PostgreSQL counts days and microseconds from 2000-01-01; {@code timestamp.h} has the bounds. A
 * point in time goes into {@code timestamptz} only, a local date-time into {@code timestamp} only: anything else would
 * move it. Counts take a short way where they are far from every bound, all others are read by {@link TemporalReader}.
 */
final class TimeEncoders {
    private static final long MICROS = 1_000_000;
    private static final int SECONDS_PER_DAY = 86_400;
    private static final long MICROS_PER_DAY = SECONDS_PER_DAY * MICROS;
    private static final long EPOCH_DAYS = 10_957;
    private static final long EPOCH_SECONDS = EPOCH_DAYS * SECONDS_PER_DAY;
    private static final long MIN_DAYS = -2_451_545;
    private static final long END_DAYS = 2_145_031_949;
    private static final long MIN_SECONDS = -211_813_488_000L;
    private static final long END_SECONDS = 9_223_371_331_200L;
    /** Microseconds from 1970 that are no timestamp at a bound, nor a mark of infinity: years 4000 BC to 7000. */
    private static final long ORDINARY_MICROS = 160_000_000_000L * MICROS;

    private static final int UTC_LENGTH = 20;
    private static final int UTC_MICROS_LENGTH = 27;
    private static final int MICRO_DIGITS = 6;
    private static final String USE_TEXT = "Alter the column to text to keep such values.";

    private TimeEncoders() {}

    static @Nullable ColumnEncoder of(Schema schema, PgType column) {
        Kind kind = Kind.meaningOf(schema);
        long unit = column.maxScale() >= MICRO_DIGITS ? 1 : Math.round(Math.pow(10, MICRO_DIGITS - column.maxScale()));
        return switch (column.name()) {
            case "date" -> kind == Kind.DATE ? date(schema) : null;
            case "time" -> kind == Kind.TIME ? time(schema, unit) : null;
            case "timetz" -> kind == Kind.ZONED_TIME ? zonedTime(schema, unit) : null;
            case "timestamp" -> kind == Kind.LOCAL_TIMESTAMP ? timestamp(schema, unit) : null;
            case "timestamptz" -> kind == Kind.INSTANT || kind == Kind.ZONED_TIMESTAMP ? timestamp(schema, unit) : null;
            case "interval" -> column.dropsFields() ? null : interval(kind, schema, unit);
            default -> null;
        };
    }

    private static TemporalReader reader(Schema schema) {
        return Objects.requireNonNull(TemporalReader.of(schema));
    }

    private static ColumnEncoder date(Schema schema) {
        TemporalReader reader = reader(schema);
        if (Kind.of(schema) != Kind.DATE) {
            return (value, out) -> date(reader, value, out);
        }
        SemanticType type = SemanticType.of(schema);
        return (value, out) -> {
            long days = type.count(value) - EPOCH_DAYS;
            if (days < MIN_DAYS || days >= END_DAYS) {
                date(reader, value, out);
            } else {
                out.putInt(4);
                out.putInt((int) days);
            }
        };
    }

    private static void date(TemporalReader reader, Object value, ByteSink out) {
        int infinity = infinity(reader, value);
        long days = infinity == 0 ? Math.floorDiv(reader.seconds(value), SECONDS_PER_DAY) - EPOCH_DAYS : 0;
        if (days < MIN_DAYS || days >= END_DAYS) {
            throw new Unfit("a date beyond PostgreSQL's range (4713 BC to 5874897)", USE_TEXT);
        }
        out.putInt(4);
        out.putInt(infinity == 0 ? (int) days : infinity > 0 ? Integer.MAX_VALUE : Integer.MIN_VALUE);
    }

    /** 1 for infinity, -1 for minus infinity, 0 for a point in time. */
    private static int infinity(TemporalReader reader, Object value) {
        return switch (reader.special(value)) {
            case NONE -> 0;
            case INFINITY -> 1;
            case MINUS_INFINITY -> -1;
            case ZERO_DATE -> throw ScalarText.zeroDate();
        };
    }

    private static ColumnEncoder time(Schema schema, long unit) {
        TemporalReader reader = reader(schema);
        return (value, out) -> {
            long micros = micros(reader, value, unit);
            if (micros < 0 || micros > MICROS_PER_DAY) {
                throw new Unfit(
                        "a time that is negative or longer than a day",
                        "Alter the column to interval to keep such values.");
            }
            out.putInt(8);
            out.putLong(micros);
        };
    }

    private static long micros(TemporalReader reader, Object value, long unit) {
        long whole = Math.multiplyExact(reader.seconds(value), MICROS);
        return rounded(whole + micros(reader.nanos(value)), unit);
    }

    private static int micros(int nanos) {
        int micros = nanos / 1_000;
        if (nanos != micros * 1_000) {
            throw new ArithmeticException("digits below a microsecond");
        }
        return micros;
    }

    private static long rounded(long micros, long unit) {
        if (unit != 1 && micros % unit != 0) {
            throw new Unfit("more digits of a second than the column keeps", "Alter the column to its full precision.");
        }
        return micros;
    }

    private static ColumnEncoder timestamp(Schema schema, long unit) {
        TemporalReader reader = reader(schema);
        return switch (Kind.of(schema)) {
            case LOCAL_TIMESTAMP, INSTANT -> timestampCount(SemanticType.of(schema), reader, unit);
            case ZONED_TIMESTAMP ->
                (value, out) -> {
                    String text = (String) value;
                    if (looksUtc(text)) {
                        put(rounded(Decode.zonedMicros(text), unit) - EPOCH_SECONDS * MICROS, out);
                    } else {
                        timestamp(reader, value, unit, out);
                    }
                };
            default -> (value, out) -> timestamp(reader, value, unit, out);
        };
    }

    private static ColumnEncoder timestampCount(SemanticType type, TemporalReader reader, long unit) {
        if (type.unitsPerSecond() > MICROS) {
            return (value, out) -> timestamp(reader, value, unit, out);
        }
        long micros = MICROS / type.unitsPerSecond();
        long ordinary = ORDINARY_MICROS / micros;
        return (value, out) -> {
            long count = type.count(value);
            if (count > -ordinary && count < ordinary) {
                put(rounded(count * micros, unit) - EPOCH_SECONDS * MICROS, out);
            } else {
                timestamp(reader, value, unit, out);
            }
        };
    }

    /** The form that Debezium writes, with a year of four digits, which is within every bound. */
    private static boolean looksUtc(String text) {
        int length = text.length();
        return length >= UTC_LENGTH
                && length <= UTC_MICROS_LENGTH
                && text.charAt(length - 1) == 'Z'
                && text.charAt(4) == '-'
                && text.charAt(0) != '-';
    }

    private static void timestamp(TemporalReader reader, Object value, long unit, ByteSink out) {
        int infinity = infinity(reader, value);
        if (infinity != 0) {
            put(infinity > 0 ? Long.MAX_VALUE : Long.MIN_VALUE, out);
            return;
        }
        long seconds = reader.seconds(value) - EPOCH_SECONDS;
        if (seconds < MIN_SECONDS || seconds >= END_SECONDS) {
            throw new Unfit("a timestamp beyond PostgreSQL's range (4713 BC to 294276)", USE_TEXT);
        }
        put(rounded(seconds * MICROS + micros(reader.nanos(value)), unit), out);
    }

    private static void put(long number, ByteSink out) {
        out.putInt(8);
        out.putLong(number);
    }

    private static ColumnEncoder zonedTime(Schema schema, long unit) {
        if (schema.type() == Schema.Type.STRING) {
            return (value, out) -> {
                OffsetTime time = OffsetTime.parse((String) value);
                long nanos = time.toLocalTime().toNanoOfDay();
                zonedTime(
                        nanos / 1_000_000_000L, time.getNano(), time.getOffset().getTotalSeconds(), unit, out);
            };
        }
        TemporalReader reader = reader(schema);
        Field offset = schema.field("offsetSeconds");
        return (value, out) -> {
            Object east = offset == null ? null : ((Struct) value).get(offset);
            int seconds = east instanceof Number number ? number.intValue() : 0;
            long local = Math.floorMod(reader.seconds(value) + seconds, SECONDS_PER_DAY);
            zonedTime(local, reader.nanos(value), seconds, unit, out);
        };
    }

    /** Microseconds of the day, then seconds west of UTC. */
    private static void zonedTime(long second, int nanos, int east, long unit, ByteSink out) {
        out.putInt(12);
        out.putLong(rounded(second * MICROS + micros(nanos), unit));
        out.putInt(-east);
    }

    private static @Nullable ColumnEncoder interval(Kind kind, Schema schema, long unit) {
        return switch (kind) {
            case TIME, DURATION -> {
                TemporalReader reader = reader(schema);
                SemanticType type = SemanticType.of(schema);
                yield (value, out) -> {
                    requireCounted(type, value);
                    interval(0, 0, micros(reader, value, unit), out);
                };
            }
            case PERIOD ->
                schema.type() == Schema.Type.STRING ? period(unit) : new StructuredPeriod(schema).encoder(unit);
            default -> null;
        };
    }

    /** Debezium stops counting at the ends of a long. */
    private static void requireCounted(SemanticType type, Object value) {
        long count = type.unitsPerSecond() == 0 ? 0 : type.count(value);
        if (count == Long.MAX_VALUE || count == Long.MIN_VALUE) {
            throw new Unfit("a duration at the end of what Debezium counts", "It is longer: correct it at the source.");
        }
    }

    private static ColumnEncoder period(long unit) {
        return (value, out) -> {
            Decode.Period period = Decode.period((String) value);
            interval(period.months(), period.days(), rounded(period.micros(), unit), out);
        };
    }

    private static void interval(int months, int days, long micros, ByteSink out) {
        out.putInt(16);
        out.putLong(micros);
        out.putInt(days);
        out.putInt(months);
    }

    /** Debezium's struct of {@code years} to {@code nanos}; what is missing or null counts as nothing. */
    private record StructuredPeriod(Schema schema) {
        ColumnEncoder encoder(long unit) {
            @Nullable Field[] parts = new @Nullable Field[] {
                schema.field("years"),
                schema.field("months"),
                schema.field("days"),
                schema.field("hours"),
                schema.field("minutes"),
                schema.field("seconds"),
                schema.field("nanos")
            };
            return (value, out) -> {
                Struct struct = (Struct) value;
                long months = number(struct, parts[0]) * 12 + number(struct, parts[1]);
                long minutes = number(struct, parts[3]) * 60 + number(struct, parts[4]);
                long seconds = Math.addExact(Math.multiplyExact(minutes, 60L), number(struct, parts[5]));
                int nanos = (int) number(struct, parts[6]);
                long micros = Math.addExact(Math.multiplyExact(seconds, MICROS), micros(nanos));
                interval(
                        Math.toIntExact(months), Math.toIntExact(number(struct, parts[2])), rounded(micros, unit), out);
            };
        }

        private static long number(Struct struct, @Nullable Field field) {
            return field != null && struct.get(field) instanceof Number number ? number.longValue() : 0;
        }
    }
}
