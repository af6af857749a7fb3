// SPDX-License-Identifier: Apache-2.0
package io.millrace.strimzi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The kustomize of this machine, alone or within kubectl. Where there is neither, the test that asks is skipped. */
final class Kustomize {
    private Kustomize() {}

    static List<Manifest> build(Path folder, Path scratch) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(program());
        assumeTrue(
                !command.isEmpty(),
                folder + " was not rendered and compared: found neither kubectl nor kustomize on the PATH");
        command.add(folder.toString());
        Path output = scratch.resolve("output.yaml");
        Path errors = scratch.resolve("errors");
        Process process = new ProcessBuilder(command)
                .redirectError(errors.toFile())
                .redirectOutput(output.toFile())
                .start();

        assertThat(process.waitFor()).as(() -> Manifests.text(errors)).isZero();
        return Manifests.read(output);
    }

    private static List<String> program() {
        if (isOnPath("kubectl")) {
            return List.of("kubectl", "kustomize");
        }
        return isOnPath("kustomize") ? List.of("kustomize", "build") : List.of();
    }

    private static boolean isOnPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
