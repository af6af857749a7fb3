// SPDX-License-Identifier: Apache-2.0
package io.millrace.strimzi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every component of Spark's manifests is rendered somewhere, and the page about them names what is there. */
class SparkComponentsTest {
    private static final Page PAGE = Page.read(Manifests.ROOT.resolve("docs/spark-kubernetes.md"));

    @Test
    void everyComponentIsRendered() {
        Set<String> used = new TreeSet<>();
        for (String overlay : SparkJob.overlays()) {
            Path folder = Manifests.SPARK.resolve("overlays/" + overlay);
            Manifests.read(folder.resolve("kustomization.yaml"))
                    .get(0)
                    .texts("/components")
                    .forEach(component -> used.add(
                            folder.resolve(component).normalize().getFileName().toString()));
        }

        assertThat(used).isEqualTo(children("components")).hasSize(4);
    }

    @Test
    void everyCopyOfTheKustomizeConfigurationIsTheSame() {
        assertThat(Manifests.find(Manifests.SPARK, "kustomizeconfig.yaml").stream()
                        .map(Manifests::text)
                        .distinct())
                .hasSize(1);
    }

    @Test
    void pageNamesEveryOverlayComponentAndSecret() {
        Set<String> secrets = new TreeSet<>();
        SparkJob.all().forEach(job -> {
            job.secretVariables("driver").values().forEach(secret -> secrets.add(secret.replaceFirst(":.*", "")));
            secrets.addAll(job.mountedSecrets("driver").keySet());
        });

        assertThat(PAGE.firstCells("## Overlays")).isEqualTo(new TreeSet<>(SparkJob.overlays()));
        assertThat(PAGE.firstCells("## Components")).isEqualTo(children("components"));
        assertThat(PAGE.firstCells("## Secrets")).isEqualTo(secrets);
    }

    private static Set<String> children(String folder) {
        return Manifests.children(Manifests.SPARK.resolve(folder)).stream()
                .map(child -> child.getFileName().toString())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
