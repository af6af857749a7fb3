// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.monitoring.alerts.AlertmanagerTest.Matched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * What the Prometheus operator is given is made of the plain files. {@code -Dmillrace.golden.update=true} writes
 * {@code kubernetes/prometheus-rules.yaml} anew.
 */
class KubernetesFilesTest {
    private static final Path RULES = AlertFiles.KUBERNETES.resolve("prometheus-rules.yaml");

    private static final String HEAD = """
            # SPDX-License-Identifier: Apache-2.0
            # Made of prometheus/rules by KubernetesFilesTest, with -Dmillrace.golden.update=true.
            apiVersion: monitoring.coreos.com/v1
            kind: PrometheusRule
            metadata:
              name: millrace
              labels:
                app.kubernetes.io/part-of: millrace
            spec:
              groups:
            """;

    @Test
    void theOperatorHasTheSameRules() throws IOException {
        String expected = HEAD
                + AlertFiles.ruleFiles().stream()
                        .map(KubernetesFilesTest::groups)
                        .collect(Collectors.joining());
        if (Boolean.getBoolean("millrace.golden.update")) {
            Files.writeString(RULES, expected);
        }

        assertThat(AlertFiles.text(RULES))
                .as("%s is stale: run this test with -Dmillrace.golden.update=true", RULES)
                .isEqualTo(expected);
        List<JsonNode> plain = new ArrayList<>();
        AlertFiles.ruleFiles()
                .forEach(file -> AlertFiles.yaml(file).path("groups").forEach(plain::add));
        assertThat(AlertFiles.yaml(RULES).path("spec").path("groups")).containsExactlyElementsOf(plain);
    }

    /** What follows {@code groups:}, two further to the right. */
    private static String groups(Path file) {
        return AlertFiles.text(file)
                .lines()
                .dropWhile(line -> !line.equals("groups:"))
                .skip(1)
                .map(line -> line.isEmpty() ? "\n" : "  " + line + "\n")
                .collect(Collectors.joining());
    }

    @Test
    void theOperatorsAlertmanagerRoutesAndHoldsBackAsThePlainOne() {
        JsonNode plain = AlertFiles.yaml(AlertFiles.ALERTMANAGER);
        JsonNode spec = AlertFiles.yaml(AlertFiles.KUBERNETES.resolve("alertmanager-config.yaml"))
                .path("spec");

        assertThat(spec.path("route")).isEqualTo(translated(plain.path("route")));
        assertThat(spec.path("inhibitRules")).isEqualTo(translated(plain.path("inhibit_rules")));
        assertThat(names(spec.path("receivers"))).isEqualTo(names(plain.path("receivers")));
    }

    private static List<String> names(JsonNode receivers) {
        return StreamSupport.stream(receivers.spliterator(), false)
                .map(receiver -> receiver.path("name").asText())
                .toList();
    }

    /** Keys in camel case, and matchers as objects. */
    private static JsonNode translated(JsonNode node) {
        return AlertFiles.tree(value(node));
    }

    private static Object value(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> fields = new LinkedHashMap<>();
            node.properties().forEach(field -> {
                boolean isMatchers = field.getKey().endsWith("matchers");
                fields.put(key(field.getKey()), isMatchers ? matchers(field.getValue()) : value(field.getValue()));
            });
            return fields;
        }
        if (node.isArray()) {
            return StreamSupport.stream(node.spliterator(), false)
                    .map(KubernetesFilesTest::value)
                    .toList();
        }
        return node.asText();
    }

    private static String key(String name) {
        return switch (name) {
            case "source_matchers" -> "sourceMatch";
            case "target_matchers" -> "targetMatch";
            case "group_by" -> "groupBy";
            case "group_wait" -> "groupWait";
            case "group_interval" -> "groupInterval";
            case "repeat_interval" -> "repeatInterval";
            default -> name;
        };
    }

    private static List<Map<String, String>> matchers(JsonNode texts) {
        return StreamSupport.stream(texts.spliterator(), false)
                .map(text -> Matched.of(text.asText()))
                .map(matched -> Map.of(
                        "name", matched.label(),
                        "value", matched.value(),
                        "matchType", matched.isPattern() ? "=~" : "="))
                .toList();
    }
}
