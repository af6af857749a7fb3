// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint;

import io.millrace.cli.document.Documents;
import io.millrace.cli.document.Node;
import io.millrace.cli.document.Node.Mapping;
import io.millrace.cli.document.Node.Scalar;
import io.millrace.cli.document.Node.Sequence;
import io.millrace.cli.document.SyntaxError;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What kustomize is told in a folder. */
final class Kustomization {
    /** The names that kustomize looks for. */
    static final List<String> NAMES = List.of("kustomization.yaml", "kustomization.yml", "Kustomization");

    private static final List<String> PATCHES = List.of("patches", "patchesStrategicMerge", "patchesJson6902");

    private Kustomization() {}

    /** The files that it applies to others as patches: resources in part only. */
    static Set<String> patches(String text) {
        Set<String> files = new LinkedHashSet<>();
        try {
            for (Node document : Documents.read("kustomization.yaml", text)) {
                PATCHES.forEach(field -> addFiles(document, field, files));
            }
        } catch (SyntaxError e) {
            return files; // kustomize tells of it
        }
        return files;
    }

    private static void addFiles(Node document, String field, Set<String> files) {
        if (document instanceof Mapping map && map.get(field).orElse(null) instanceof Sequence patches) {
            for (Node patch : patches.items()) {
                if (patch instanceof Mapping described) {
                    described.text("path").ifPresent(files::add);
                } else if (patch instanceof Scalar named) {
                    files.add(named.text());
                }
            }
        }
    }
}
