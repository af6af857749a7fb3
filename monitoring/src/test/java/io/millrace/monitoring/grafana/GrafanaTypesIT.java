// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.NodeProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * TypeScript's compiler takes every dashboard as one of Grafana's own type, {@code @grafana/schema}, with the options
 * that each panel's plugin declares; and it refuses one that is not. Skipped where there is no Node, no npm or no network.
 */
class GrafanaTypesIT {
    private static final int OLDEST_NODE = 18;
    private static final String FILE = "millrace-logs.json";

    /** What is wrong, by the name of the file in which it is put; each takes the place of what is right. */
    private static final Map<String, List<String>> WRONG = Map.of(
            "schema-version", List.of("\"schemaVersion\" : 42", "\"schemaVersion\" : \"42\""),
            "unknown-key", List.of("\"weekStart\" : \"\"", "\"weekStarts\" : \"\""),
            "unit", List.of("\"unit\" : \"short\"", "\"unit\" : 5"),
            "variable-kind", List.of("\"type\" : \"textbox\"", "\"type\" : \"textbocks\""),
            "variable-hide", List.of("\"hide\" : 0", "\"hide\" : 7"),
            "panel-type", List.of("\"type\" : \"logs\"", "\"type\" : \"graph\""),
            "panel-option", List.of("\"dedupStrategy\" : \"none\"", "\"dedupStrategy\" : \"never\""),
            "panel-option-name", List.of("\"enableLogDetails\"", "\"enableLogDetail\""),
            "panel-field", List.of("\"drawStyle\" : \"bars\"", "\"drawStyle\" : \"bar\""),
            "thresholds", List.of("\"mode\" : \"absolute\"", "\"mode\" : \"abs\""));

    private static NodeProject project;

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        project =
                NodeProject.install(Path.of("src", "test", "node"), Path.of("target", "dashboard-types"), OLDEST_NODE);
        Assumptions.assumeTrue(project.absence().isEmpty(), project.absence());
    }

    @Test
    void everyDashboardIsOfGrafanasType() throws IOException, InterruptedException {
        NodeProject.Result checked = check("dashboards", DashboardFiles.texts());

        assertThat(checked.output()).isEmpty();
        assertThat(checked.exit()).isZero();
    }

    @Test
    void whatIsNotIsRefused() throws IOException, InterruptedException {
        String right = DashboardFiles.texts().get(FILE);
        Map<String, String> wrong = new TreeMap<>();
        WRONG.forEach((name, change) -> {
            assertThat(right).contains(change.get(0));
            wrong.put(name + ".json", right.replace(change.get(0), change.get(1)));
        });

        NodeProject.Result checked = check("wrong", wrong);

        assertThat(checked.exit()).isNotZero();
        assertThat(new TreeSet<>(checked.output()
                        .lines()
                        .filter(line -> line.matches("wrong/.* error TS2\\d+: .*")) // of types, not of syntax
                        .map(line -> line.substring("wrong/".length(), line.indexOf(".ts(")))
                        .toList()))
                .isEqualTo(new TreeSet<>(WRONG.keySet()));
    }

    /** What the compiler says of them, each as the value of a file of TypeScript. */
    private static NodeProject.Result check(String folder, Map<String, String> dashboards)
            throws IOException, InterruptedException {
        Path sources = Files.createDirectories(project.home().resolve(folder));
        for (Map.Entry<String, String> dashboard : dashboards.entrySet()) {
            Files.writeString(
                    sources.resolve(dashboard.getKey().replace(".json", ".ts")),
                    "import type { Dashboard } from '../types.js';\nexport default "
                            + dashboard.getValue().strip() + " satisfies Dashboard;\n");
        }
        String settings = "{\"extends\": \"./tsconfig.json\", \"include\": [\"types.ts\", \"" + folder + "/*.ts\"]}";
        Files.writeString(project.home().resolve(folder + ".json"), settings);
        return project.run(List.of("node", "node_modules/typescript/bin/tsc", "-p", folder + ".json"));
    }
}
