// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * The next record to deliver: record {@code index} of the page that {@code cursor} asks for, in {@code window}.
 *
 * <p>As a source offset it is {@code {cursor: "…", index: 3}}, with {@code window: "2026-03-01T00:00:00Z/2026-03-01T01:00:00Z"}
 * where time is read window by window, {@code ids: "a,b,c"} where records are told apart by ids, and {@code etag} and
 * {@code modified} once a page has been delivered whole.
 *
 * @param cursor what asks for the page: a cursor, a URL, a number or a key; null for the first
 * @param validator what a conditional request for the page says; null if the page may be new
 */
record Position(
        @Nullable String cursor,
        long index,
        @Nullable Window window,
        @Nullable Validator validator) {
    static final Position START = new Position(null, 0);

    static final String CURSOR = "cursor";
    static final String INDEX = "index";
    static final String WINDOW = "window";
    static final String IDS = "ids";
    static final String ETAG = "etag";
    static final String MODIFIED = "modified";
    private static final Set<String> KEYS = Set.of(CURSOR, INDEX, WINDOW, IDS, ETAG, MODIFIED);
    private static final String EXPECTED = "expected {\"cursor\": text, \"index\": 0 or more}";

    Position(@Nullable String cursor, long index) {
        this(cursor, index, null, null);
    }

    /** Time from {@code start} on, to before {@code end}; null if that is not settled yet. */
    record Window(Instant start, @Nullable Instant end) {
        private static final String OPEN = "..";

        Window {
            if (end != null && !end.isAfter(start)) {
                throw new IllegalArgumentException("not after its start");
            }
        }

        /** @throws ConnectException if {@code text} is no ISO 8601 interval */
        static Window parse(String text) {
            int slash = text.indexOf('/');
            try {
                String end = text.substring(slash + 1);
                return new Window(
                        Instant.parse(text.substring(0, Math.max(0, slash))),
                        end.equals(OPEN) ? null : Instant.parse(end));
            } catch (DateTimeParseException | IllegalArgumentException e) {
                throw unusable(
                        WINDOW + " of " + text.length() + " characters",
                        "expected such as 2026-03-01T00:00:00Z/2026-03-01T01:00:00Z");
            }
        }

        @Override
        public String toString() {
            return start + "/" + (end == null ? OPEN : end);
        }
    }

    /** What a page said of its version (RFC 9110 section 8.8). */
    record Validator(@Nullable String etag, @Nullable String modified) {}

    /** @throws ConnectException if {@code offset} is none of ours; null is the start of the feed */
    static Position of(@Nullable Map<String, ?> offset) {
        if (offset == null) {
            return START;
        }
        if (!KEYS.containsAll(offset.keySet())) {
            throw unusable("the keys " + offset.keySet(), EXPECTED);
        }
        String window = text(offset, WINDOW);
        String etag = text(offset, ETAG);
        String modified = text(offset, MODIFIED);
        text(offset, IDS); // read by whoever keeps ids
        return new Position(
                text(offset, CURSOR),
                index(offset.get(INDEX)),
                window == null ? null : Window.parse(window),
                etag == null && modified == null ? null : new Validator(etag, modified));
    }

    private static @Nullable String text(Map<String, ?> offset, String key) {
        Object value = offset.get(key);
        if (value != null && !(value instanceof String)) {
            throw unusable(key + " of type " + value.getClass().getSimpleName(), EXPECTED);
        }
        return (String) value;
    }

    private static long index(@Nullable Object index) {
        if (index == null) {
            return 0;
        }
        if (!(index instanceof Long || index instanceof Integer) || ((Number) index).longValue() < 0) {
            throw unusable(INDEX + " " + index, EXPECTED);
        }
        return ((Number) index).longValue();
    }

    static ConnectException unusable(String found, String expected) {
        return new ConnectException("Cannot use the source offset: found " + found + " (" + expected
                + "). Correct it by PATCH /connectors/{name}/offsets, or delete it to start from the beginning.");
    }

    /** The same page, from record {@code record} on. */
    Position at(long record) {
        return new Position(cursor, record, window, null);
    }

    /** The first record of another page in the same window. */
    Position page(@Nullable String next) {
        return new Position(next, 0, window, null);
    }

    /** The first page of {@code next}. */
    static Position in(@Nullable Window next) {
        return new Position(null, 0, next, null);
    }

    Position with(@Nullable Validator seen) {
        return new Position(cursor, index, window, seen);
    }

    /** Without the ids, which {@link SourceOffset} adds. */
    Map<String, Object> asOffset() {
        Map<String, Object> offset = new HashMap<>();
        put(offset, CURSOR, cursor);
        offset.put(INDEX, index);
        put(offset, WINDOW, window == null ? null : window.toString());
        put(offset, ETAG, validator == null ? null : validator.etag());
        put(offset, MODIFIED, validator == null ? null : validator.modified());
        return offset;
    }

    private static void put(Map<String, Object> offset, String key, @Nullable String value) {
        if (value != null) {
            offset.put(key, value);
        }
    }

    /** As error texts name it; of a URL only what comes before its query, which may hold secrets. */
    @Override
    public String toString() {
        String page = cursor == null ? "the start" : "cursor '" + withoutQuery(cursor) + "'";
        return window == null ? page : page + " of " + window;
    }

    private static String withoutQuery(String cursor) {
        int query = cursor.startsWith("http://") || cursor.startsWith("https://") ? cursor.indexOf('?') : -1;
        return query < 0 ? cursor : cursor.substring(0, query) + "?…";
    }
}
