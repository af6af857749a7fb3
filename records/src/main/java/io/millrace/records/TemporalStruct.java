// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Debezium's structured dates and times, read by field name; fields that are missing or null count as nothing. */
final class TemporalStruct extends TemporalReader {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long SECONDS_PER_DAY = 86_400;

    private final @Nullable Field year;
    private final @Nullable Field month;
    private final @Nullable Field day;
    private final @Nullable Field hour;
    private final @Nullable Field minute;
    private final @Nullable Field second;
    private final @Nullable Field nanos;
    private final @Nullable Field offset;
    private final @Nullable Field zone;
    private final @Nullable Field special;

    TemporalStruct(Schema schema) {
        year = schema.field("year");
        month = schema.field("month");
        day = schema.field("day");
        hour = schema.field("hour");
        minute = schema.field("minute");
        second = schema.field("second");
        nanos = schema.field("nanos");
        offset = schema.field("offsetSeconds");
        zone = schema.field("zoneId");
        special = schema.field("specialValue");
    }

    @Override
    public Special special(Object value) {
        Struct struct = (Struct) value;
        if (special != null && Structs.get(struct, special) instanceof String word) {
            return switch (word) {
                case "POSITIVE_INFINITY" -> Special.INFINITY;
                case "NEGATIVE_INFINITY" -> Special.MINUS_INFINITY;
                default -> throw new DateTimeException("a special value that is not known");
            };
        }
        if (year == null) {
            return Special.NONE;
        }
        if (number(struct, month) == 0 || number(struct, day) == 0) {
            return Special.ZERO_DATE;
        }
        long at = Math.floorDiv(seconds(value), SECONDS_PER_DAY);
        // Debezium 3.7.0 sends -infinity within an array as a date that lost its sign.
        return Infinities.day(at) == Special.MINUS_INFINITY ? Special.MINUS_INFINITY : Special.NONE;
    }

    @Override
    public long seconds(Object value) {
        Struct struct = (Struct) value;
        long local = (year == null ? 0 : epochDay(struct) * SECONDS_PER_DAY) + time(struct);
        long east = offset(struct, local);
        return year == null && east != 0 ? Math.floorMod(local - east, SECONDS_PER_DAY) : local - east;
    }

    private long epochDay(Struct struct) {
        long years = number(struct, year);
        int months = (int) number(struct, month);
        int days = (int) number(struct, day);
        if (months < 1 || months > 12 || days < 1 || days > Month.of(months).length(Year.isLeap(years))) {
            throw new DateTimeException("a struct that is no date");
        }
        return Decode.epochDay(years, months, days);
    }

    private long time(Struct struct) {
        return (number(struct, hour) * 60 + number(struct, minute)) * 60
                + number(struct, second)
                + Math.floorDiv(number(struct, nanos), NANOS_PER_SECOND); // -1, where the time is negative
    }

    private long offset(Struct struct, long local) {
        if (offset == null) {
            return 0;
        }
        if (Structs.get(struct, offset) instanceof Number seconds) {
            return seconds.longValue();
        }
        if (zone != null && Structs.get(struct, zone) instanceof String id) {
            return offset(id, local);
        }
        throw new DateTimeException("a struct without offset");
    }

    private static long offset(String zone, long local) {
        try {
            LocalDateTime at = LocalDateTime.ofEpochSecond(local, 0, ZoneOffset.UTC);
            return ZoneId.of(zone).getRules().getOffset(at).getTotalSeconds();
        } catch (DateTimeException e) { // whose message holds the text
            throw new DateTimeException("a struct in a zone, or at a time, that is not known");
        }
    }

    @Override
    public int nanos(Object value) {
        return (int) Math.floorMod(number((Struct) value, nanos), NANOS_PER_SECOND);
    }

    private static long number(Struct struct, @Nullable Field field) {
        return field != null && Structs.get(struct, field) instanceof Number number ? number.longValue() : 0;
    }
}
