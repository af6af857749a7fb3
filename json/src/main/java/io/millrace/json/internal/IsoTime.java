// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import io.millrace.records.Kind;
import io.millrace.records.SemanticType;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Dates, times and timestamps, which Connect counts in days or parts of a second, as ISO-8601 text and back, exactly. */
record IsoTime(Kind kind, long unitsPerSecond) {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long SECONDS_PER_DAY = 86_400;

    /** For a schema that counts time; null for any other. */
    static @Nullable IsoTime of(Schema schema) {
        SemanticType type = SemanticType.trusted(schema);
        Kind kind = Kind.of(schema);
        boolean counts = schema.type() == Schema.Type.INT32 || schema.type() == Schema.Type.INT64;
        return switch (kind) {
            case DATE, TIME, LOCAL_TIMESTAMP, INSTANT -> counts ? new IsoTime(kind, type.unitsPerSecond()) : null;
            default -> null;
        };
    }

    /** The text; null where there is none, as for times of more than a day and PostgreSQL's infinity. */
    @Nullable String text(long count) {
        try {
            if (kind == Kind.DATE) {
                return LocalDate.ofEpochDay(count).toString();
            }
            long seconds = Math.floorDiv(count, unitsPerSecond);
            int nanos = (int) (Math.floorMod(count, unitsPerSecond) * (NANOS_PER_SECOND / unitsPerSecond));
            if (kind == Kind.TIME) {
                return seconds < 0 || seconds >= SECONDS_PER_DAY
                        ? null
                        : DateTimeFormatter.ISO_LOCAL_TIME.format(
                                LocalTime.ofNanoOfDay(seconds * NANOS_PER_SECOND + nanos));
            }
            String local = DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
                    LocalDateTime.ofEpochSecond(seconds, nanos, ZoneOffset.UTC));
            return kind == Kind.INSTANT ? local + "Z" : local;
        } catch (DateTimeException e) {
            return null; // a year that no calendar has
        }
    }

    /**
     * The count.
     *
     * @throws DateTimeException if the text is none of the kind
     * @throws ArithmeticException if the unit is too coarse, or the count too great
     */
    long count(String text) {
        return switch (kind) {
            case DATE -> LocalDate.parse(text).toEpochDay();
            case TIME -> units(0, LocalTime.parse(text).toNanoOfDay());
            case INSTANT -> {
                OffsetDateTime time = OffsetDateTime.parse(text);
                yield units(time.toEpochSecond(), time.getNano());
            }
            default -> {
                OffsetDateTime time = LocalDateTime.parse(text).atOffset(ZoneOffset.UTC);
                yield units(time.toEpochSecond(), time.getNano());
            }
        };
    }

    private long units(long seconds, long nanos) {
        long perUnit = NANOS_PER_SECOND / unitsPerSecond;
        if (nanos % perUnit != 0) {
            throw new ArithmeticException("digits below a unit");
        }
        return Math.addExact(Math.multiplyExact(seconds, unitsPerSecond), nanos / perUnit);
    }

    /** As error texts show it. */
    String example() {
        return switch (kind) {
            case DATE -> "2026-03-01";
            case TIME -> "12:00:00";
            case INSTANT -> "2026-03-01T12:00:00Z";
            default -> "2026-03-01T12:00:00";
        };
    }
}
