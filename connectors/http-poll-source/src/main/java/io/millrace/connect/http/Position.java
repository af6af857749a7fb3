// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * The next record to deliver: record {@code index} of the page that {@code cursor} asks for.
 *
 * <p>As a source offset it is {@code {cursor: "…", index: 3}}; the feed's first page has no cursor.
 */
record Position(@Nullable String cursor, long index) {
    static final Position START = new Position(null, 0);

    private static final String CURSOR = "cursor";
    private static final String INDEX = "index";
    private static final String EXPECTED = "expected {\"cursor\": text, \"index\": 0 or more}";

    /** @throws ConnectException if {@code offset} is none of ours; null is the start of the feed */
    static Position of(@Nullable Map<String, ?> offset) {
        if (offset == null) {
            return START;
        }
        if (!Set.of(CURSOR, INDEX).containsAll(offset.keySet())) {
            throw unusable("the keys " + offset.keySet());
        }
        Object cursor = offset.get(CURSOR);
        if (cursor != null && !(cursor instanceof String)) {
            throw unusable(CURSOR + " of type " + cursor.getClass().getSimpleName());
        }
        return new Position((String) cursor, index(offset.get(INDEX)));
    }

    private static long index(@Nullable Object index) {
        if (index == null) {
            return 0;
        }
        if (!(index instanceof Long || index instanceof Integer) || ((Number) index).longValue() < 0) {
            throw unusable(INDEX + " " + index);
        }
        return ((Number) index).longValue();
    }

    private static ConnectException unusable(String found) {
        return new ConnectException("Cannot use the source offset: found " + found + " (" + EXPECTED
                + "). Correct it by PATCH /connectors/{name}/offsets, or delete it to start from the beginning.");
    }

    Map<String, Object> asOffset() {
        if (cursor != null) {
            return Map.of(CURSOR, cursor, INDEX, index);
        }
        Map<String, Object> offset = new HashMap<>();
        offset.put(INDEX, index);
        return offset;
    }

    /** As error texts name it. */
    @Override
    public String toString() {
        return cursor == null ? "the start" : "cursor '" + cursor + "'";
    }
}
