// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.NodeProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The shipped files, by Metabase's own validator of its representation format, {@code @metabase/representations}. */
class RepresentationFormatIT {
    private static final Path SHIPPED = Path.of("metabase").toAbsolutePath();
    private static final int OLDEST_NODE = 20;
    /** What to change in a file to make it wrong, by what the validator says of it. */
    private static final Map<String, Map.Entry<String, String>> WRONG = Map.of(
            "/display must be equal to one of the allowed values", Map.entry("display: bar", "display: bars"),
            "/ must have required property 'dataset_query'", Map.entry("dataset_query:", "dataset_queries:"),
            "/entity_id must match pattern", Map.entry("\nentity_id: ", "\nentity_id: too-long-"),
            "/dataset_query/stages/0 must have required property 'native'", Map.entry("native: |-", "sql: |-"),
            "/dataset_query/stages/0/template-tags/0/id must match format", Map.entry("      id: ", "      id: no-"),
            "invalid YAML", Map.entry("parameters:", "parameters: ]"));

    private static NodeProject project;

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        project = NodeProject.install(
                Path.of("src", "test", "node-metabase"), Path.of("target", "metabase-format"), OLDEST_NODE);
        Assumptions.assumeTrue(project.absence().isEmpty(), project.absence());
    }

    @Test
    void everyFileIsOfTheFormat() throws IOException, InterruptedException {
        Library library = LibraryReader.read(SHIPPED);
        int files = library.collections().size()
                + library.cards().size()
                + library.dashboards().size();

        NodeProject.Result result = validate(SHIPPED);

        assertThat(result.output().strip()).isEqualTo(files + " passed, 0 failed");
        assertThat(result.exit()).isZero();
    }

    @Test
    void whatIsNotIsRefused() throws IOException, InterruptedException {
        String right = Files.readString(SHIPPED.resolve("collections/main/millrace/questions/orders_per_hour.yaml"));
        Path folder = project.home().resolve("wrong").toAbsolutePath();
        Map<String, String> files = new TreeMap<>();
        Files.createDirectories(folder.resolve("collections"));
        for (Map.Entry<String, Map.Entry<String, String>> each : WRONG.entrySet()) {
            String old = each.getValue().getKey();
            assertThat(right).contains(old);
            String file = "collections/wrong" + files.size() + ".yaml";
            files.put(file, each.getKey());
            Files.writeString(
                    folder.resolve(file), right.replace(old, each.getValue().getValue()));
        }

        NodeProject.Result result = validate(folder);

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.output()).contains("0 passed, " + WRONG.size() + " failed");
        files.forEach((file, complaint) ->
                assertThat(complaints(result.output(), file)).contains(complaint));
    }

    /** What is said of one file: up to the next one. */
    private static String complaints(String output, String file) {
        int start = output.indexOf(file);
        assertThat(start).as(file).isNotNegative();
        int end = output.indexOf("FAIL", start);
        return output.substring(start, end < 0 ? output.length() : end);
    }

    private static NodeProject.Result validate(Path folder) throws IOException, InterruptedException {
        return project.run(List.of(
                "node",
                "node_modules/@metabase/representations/dist/bin/cli.js",
                "validate-schema",
                "--folder",
                folder.toString()));
    }
}
