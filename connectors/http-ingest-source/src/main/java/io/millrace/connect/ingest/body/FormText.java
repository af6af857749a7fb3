// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.body;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Pairs of names and values as queries and forms have them: {@code compression=gzip-js&data=e30%3D}. */
final class FormText {
    private FormText() {}

    /**
     * The first value of that name; null for none.
     *
     * @throws IllegalArgumentException if it is not written as such values are
     */
    static @Nullable String value(String text, String name) {
        for (int from = 0; from <= text.length(); ) {
            int next = text.indexOf('&', from);
            int end = next < 0 ? text.length() : next;
            int equals = from + name.length();
            if (equals < end && text.startsWith(name, from) && text.charAt(equals) == '=') {
                return URLDecoder.decode(text.substring(equals + 1, end), StandardCharsets.UTF_8);
            }
            from = end + 1;
        }
        return null;
    }

    /** The same; one that is not written as it must be counts as none. */
    static @Nullable String valueIfAny(String text, String name) {
        try {
            return value(text, name);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
