// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.shape;

import com.fasterxml.jackson.core.JsonPointer;
import io.millrace.connect.device.internal.Instants;
import io.millrace.records.Fault;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What of a record becomes its key, timestamp, headers and topic, and what tells it from others. Compiled once: pointers are
 * numbered, and whoever reads records gives the values by number. Thread-safe.
 */
@SuppressWarnings("JavaUtilDate") // Connect's Timestamp is one
final class Parts {
    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    private final List<JsonPointer> pointers = new ArrayList<>();
    private final @Nullable Text key;
    private final @Nullable Text topic;
    private final @Nullable Text id;
    private final @Nullable Text pageKey;
    private final @Nullable Text timestamp;
    private final InstantFormat timestampFormat;
    private final Map<String, Text> headers = new LinkedHashMap<>();

    /** As users write them: pointers, or templates such as {@code ${/device/id}-${/seq}}; empty for none. */
    record Settings(
            String topic,
            String key,
            String timestamp,
            InstantFormat timestampFormat,
            Map<String, String> headers,
            String id,
            String pageKey) {}

    /** A value with its schema; {@link #NONE} if the record has none. */
    record Picked(@Nullable Schema schema, @Nullable Object value) {
        static final Picked NONE = new Picked(null, null);
    }

    /** Texts and, between them, numbers of pointers; a single pointer has no text around it. */
    private static final class Text {
        private final List<String> texts;
        private final int[] picks;
        private final String source;

        Text(List<String> texts, int[] picks, String source) {
            this.texts = texts;
            this.picks = picks;
            this.source = source;
        }

        boolean isPointer() {
            return texts.isEmpty();
        }

        @Nullable Object value(Picked[] picked) {
            return picked[picks[0]].value;
        }

        @Nullable String text(Picked[] picked) {
            if (isPointer()) {
                return plain(picked[picks[0]].value);
            }
            StringBuilder text = new StringBuilder(texts.get(0));
            for (int i = 0; i < picks.length; i++) {
                String value = plain(picked[picks[i]].value);
                if (value == null) {
                    return null;
                }
                text.append(value).append(texts.get(i + 1));
            }
            return text.toString();
        }
    }

    Parts(Settings settings) {
        this.key = compile(settings.key);
        this.topic = settings.topic.contains("${") ? compile(settings.topic) : null;
        this.id = compile(settings.id);
        this.pageKey = compile(settings.pageKey);
        this.timestamp = compile(settings.timestamp);
        this.timestampFormat = settings.timestampFormat;
        settings.headers.forEach((name, text) -> {
            Text compiled = compile(text);
            if (compiled != null) {
                headers.put(name, compiled);
            }
        });
    }

    private @Nullable Text compile(String source) {
        if (source.isEmpty()) {
            return null;
        }
        if (!source.contains("${")) {
            return new Text(List.of(), new int[] {number(source)}, source);
        }
        List<String> texts = new ArrayList<>();
        List<Integer> picks = new ArrayList<>();
        int at = 0;
        for (int open = source.indexOf("${"); open >= 0; open = source.indexOf("${", at)) {
            int close = source.indexOf('}', open);
            if (close < 0) {
                throw new IllegalArgumentException("found ${ without }");
            }
            texts.add(source.substring(at, open));
            picks.add(number(source.substring(open + 2, close)));
            at = close + 1;
        }
        texts.add(source.substring(at));
        return new Text(texts, picks.stream().mapToInt(Integer::intValue).toArray(), source);
    }

    /** A name without a slash is that of a field. */
    private int number(String pointer) {
        JsonPointer compiled = pointer.startsWith("/")
                ? JsonPointer.compile(pointer)
                : JsonPointer.empty().appendProperty(pointer);
        if (!pointers.contains(compiled)) {
            pointers.add(compiled);
        }
        return pointers.indexOf(compiled);
    }

    /** What is to be picked, in the order of its numbers. */
    List<JsonPointer> pointers() {
        return pointers;
    }

    /** @throws Fault if the record lacks what it is to be told by */
    Shaped shaped(Picked[] picked, Schema valueSchema, Object value) {
        return shaped(picked, null, null, valueSchema, value);
    }

    /** With a key for records that are configured without one. */
    Shaped shaped(
            Picked[] picked, @Nullable Schema ownKeySchema, @Nullable Object ownKey, Schema valueSchema, Object value) {
        Schema keySchema = ownKeySchema;
        Object keyValue = ownKey;
        if (key != null) {
            boolean single = key.isPointer();
            keyValue = single ? key.value(picked) : key.text(picked);
            keySchema = single ? picked[key.picks[0]].schema : Schema.STRING_SCHEMA;
            if (keyValue == null) {
                throw missing(key, "a key");
            }
        }
        return new Shaped(
                topic == null ? null : topic(topic, picked),
                keySchema,
                keyValue,
                valueSchema,
                value,
                timestamp == null ? null : timestamp(timestamp, picked),
                headers.isEmpty() ? null : headers(picked),
                id == null ? null : required(id, picked, "an id"),
                pageKey == null ? null : pageKey.text(picked));
    }

    private static String required(Text text, Picked[] picked, String expected) {
        String value = text.text(picked);
        if (value == null) {
            throw missing(text, expected);
        }
        return value;
    }

    private static Fault missing(Text text, String expected) {
        return new Fault("nothing at " + text.source + " (expected " + expected + ")");
    }

    private static String topic(Text text, Picked[] picked) {
        String name = required(text, picked, "a topic's name");
        if (!TOPIC.matcher(name).matches()) {
            throw new Fault("a topic's name of " + name.length()
                    + " characters (expected 1 to 249 letters, digits, dots, underscores and dashes)");
        }
        return name;
    }

    private @Nullable Long timestamp(Text text, Picked[] picked) {
        Object value = text.value(picked);
        if (value instanceof Date date) {
            return date.getTime();
        }
        String plain = plain(value);
        if (plain == null) {
            return null;
        }
        long millis = timestampFormat.millis(plain);
        if (millis == Instants.INVALID || millis < 0) {
            throw new Fault("text of " + plain.length() + " characters at " + text.source + " (expected a timestamp, "
                    + timestampFormat.example() + ")");
        }
        return millis;
    }

    private Headers headers(Picked[] picked) {
        ConnectHeaders made = new ConnectHeaders();
        headers.forEach((name, text) -> {
            String value = text.text(picked);
            if (value != null) {
                made.addString(name, value);
            }
        });
        return made;
    }

    private static @Nullable String plain(@Nullable Object value) {
        if (value == null || value instanceof String) {
            return (String) value;
        }
        if (value instanceof Date date) {
            return date.toInstant().toString();
        }
        return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
    }
}
