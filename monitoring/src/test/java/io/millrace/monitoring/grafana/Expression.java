// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.grafana;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PromQL, as far as it can be read without a parser: which series it selects, with which matchers, in which function. */
record Expression(String text) {
    /** @param function the function or aggregation whose bracket opens right before the series; empty if there is none */
    record Selection(String metric, String matchers, String window, String function, boolean isFilter) {}

    private static final Pattern SELECTION =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(\\{[^{}]*})?(\\[[^\\]]*])?");
    private static final Pattern TEXT_IN_QUOTES = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern FUNCTION_BEFORE =
            Pattern.compile("([a-z_0-9]+)(?:\\s+by\\s*\\([^)]*\\))?\\s*\\(\\s*$");
    private static final Pattern FILTER_BEFORE = Pattern.compile("\\band\\s+on\\s*\\([^)]*\\)\\s*$");
    private static final Pattern METRIC = Pattern.compile(".*[_:].*|up|ALERTS");

    /** Text between quotes replaced by as many underscores, so that nothing in it looks like a series. */
    private String bare() {
        return TEXT_IN_QUOTES
                .matcher(text)
                .replaceAll(found -> "\"" + "_".repeat(found.group().length() - 2) + "\"");
    }

    List<Selection> selections() {
        String bare = bare();
        List<Selection> found = new ArrayList<>();
        Matcher matcher = SELECTION.matcher(bare);
        while (matcher.find()) {
            String rest = bare.substring(matcher.end());
            boolean isCall = rest.stripLeading().startsWith("(") && matcher.group(2) == null;
            if (!isCall && METRIC.matcher(matcher.group(1)).matches() && !isBetweenLabels(bare, matcher)) {
                found.add(selection(bare, matcher));
            }
        }
        return found;
    }

    /** Whether it is the name of a label: in an aggregation's list, or in another series' braces or quotes. */
    private static boolean isBetweenLabels(String bare, Matcher matcher) {
        String before = bare.substring(0, matcher.start());
        boolean inQuotes = before.chars().filter(each -> each == '"').count() % 2 == 1;
        boolean inBraces = before.lastIndexOf('{') > before.lastIndexOf('}');
        int open = before.lastIndexOf('(');
        boolean inList = open > before.lastIndexOf(')')
                && before.substring(0, open).stripTrailing().matches("(?s).*\\b(by|on|without|ignoring|group_left)");
        return inQuotes || inBraces || inList;
    }

    private Selection selection(String bare, Matcher matcher) {
        String before = bare.substring(0, matcher.start());
        Matcher function = FUNCTION_BEFORE.matcher(before);
        return new Selection(
                matcher.group(1),
                matcher.group(2) == null ? "" : text.substring(matcher.start(2), matcher.end(2)),
                matcher.group(3) == null ? "" : matcher.group(3),
                function.find() ? function.group(1) : "",
                FILTER_BEFORE.matcher(before).find());
    }

    boolean isBalanced() {
        String bare = bare();
        return count(bare, '(') == count(bare, ')')
                && count(bare, '{') == count(bare, '}')
                && count(bare, '[') == count(bare, ']')
                && count(bare, '"') % 2 == 0;
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(each -> each == wanted).count();
    }
}
