// SPDX-License-Identifier: Apache-2.0
package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.docs.LinksTest.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The step of the workflow {@code release} that gathers what is released, run on what a build leaves. */
class ReleaseFilesTest {
    @TempDir
    private Path checkout;

    @Test
    void gathersPluginsAndTheCommandWithTheirSums() throws IOException, InterruptedException {
        leave("connect-docker/target/archives", "millrace-transforms-1.0.0.zip", "millrace-transforms-1.0.0.cdx.json");
        leave("cli/target", "millrace-cli-1.0.0.zip", "millrace-cli-1.0.0.tar.gz", "millrace-cli-1.0.0.cdx.json");
        Files.writeString(checkout.resolve("cli/target/millrace-cli-1.0.0.jar"), "is inside of the archives");

        Process step = new ProcessBuilder("bash", "-eo", "pipefail", "-c", script())
                .directory(checkout.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(step.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(step.waitFor()).as(output).isZero();
        try (Stream<Path> released = Files.list(checkout.resolve("connect-docker/target/archives"))) {
            assertThat(released.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "millrace-cli-1.0.0.cdx.json",
                            "millrace-cli-1.0.0.cdx.json.sha512",
                            "millrace-cli-1.0.0.tar.gz",
                            "millrace-cli-1.0.0.tar.gz.sha512",
                            "millrace-cli-1.0.0.zip",
                            "millrace-cli-1.0.0.zip.sha512",
                            "millrace-transforms-1.0.0.cdx.json",
                            "millrace-transforms-1.0.0.cdx.json.sha512",
                            "millrace-transforms-1.0.0.zip",
                            "millrace-transforms-1.0.0.zip.sha512");
        }
    }

    /** Files with their sums, as the build of each module makes them. */
    private void leave(String folder, String... names) throws IOException, InterruptedException {
        Path made = Files.createDirectories(checkout.resolve(folder));
        for (String name : List.of(names)) {
            Files.writeString(made.resolve(name), "content of " + name);
            Process sum = new ProcessBuilder("sha512sum", name)
                    .directory(made.toFile())
                    .redirectOutput(made.resolve(name + ".sha512").toFile())
                    .start();
            assertThat(sum.waitFor()).isZero();
        }
    }

    private static String script() throws IOException {
        JsonNode steps = Workflow.YAML
                .readTree(Files.readString(Repository.ROOT.resolve(".github/workflows/release.yml")))
                .at("/jobs/build/steps");
        for (JsonNode step : steps) {
            if (step.path("name").asText().equals("A sum for each archive")) {
                return step.path("run").asText();
            }
        }
        throw new AssertionError("no step gathers archives");
    }
}
