// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the build leaves is what {@code ./millrace bench} starts. */
class BenchScriptIT {
    @Test
    void startsFromAnyFolder() throws IOException, InterruptedException {
        Path script = Path.of("..", "millrace").toAbsolutePath().normalize();
        Process process = new ProcessBuilder(script.toString(), "bench", "normalize", "--help")
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .start();

        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).startsWith("Usage: ./millrace bench normalize");
    }
}
