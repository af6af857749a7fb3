// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads a query as it came: {@code key=a%26b&other}. */
final class QueryValues {
    private QueryValues() {}

    /** The first value of a parameter, decoded as a form's is; null if there is none, or none that can be decoded. */
    static @Nullable String first(String query, String name) {
        for (int at = 0; at < query.length(); ) {
            int end = query.indexOf('&', at);
            end = end < 0 ? query.length() : end;
            int equals = query.indexOf('=', at);
            int nameEnd = equals < 0 || equals > end ? end : equals;
            if (name.equals(decoded(query.substring(at, nameEnd)))) {
                return decoded(query.substring(Math.min(nameEnd + 1, end), end));
            }
            at = end + 1;
        }
        return null;
    }

    private static @Nullable String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) { // a % that escapes nothing
            return null;
        }
    }
}
