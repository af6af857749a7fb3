// SPDX-License-Identifier: Apache-2.0
package io.millrace.strimzi;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A folder with a kustomization, and the file that keeps what it renders to. */
record Rendering(Path folder, Path file) {
    /** Of Strimzi and of Spark. */
    static List<Rendering> all() {
        return Stream.concat(
                        Manifests.kustomizations().stream().map(folder -> of(folder, Manifests.FOLDER)),
                        Manifests.children(Manifests.SPARK.resolve("overlays")).stream()
                                .map(folder -> of(folder, Manifests.SPARK)))
                .toList();
    }

    private static Rendering of(Path folder, Path tree) {
        return new Rendering(folder, tree.resolve("rendered/" + folder.getFileName() + ".yaml"));
    }

    List<Manifest> manifests() {
        return Manifests.read(file);
    }

    @Override
    public String toString() {
        return Manifests.ROOT.relativize(folder).toString();
    }
}
