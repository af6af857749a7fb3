// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.normalize;

import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** The conversions of {@link Floor}: Debezium's dates, times and timestamps as Connect's own types, cut off at a millisecond. */
@SuppressWarnings("JavaUtilDate") // what Connect's own types consist of
final class FloorTypes {
    private static final long DAY_MS = 86_400_000;
    private static final int MILLIS_FROM = 20;

    private enum Reading {
        DAYS,
        MILLIS,
        MICROS,
        TEXT
    }

    private final int[] columns;
    private final Reading[] readings;

    FloorTypes(Schema row) {
        List<Field> times = row.fields().stream()
                .filter(field -> reading(field.schema()) != null)
                .toList();
        List<Reading> kinds = new ArrayList<>();
        times.forEach(field -> kinds.add(reading(field.schema())));
        this.columns = times.stream().mapToInt(Field::index).toArray();
        this.readings = kinds.toArray(Reading[]::new);
    }

    private static @Nullable Reading reading(Schema column) {
        String name = column.name() == null ? "" : column.name();
        return switch (name) {
            case "io.debezium.time.Date" -> Reading.DAYS;
            case "io.debezium.time.Timestamp" -> Reading.MILLIS;
            case "io.debezium.time.MicroTimestamp", "io.debezium.time.MicroTime" -> Reading.MICROS;
            case "io.debezium.time.ZonedTimestamp" -> Reading.TEXT;
            default -> null;
        };
    }

    void convert(@Nullable Object[] row) {
        for (int i = 0; i < columns.length; i++) {
            Object value = row[columns[i]];
            if (value != null) {
                row[columns[i]] = new Date(millis(readings[i], value));
            }
        }
    }

    private static long millis(Reading reading, Object value) {
        return switch (reading) {
            case DAYS -> (Integer) value * DAY_MS;
            case MILLIS -> (Long) value;
            case MICROS -> Math.floorDiv((Long) value, 1_000L);
            case TEXT -> millis((String) value);
        };
    }

    /** Of {@code 2026-11-22T09:50:13.518Z}, as MySQL's connector writes it, in UTC. */
    private static long millis(String text) {
        long days = days(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
        long seconds = number(text, 11, 13) * 3_600L + number(text, 14, 16) * 60L + number(text, 17, 19);
        return days * DAY_MS + seconds * 1_000 + fraction(text);
    }

    private static int fraction(String text) {
        int digits = Math.min(text.length() - 1, MILLIS_FROM + 3) - MILLIS_FROM;
        return switch (digits) {
            case 3 -> number(text, MILLIS_FROM, MILLIS_FROM + 3);
            case 2 -> 10 * number(text, MILLIS_FROM, MILLIS_FROM + 2);
            case 1 -> 100 * number(text, MILLIS_FROM, MILLIS_FROM + 1);
            default -> 0;
        };
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }

    /** Days since 1970, counted in years that begin in March. */
    private static long days(int year, int month, int day) {
        int y = month > 2 ? year : year - 1;
        int m = month > 2 ? month - 3 : month + 9;
        return 365L * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 719_469;
    }

    Schema target(Schema column) {
        Reading reading = reading(column);
        if (reading == null) {
            return column.isOptional() ? column : optional(column);
        }
        return switch (reading) {
            case DAYS -> org.apache.kafka.connect.data.Date.builder().optional().build();
            case MICROS ->
                "io.debezium.time.MicroTime".equals(column.name())
                        ? Time.builder().optional().build()
                        : Timestamp.builder().optional().build();
            case MILLIS, TEXT -> Timestamp.builder().optional().build();
        };
    }

    private static Schema optional(Schema column) {
        SchemaBuilder builder = new SchemaBuilder(column.type());
        if (column.name() != null) {
            builder.name(column.name());
        }
        if (column.parameters() != null) {
            builder.parameters(column.parameters());
        }
        return builder.version(column.version()).optional().build();
    }
}
