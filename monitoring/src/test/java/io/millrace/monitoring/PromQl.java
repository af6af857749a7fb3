// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A PromQL expression, as far as it can be read without a parser. */
record PromQl(String text) {
    private static final Pattern NOT_NAMES = Pattern.compile("(?i)\"(?:[^\"\\\\]|\\\\.)*\""
            + "|'(?:[^'\\\\]|\\\\.)*'"
            + "|`[^`]*`"
            + "|#[^\n]*"
            + "|\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)"
            + "|\\[[^\\]]*\\]"
            + "|(?<![\\w:])(?:and|or|unless|bool|offset|group_left|group_right|atan2|inf|nan)\\b(?!\\s*[{])"
            + "|(?<![\\w:])\\d[\\w.]*");
    private static final Pattern LABELS = Pattern.compile("\\{[^{}]*\\}");
    private static final Pattern NAME = Pattern.compile("(?<![\\w:$])[a-zA-Z_:][\\w:]*+(?!\\s*\\()");

    /** The names of the series that it reads. */
    Set<String> names() {
        String bare = LABELS.matcher(NOT_NAMES.matcher(text).replaceAll(" ")).replaceAll(" ");
        Set<String> names = new TreeSet<>();
        Matcher matcher = NAME.matcher(bare);
        while (matcher.find()) {
            names.add(matcher.group());
        }
        return names;
    }

    @Override
    public String toString() {
        return text;
    }
}
