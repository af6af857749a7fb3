// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.grafana;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes the matchers of a dashboard's variables into PromQL and LogQL: {@code rows_total<connector>} becomes {@code
 * rows_total{cluster=~"$cluster", namespace=~"$namespace", connector=~"$connector"}}; more matchers follow after a
 * comma. A chosen "All" also matches series without the label, as there are outside of Kubernetes.
 */
final class Scope {
    private static final Pattern TOKEN =
            Pattern.compile("<(worker|connector|task|kafka|topic|debezium|log)(, ?[^>]*)?>");

    private Scope() {}

    static String in(String expression) {
        Matcher found = TOKEN.matcher(expression);
        StringBuilder text = new StringBuilder();
        while (found.find()) {
            String more = found.group(2) == null ? "" : found.group(2);
            found.appendReplacement(text, Matcher.quoteReplacement("{" + matchers(found.group(1)) + more + "}"));
        }
        return found.appendTail(text).toString();
    }

    private static String matchers(String scope) {
        return switch (scope) {
            case "worker" -> all("cluster", "namespace");
            case "connector" -> all("cluster", "namespace", "connector");
            case "task" -> all("cluster", "namespace", "connector", "task");
            case "kafka" -> "cluster=~\"$kafka\", " + all("namespace");
            case "topic" -> "cluster=~\"$kafka\", " + all("namespace", "topic");
            case "debezium" -> all("cluster", "namespace") + ", name=~\"$database\"";
            case "log" -> all("job", "level", "cluster", "namespace");
            default -> throw new IllegalArgumentException(scope);
        };
    }

    private static String all(String... labels) {
        StringBuilder text = new StringBuilder();
        for (String label : labels) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(label)
                    .append("=~\"$")
                    .append(label)
                    .append('"');
        }
        return text.toString();
    }
}
