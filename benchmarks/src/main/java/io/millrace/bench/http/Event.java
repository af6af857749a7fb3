// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Date;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** One event of a list, and what has to become of it. */
final class Event {
    /** Every event has as many. */
    static final int BYTES = 483;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String text;
    private final JsonNode tree;

    private Event(String text) {
        this.text = text;
        this.tree = parsed(text);
    }

    /** Number {@code n}, up to 900,000. */
    static Event of(int n) {
        return new Event(text(n));
    }

    /** 14 fields: a nested object, an array of two objects, an array of strings, an escaped string and a null among them. */
    static String text(int n) {
        return "{\"event_id\":\"" + (100_000 + n) + "-4f2a-9c1e-77d0\",\"device_id\":\"device-" + (1_000 + n % 997)
                + "\",\"user_id\":\"user-" + (10_000 + n % 4_999) + "\",\"session_id\":null,\"sequence\":"
                + (1_000_000 + n)
                + ",\"type\":\"sensor.reading\",\"occurred_at\":\"2026-03-01T12:00:" + (10 + n % 50)
                + ".123Z\",\"received_at\":\"2026-03-01T12:01:00.456Z\",\"platform\":\"android\",\"app_version\":\"4.7.0\","
                + "\"locale\":\"uk-UA\",\"note\":\"said \\\"hi\\\", left by the back door at half past.\\n\","
                + "\"tags\":[\"indoor\",\"floor-2\"],"
                + "\"properties\":{\"position\":{\"lat\":47.37" + n % 10 + ",\"lon\":8.54" + n % 10
                + "},\"readings\":[{\"k\":\"temp\",\"v\":21.5},{\"k\":\"hum\",\"v\":40}]}}";
    }

    /** So many events, with commas between them. */
    static String texts(int first, int count) {
        return IntStream.range(first, first + count).mapToObj(Event::text).collect(Collectors.joining(","));
    }

    /** Whether this is the very text that was sent. */
    boolean isText(Object value) {
        return value.equals(text);
    }

    /** Whether this is a text that says the same. */
    boolean isJson(Object value) {
        return value instanceof String written && parsed(written).equals(tree);
    }

    /** Whether all fields are there: those that the struct's schema does not have among its unknown ones. */
    boolean isStruct(Object value) {
        return value instanceof Struct struct
                && struct.schema().field("properties") != null
                && struct.schema().fields().stream().allMatch(field -> isIn(struct, field));
    }

    private boolean isIn(Struct struct, Field field) {
        JsonNode expected = tree.path(field.name());
        Object value = struct.get(field);
        if (value instanceof Date date) {
            return date.toInstant().equals(Instant.parse(expected.textValue()));
        }
        if (value instanceof Long number) {
            return expected.isIntegralNumber() && expected.longValue() == number;
        }
        if (value instanceof String written) {
            return field.schema().name() == null
                    ? written.equals(expected.textValue())
                    : parsed(written).equals(field.name().equals("properties") ? properties(struct) : expected);
        }
        return value == null && expected.isNull();
    }

    /** As they were sent, with all that has no field of its own. */
    private JsonNode properties(Struct struct) {
        ObjectNode properties = tree.get("properties").deepCopy();
        tree.properties().stream()
                .filter(sent -> struct.schema().field(sent.getKey()) == null)
                .forEach(sent -> properties.withObject("/_unknown_fields").set(sent.getKey(), sent.getValue()));
        return properties;
    }

    boolean isKey(@Nullable Object key) {
        return tree.get("device_id").textValue().equals(key);
    }

    boolean isTimestamp(@Nullable Long millis) {
        return millis != null
                && millis == Instant.parse(tree.get("occurred_at").textValue()).toEpochMilli();
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
