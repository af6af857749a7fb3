// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every PromQL query that is shipped: of the files of rules, and of the dashboards' panels and variables. */
record ShippedQueries(List<Query> all) {
    /** Where a query stands: a recording rule, an alert, or a dashboard. */
    enum Kind {
        RECORDING,
        ALERT,
        PANEL,
        VARIABLE
    }

    /** A query, with the name of its rule, or of its dashboard and panel. */
    record Query(Kind kind, String name, PromQl promQl) {
        @Override
        public String toString() {
            return kind + " " + name + ": " + promQl.text().strip();
        }
    }

    static final Path RULES = Path.of("prometheus/rules");
    static final Path DASHBOARDS = Path.of("grafana/dashboards");

    /** {@code label_values(query, label)}; with a label alone there is no query. */
    private static final Pattern LABEL_VALUES = Pattern.compile("(?s)label_values\\((.+),\\s*\\w+\\s*\\)");

    private static final Pattern QUERY_RESULT = Pattern.compile("(?s)query_result\\((.+)\\)");

    private static final Pattern INTERVAL = Pattern.compile("\\$\\{?(__rate_interval|__interval|__range)(:\\w+)?\\}?");

    static ShippedQueries read() {
        List<Query> all = new ArrayList<>();
        files(RULES, ".yaml").forEach(file -> rules(read(new YAMLMapper(), file), all));
        files(DASHBOARDS, ".json").forEach(file -> dashboard(read(new JsonMapper(), file), all));
        return new ShippedQueries(List.copyOf(all));
    }

    /** The files of rules. */
    static List<Path> ruleFiles() {
        return files(RULES, ".yaml");
    }

    /** The series that they read, and no recording rule makes. */
    Set<String> names() {
        Set<String> names = all.stream()
                .flatMap(query -> query.promQl().names().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        all.stream()
                .filter(query -> query.kind() == Kind.RECORDING)
                .map(Query::name)
                .forEach(names::remove);
        names.removeAll(Set.of("ALERTS", "ALERTS_FOR_STATE"));
        return names;
    }

    private static void rules(JsonNode file, List<Query> all) {
        for (JsonNode group : file.path("groups")) {
            for (JsonNode rule : group.path("rules")) {
                boolean isAlert = rule.has("alert");
                all.add(new Query(
                        isAlert ? Kind.ALERT : Kind.RECORDING,
                        rule.path(isAlert ? "alert" : "record").asText(),
                        new PromQl(rule.path("expr").asText())));
            }
        }
    }

    private static void dashboard(JsonNode dashboard, List<Query> all) {
        String title = dashboard.path("title").asText();
        panels(dashboard.path("panels"), title, all);
        for (JsonNode variable : dashboard.path("templating").path("list")) {
            if (isPrometheus(variable.path("datasource"))) {
                String text = variable.path("query").isObject()
                        ? variable.path("query").path("query").asText()
                        : variable.path("query").asText();
                String name = title + " / $" + variable.path("name").asText();
                Stream.of(LABEL_VALUES, QUERY_RESULT)
                        .map(form -> form.matcher(text.strip()))
                        .filter(Matcher::matches)
                        .forEach(query -> all.add(new Query(Kind.VARIABLE, name, substituted(query.group(1)))));
            }
        }
    }

    private static void panels(JsonNode panels, String title, List<Query> all) {
        for (JsonNode panel : panels) {
            panels(panel.path("panels"), title, all);
            for (JsonNode target : panel.path("targets")) {
                JsonNode datasource = target.has("datasource") ? target.path("datasource") : panel.path("datasource");
                if (target.has("expr") && isPrometheus(datasource)) {
                    all.add(new Query(
                            Kind.PANEL,
                            title + " / " + panel.path("title").asText() + " / "
                                    + target.path("refId").asText(),
                            substituted(target.path("expr").asText())));
                }
            }
        }
    }

    private static boolean isPrometheus(JsonNode datasource) {
        return datasource.path("type").asText().equals("prometheus");
    }

    /** With a minute where Grafana puts an interval, and everything where it puts what was chosen. */
    static PromQl substituted(String query) {
        return new PromQl(INTERVAL.matcher(query).replaceAll("1m").replaceAll("\\$\\{?\\w+(:\\w+)?\\}?", ".*"));
    }

    private static JsonNode read(ObjectMapper mapper, Path file) {
        try {
            return mapper.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static List<Path> files(Path folder, String suffix) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
