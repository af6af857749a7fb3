// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Ids as one text in an offset: separated by commas; a comma or backslash in an id has a backslash before it. */
public final class IdList {
    private static final char SEPARATOR = ',';
    private static final char ESCAPE = '\\';

    private IdList() {}

    /** The text; empty for no ids. */
    public static String join(Collection<String> ids) {
        StringBuilder text = new StringBuilder();
        for (String id : ids) {
            text.append(text.isEmpty() ? "" : SEPARATOR);
            text.append(id.replace("\\", "\\\\").replace(",", "\\,"));
        }
        return text.toString();
    }

    /** The ids in the order in which they were joined. */
    public static List<String> parse(String text) {
        List<String> ids = new ArrayList<>();
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == SEPARATOR) {
                ids.add(id.toString());
                id.setLength(0);
            } else {
                id.append(c == ESCAPE && i + 1 < text.length() ? text.charAt(++i) : c);
            }
        }
        if (!text.isEmpty()) {
            ids.add(id.toString());
        }
        return ids;
    }
}
