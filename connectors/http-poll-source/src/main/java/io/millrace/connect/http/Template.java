// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Text with places for values: {@code /v1/devices/${parent./id}/events}. Compiled once.
 *
 * @param parts texts and names of values, in turn; the first is a text
 */
record Template(List<String> parts) {
    Template {
        parts = List.copyOf(parts);
    }

    /** @throws IllegalArgumentException that says what is wrong with {@code text} */
    static Template parse(String text) {
        List<String> parts = new ArrayList<>();
        int at = 0;
        for (int open = text.indexOf("${"); open >= 0; open = text.indexOf("${", at)) {
            int close = text.indexOf('}', open);
            if (close < 0) {
                throw new IllegalArgumentException("found ${ without }");
            }
            parts.add(text.substring(at, open));
            parts.add(text.substring(open + 2, close).trim());
            at = close + 1;
        }
        parts.add(text.substring(at));
        return new Template(parts);
    }

    /** The names of the values that the text needs. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        for (int i = 1; i < parts.size(); i += 2) {
            names.add(parts.get(i));
        }
        return names;
    }

    /** The text with each value as {@code encoding} writes it; null if there is none for one of the places. */
    @Nullable String render(RequestValues values, UnaryOperator<String> encoding) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        StringBuilder text = new StringBuilder(parts.get(0));
        for (int i = 1; i < parts.size(); i += 2) {
            String value = values.get(parts.get(i));
            if (value == null) {
                return null;
            }
            text.append(encoding.apply(value)).append(parts.get(i + 1));
        }
        return text.toString();
    }
}
