// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.describe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.cli.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/reference/} is what {@code describe} says of the packaged plugins, and they say all of it. */
class ReferenceIT {
    private static final String UPDATE =
            "./millrace describe 'io.millrace.*' --output markdown --directory docs/reference";
    private static final Path PAGES = Path.of("../docs/reference");
    private static final String PLUGINS = "../connect-docker/target/plugins";

    @TempDir
    private static Path fresh;

    @TestFactory
    Stream<DynamicTest> everyPageSaysWhatThePluginSays() throws IOException {
        assertThat(describe("--output", "markdown", "--directory", fresh.toString())
                        .err())
                .isNotEmpty();
        List<String> expected = names(fresh);
        assertThat(expected).hasSizeGreaterThan(10);
        assertThat(names(PAGES)).as("pages; to write them anew: " + UPDATE).isEqualTo(expected);

        return expected.stream()
                .map(name -> DynamicTest.dynamicTest(
                        name,
                        () -> assertThat(PAGES.resolve(name))
                                .as("stale; to write it anew: " + UPDATE)
                                .content()
                                .isEqualTo(Files.readString(fresh.resolve(name)))));
    }

    @Test
    void everySettingIsDocumentedGroupedAndNamed() throws IOException {
        JsonNode plugins =
                new ObjectMapper().readTree(describe("--output", "json").out());
        assertThat(plugins).hasSizeGreaterThan(10);

        for (JsonNode plugin : plugins) {
            String name = plugin.path("classes").path(0).asText();
            JsonNode described = new ObjectMapper()
                    .readTree(Outcome.of("describe", name, "--output", "json", "--plugin-path", PLUGINS)
                            .out());
            for (JsonNode option : described.path("options")) {
                for (String said : List.of("documentation", "group", "displayName")) {
                    assertThat(option.path(said).asText(""))
                            .as("%s of %s of %s", said, option.path("name").asText(), name)
                            .isNotBlank()
                            .isNotEqualTo("null");
                }
            }
        }
    }

    private static Outcome describe(String... more) {
        return Outcome.of(
                Stream.concat(Stream.of("describe", "io.millrace.*", "--plugin-path", PLUGINS), Stream.of(more))
                        .toArray(String[]::new));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
