// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of rules of the JMX exporter, read as the exporter reads it. */
record JmxRules(List<Rule> rules) {
    /** One rule; {@code value} is empty where the attribute's own is shown. */
    record Rule(String pattern, String name, String type, String value, Map<String, String> labels) {
        /** The series that an attribute becomes, if this rule is for it. */
        Optional<String> series(String line) {
            Matcher found = Pattern.compile("^.*(?:" + pattern + ").*$").matcher(line);
            if (!found.matches()) {
                return Optional.empty();
            }
            Map<String, String> filled = new TreeMap<>();
            labels.forEach((label, text) -> {
                String value = found.replaceAll(text);
                if (!value.isEmpty()) {
                    filled.put(found.replaceAll(label), value);
                }
            });
            String full =
                    found.replaceAll(name).replaceAll("[^a-zA-Z0-9:_]+|_+", "_").toLowerCase(Locale.ROOT);
            String shown = type.equals("COUNTER") ? full : full.replaceAll("_(total|info|created|bucket)$", "");
            return Optional.of(shown + filled);
        }
    }

    static JmxRules read(Path file) {
        List<Rule> rules = new ArrayList<>();
        for (JsonNode rule : yaml(file).path("rules")) {
            Map<String, String> labels = new TreeMap<>();
            rule.path("labels")
                    .properties()
                    .forEach(
                            label -> labels.put(label.getKey(), label.getValue().asText()));
            rules.add(new Rule(
                    rule.path("pattern").asText(),
                    rule.path("name").asText(),
                    rule.path("type").asText(),
                    rule.path("value").asText(),
                    labels));
        }
        return new JmxRules(List.copyOf(rules));
    }

    private static JsonNode yaml(Path file) {
        try {
            return new YAMLMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** The series of {@code domain<bean properties><>attribute: value}, as {@code name{label=value}}; "none" if it has none. */
    String series(String line) {
        return rules.stream()
                .flatMap(rule -> rule.series(line).stream())
                .findFirst()
                .orElse("none");
    }
}
