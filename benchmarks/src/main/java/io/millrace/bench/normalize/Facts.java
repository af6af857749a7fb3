// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.normalize;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * What a change says, whatever types it is said in: a column by its name, the rest by the names here. Times are instants
 * to the millisecond, so that {@code 19782} days, a {@code java.util.Date} and a text compare.
 */
final class Facts {
    static final String OP = "#op";
    static final String DELETED = "#deleted";
    static final String COMMITTED = "#committed";
    static final String ORDER_KEY = "#order key";
    static final String FILE = "#file";
    static final String POS = "#pos";
    static final String CHANGED = "#changed";

    private Facts() {}

    /** All columns that are not null. */
    static void putColumns(Map<String, Object> facts, Struct row) {
        for (Field field : row.schema().fields()) {
            Object value = row.getWithoutDefault(field.name());
            if (value != null) {
                facts.put(field.name(), of(field.schema(), value));
            }
        }
    }

    /** The fact that a column's value states, written by Debezium in {@code schema} or by another in its own types. */
    static Object of(Schema schema, Object value) {
        if (value instanceof java.util.Date date) {
            return date.toInstant();
        }
        if (value instanceof Struct struct) {
            Map<String, Object> fields = new LinkedHashMap<>();
            putColumns(fields, struct);
            return fields;
        }
        if (value instanceof byte[] bytes) {
            return ByteBuffer.wrap(bytes);
        }
        return schema.name() == null ? value : time(schema.name(), value);
    }

    private static Object time(String type, Object value) {
        return switch (type) {
            case "io.debezium.time.Date" -> Instant.EPOCH.plus(Duration.ofDays(((Number) value).longValue()));
            case "io.debezium.time.Timestamp" -> instant(((Number) value).longValue());
            case "io.debezium.time.MicroTimestamp", "io.debezium.time.MicroTime" ->
                Instant.EPOCH
                        .plus(((Number) value).longValue(), ChronoUnit.MICROS)
                        .truncatedTo(ChronoUnit.MILLIS);
            case "io.debezium.time.ZonedTimestamp" ->
                OffsetDateTime.parse(value.toString()).toInstant().truncatedTo(ChronoUnit.MILLIS);
            default -> value;
        };
    }

    static Instant instant(long millis) {
        return Instant.ofEpochMilli(millis);
    }

    static Struct required(@Nullable Struct image, String name) {
        if (image == null) {
            throw new IllegalArgumentException("The change has no " + name + " image.");
        }
        return image;
    }
}
