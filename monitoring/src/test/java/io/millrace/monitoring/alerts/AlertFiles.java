// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files of this module and of {@code docs/runbooks} that alerts consist of. */
final class AlertFiles {
    static final Path RULES = Path.of("prometheus/rules");
    static final Path TESTS = Path.of("prometheus/tests");
    static final Path PROMETHEUS = Path.of("prometheus/prometheus.yaml");
    static final Path ALERTMANAGER = Path.of("alertmanager/alertmanager.yaml");
    static final Path KUBERNETES = Path.of("kubernetes");
    static final Path ROOT_POM = Path.of("../pom.xml");
    static final Path ENTRY_PAGE = Path.of("../docs/monitoring.md");
    static final Path RUNBOOKS = Path.of("../docs/runbooks");
    static final Path INDEX = RUNBOOKS.resolve("README.md");

    private static final YAMLMapper YAML = new YAMLMapper();

    /** An alert, as a file of rules has it. */
    record Alert(String name, JsonNode rule) {
        String severity() {
            return rule.path("labels").path("severity").asText();
        }

        String annotation(String name) {
            return rule.path("annotations").path(name).asText();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** What a test expects of an alert at one time. */
    record Expectation(String alert, boolean isFiring) {}

    private AlertFiles() {}

    static List<Alert> alerts() {
        List<Alert> alerts = new ArrayList<>();
        for (Path file : ruleFiles()) {
            for (JsonNode group : yaml(file).path("groups")) {
                for (JsonNode rule : group.path("rules")) {
                    if (rule.has("alert")) {
                        alerts.add(new Alert(rule.path("alert").asText(), rule));
                    }
                }
            }
        }
        return alerts;
    }

    static List<Expectation> expectations() {
        List<Expectation> expectations = new ArrayList<>();
        for (Path file : testFiles()) {
            for (JsonNode test : yaml(file).path("tests")) {
                for (JsonNode expected : test.path("alert_rule_test")) {
                    expectations.add(new Expectation(
                            expected.path("alertname").asText(),
                            !expected.path("exp_alerts").isEmpty()));
                }
            }
        }
        return expectations;
    }

    static List<Path> ruleFiles() {
        return files(RULES, ".yaml");
    }

    static List<Path> testFiles() {
        return files(TESTS, ".yaml");
    }

    static List<Path> files(Path folder, String suffix) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode yaml(Path file) {
        try {
            return YAML.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    static JsonNode tree(Object value) {
        return YAML.valueToTree(value);
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
