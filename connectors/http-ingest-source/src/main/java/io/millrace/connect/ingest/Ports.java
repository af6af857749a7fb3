// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The ports that tasks listen on, each on the first that is free: {@code 8090}, or {@code 8090-8099}; 0 is any. */
record Ports(int first, int last) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");
    private static final int MAX = 65_535;

    /** Null if the text is none. */
    static @Nullable Ports parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        int first = Integer.parseInt(matcher.group(1));
        int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
        return first <= last && last <= MAX && (first > 0 || last == 0) ? new Ports(first, last) : null;
    }

    @Override
    public String toString() {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}
