// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the templates of one request can use.
 *
 * @param parent the values of the parent record, by what follows {@code parent.} in their names
 */
record RequestValues(
        @Nullable String cursor,
        String limit,
        @Nullable String windowStart,
        @Nullable String windowEnd,
        Map<String, String> parent) {
    static final String CURSOR = "cursor";
    static final String LIMIT = "limit";
    static final String WINDOW_START = "window.start";
    static final String WINDOW_END = "window.end";
    static final String PARENT = "parent.";
    static final Set<String> NAMES = Set.of(CURSOR, LIMIT, WINDOW_START, WINDOW_END);

    @Nullable String get(String name) {
        return switch (name) {
            case CURSOR -> cursor;
            case LIMIT -> limit;
            case WINDOW_START -> windowStart;
            case WINDOW_END -> windowEnd;
            default -> name.startsWith(PARENT) ? parent.get(name.substring(PARENT.length())) : null;
        };
    }
}
