// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.logging;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An alert of Loki's ruler, in the part of LogQL that the rules here use: a sum by labels of the lines that a selector, line
 * filters and label filters leave.
 */
record LogRule(
        String alert, JsonNode source, List<String> by, List<Condition> stream, List<Condition> filters, long above) {
    private static final Pattern EXPRESSION = Pattern.compile(
            "sum by \\(([\\w, ]+)\\) \\(\\s*count_over_time\\(\\{([^}]*)\\}((?: ?\\|.*)?) \\[\\d+m\\]\\)\\s*\\) > (\\d+)");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)(=~|!~|!=|=)\"([^\"]*)\"");
    private static final Pattern FILTER = Pattern.compile("\\|\\s*(?:(\\w+)\\s*)?(=~|!~|!=|=|~)\\s*\"([^\"]*)\"");

    /** On a label, or, without a name, on the line. */
    record Condition(String name, String operator, String value) {
        boolean isOnLine() {
            return name.isEmpty();
        }

        boolean holds(String found) {
            return switch (operator) {
                case "=" -> isOnLine() ? found.contains(value) : found.equals(value);
                case "!=" -> isOnLine() ? !found.contains(value) : !found.equals(value);
                case "~" -> Pattern.compile(value).matcher(found).find();
                case "=~" -> found.matches(value);
                case "!~" -> !found.matches(value);
                default -> throw new IllegalArgumentException("Cannot evaluate " + this + ".");
            };
        }

        /** The texts that the line has, one of them at least. */
        List<String> texts() {
            return operator.equals("~") ? List.of(value.split("[|]", -1)) : List.of(value);
        }
    }

    static LogRule of(JsonNode rule) {
        String expression = rule.path("expr").asText();
        Matcher matcher = EXPRESSION.matcher(expression);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "Cannot read the expression of " + rule.path("alert").asText() + ": " + expression);
        }
        return new LogRule(
                rule.path("alert").asText(),
                rule,
                List.of(matcher.group(1).split(", ")),
                conditions(MATCHER, matcher.group(2)),
                conditions(FILTER, matcher.group(3)),
                Long.parseLong(matcher.group(4)));
    }

    /** Fails where something stands between them. */
    private static List<Condition> conditions(Pattern pattern, String text) {
        List<Condition> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            String name = matcher.group(1) == null ? "" : matcher.group(1);
            found.add(new Condition(name, matcher.group(2), matcher.group(3)));
        }
        String rest = matcher.replaceAll("").replaceAll("[,\\s]", "");
        if (!rest.isEmpty() || found.isEmpty()) {
            throw new IllegalArgumentException("Cannot read '" + text + "': found '" + rest + "' between conditions.");
        }
        return found;
    }

    boolean matches(AlloyFile.Entry entry) {
        return stream.stream().allMatch(each -> each.holds(entry.labels().getOrDefault(each.name(), "")))
                && filters.stream().allMatch(each -> each.holds(value(entry, each.name())));
    }

    private static String value(AlloyFile.Entry entry, String name) {
        if (name.isEmpty()) {
            return entry.line();
        }
        Map<String, String> metadata = entry.metadata();
        return metadata.getOrDefault(name, entry.labels().getOrDefault(name, ""));
    }
}
