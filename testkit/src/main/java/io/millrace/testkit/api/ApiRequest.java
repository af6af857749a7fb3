// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as an API got it.
 *
 * @param query parameters, decoded
 * @param headers by lower-case name
 */
public record ApiRequest(
        String method, String path, Map<String, String> query, Map<String, String> headers, String body) {
    static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new HashMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(
                        URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    /** A query parameter. */
    public String parameter(String name, String fallback) {
        return query.getOrDefault(name, fallback);
    }

    int number(String name, int fallback) {
        return Integer.parseInt(parameter(name, Integer.toString(fallback)));
    }

    /** A header, or empty text. */
    public String header(String name) {
        return headers.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), "");
    }
}
