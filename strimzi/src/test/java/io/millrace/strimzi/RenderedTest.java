// SPDX-License-Identifier: Apache-2.0
package io.millrace.strimzi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code rendered/} is what kustomize makes of the overlays. */
class RenderedTest {
    @Test
    void everyOverlayIsRenderedAndNothingElse() {
        List<String> files = Manifests.children(Manifests.FOLDER.resolve("rendered")).stream()
                .map(file -> file.getFileName().toString())
                .toList();

        assertThat(files)
                .containsExactlyInAnyOrderElementsOf(Manifests.overlays().stream()
                        .map(overlay -> overlay + ".yaml")
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.Manifests#kustomizations")
    void isUpToDate(Path folder, @TempDir Path scratch) throws Exception {
        Optional<List<String>> kustomize = kustomize();
        assumeTrue(
                kustomize.isPresent(),
                "Whether rendered/ is up to date was not checked: found neither kubectl nor kustomize on the PATH");
        List<String> command = new ArrayList<>(kustomize.get());
        command.add(folder.toString());
        Path output = scratch.resolve("output.yaml");
        Path errors = scratch.resolve("errors");
        Process process = new ProcessBuilder(command)
                .redirectError(errors.toFile())
                .redirectOutput(output.toFile())
                .start();

        assertThat(process.waitFor()).as(() -> Manifests.text(errors)).isZero();
        assertThat(Manifests.read(output))
                .as("rendered/%s.yaml is stale: run strimzi/render", folder.getFileName())
                .isEqualTo(Manifests.rendered(folder.getFileName().toString()));
    }

    private static Optional<List<String>> kustomize() {
        if (isOnPath("kubectl")) {
            return Optional.of(List.of("kubectl", "kustomize"));
        }
        return isOnPath("kustomize") ? Optional.of(List.of("kustomize", "build")) : Optional.empty();
    }

    private static boolean isOnPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
