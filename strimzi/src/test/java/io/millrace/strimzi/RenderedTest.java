// SPDX-License-Identifier: Apache-2.0
package io.millrace.strimzi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code rendered/}, here and in {@code spark/k8s}, is what kustomize makes of the overlays. */
class RenderedTest {
    @Test
    void everyOverlayIsRenderedAndNothingElse() {
        List<Path> files = Stream.of(Manifests.FOLDER, Manifests.SPARK)
                .flatMap(tree -> Manifests.children(tree.resolve("rendered")).stream())
                .toList();

        assertThat(files)
                .containsExactlyInAnyOrderElementsOf(
                        Rendering.all().stream().map(Rendering::file).toList());
    }

    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.Rendering#all")
    void isUpToDate(Rendering rendering, @TempDir Path scratch) throws Exception {
        List<Manifest> now = Kustomize.build(rendering.folder(), scratch);

        assertThat(now).as("%s is stale: run strimzi/render", rendering.file()).isEqualTo(rendering.manifests());
    }
}
