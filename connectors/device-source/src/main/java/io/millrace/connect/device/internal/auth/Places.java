// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Places such as <code>${timestamp}</code> in a text. */
final class Places {
    private Places() {}

    /**
     * The names of the places.
     *
     * @throws IllegalArgumentException if one has no end
     */
    static List<String> names(String text) {
        List<String> names = new ArrayList<>();
        for (int open = text.indexOf("${"); open >= 0; ) {
            int close = text.indexOf('}', open);
            if (close < 0) {
                throw new IllegalArgumentException("found ${ without }");
            }
            names.add(text.substring(open + 2, close));
            open = text.indexOf("${", close);
        }
        return names;
    }

    /** In one pass, so that a value that looks like a place stays what it is. */
    static String filled(String text, Map<String, String> values) {
        StringBuilder filled = new StringBuilder();
        int at = 0;
        for (String name : names(text)) {
            int open = text.indexOf("${", at);
            filled.append(text, at, open).append(values.getOrDefault(name, ""));
            at = open + name.length() + "${}".length();
        }
        return filled.append(text, at, text.length()).toString();
    }
}
