// SPDX-License-Identifier: Apache-2.0
package io.millrace.strimzi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
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
        List<Manifest> now = Kustomize.build(folder, scratch);

        assertThat(now)
                .as("rendered/%s.yaml is stale: run strimzi/render", folder.getFileName())
                .isEqualTo(Manifests.rendered(folder.getFileName().toString()));
    }
}
