// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static java.time.format.DateTimeFormatter.ISO_LOCAL_DATE_TIME;
import static java.time.format.DateTimeFormatter.ISO_LOCAL_TIME;

import io.millrace.records.Kind;
import io.millrace.records.SemanticType;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;

/** Dates and times as ISO-8601 text with every digit: for JSON, and for columns of type text. */
final class IsoText {
    private static final long NANOS = 1_000_000_000L;

    private IsoText() {}

    static String of(Kind kind, SemanticType type, Object value) {
        long count = type.count(value);
        return switch (kind) {
            case DATE -> LocalDate.ofEpochDay(count).toString();
            case TIME -> time(duration(count, type.unitsPerSecond()));
            case LOCAL_TIMESTAMP ->
                ISO_LOCAL_DATE_TIME.format(instant(count, type.unitsPerSecond()).atOffset(ZoneOffset.UTC));
            case INSTANT -> instant(count, type.unitsPerSecond()).toString();
            case DURATION -> duration(count, type.unitsPerSecond()).toString();
            default -> throw new IllegalArgumentException("no date or time: " + kind);
        };
    }

    private static String time(Duration sinceMidnight) {
        boolean isTimeOfDay = !sinceMidnight.isNegative() && sinceMidnight.toDays() == 0;
        return isTimeOfDay
                ? ISO_LOCAL_TIME.format(LocalTime.ofNanoOfDay(sinceMidnight.toNanos()))
                : sinceMidnight.toString();
    }

    private static Instant instant(long count, long unitsPerSecond) {
        return Instant.ofEpochSecond(
                Math.floorDiv(count, unitsPerSecond), Math.floorMod(count, unitsPerSecond) * (NANOS / unitsPerSecond));
    }

    private static Duration duration(long count, long unitsPerSecond) {
        return Duration.ofSeconds(
                Math.floorDiv(count, unitsPerSecond), Math.floorMod(count, unitsPerSecond) * (NANOS / unitsPerSecond));
    }
}
