// SPDX-License-Identifier: Apache-2.0
package io.millrace.strimzi;

import static io.millrace.strimzi.Manifests.ofKind;
import static io.millrace.strimzi.Manifests.the;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page says what is there, and its example works. */
class ReadmeTest {
    private static final Page README = Page.read(Manifests.FOLDER.resolve("README.md"));

    @Test
    void exampleOfAnOverlayRendersAndFits(@TempDir Path scratch) throws Exception {
        Matcher example = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(README.text());
        assertThat(example.find()).isTrue();
        Path folder = Files.createDirectories(Manifests.FOLDER.resolve("target/readme"));
        Files.writeString(
                folder.resolve("kustomization.yaml"),
                example.group(1).replace("sha256:...", "sha256:" + "ab".repeat(32)));
        Files.writeString(
                folder.resolve("kustomizeconfig.yaml"),
                Manifests.text(Manifests.FOLDER.resolve("base/kustomizeconfig.yaml")));

        List<Manifest> manifests = Kustomize.build(folder, scratch);

        ManifestCheck check = new ManifestCheck();
        assertThat(manifests)
                .allSatisfy(manifest -> assertThat(check.problems(manifest)).isEmpty())
                .allSatisfy(manifest ->
                        assertThat(manifest.text("/metadata/namespace")).isEqualTo("analytics"));
        assertThat(the(manifests, "KafkaConnect").text("/spec/image"))
                .isEqualTo("registry.example.com/millrace/connect@sha256:" + "ab".repeat(32));
        assertThat(ofKind(manifests, "KafkaConnector")).hasSize(6);
        assertThat(the(manifests, "ConfigMap").entries("/data")).containsEntry("SHOP_DB_HOST", "shop-db");
    }

    @Test
    void tablesNameEveryOverlayAndComponent() {
        Set<String> overlays = Manifests.children(Manifests.FOLDER.resolve("overlays")).stream()
                .map(folder -> folder.getFileName().toString())
                .collect(Collectors.toSet());
        Path components = Manifests.FOLDER.resolve("components");
        Set<String> all = Manifests.find(components, "kustomization.yaml").stream()
                .map(file -> components.relativize(file.getParent()).toString())
                .collect(Collectors.toSet());

        assertThat(README.firstCells("## Overlays")).isEqualTo(overlays);
        assertThat(README.firstCells("## Components")).isEqualTo(all);
    }

    @Test
    void tableNamesEverySecretThatIsRead() {
        Set<String> read = new TreeSet<>();
        Manifests.overlays()
                .forEach(overlay -> ofKind(Manifests.rendered(overlay), "KafkaConnector")
                        .forEach(connector -> connector
                                .entries("/spec/config")
                                .values()
                                .forEach(value -> Reference.in(value).stream()
                                        .filter(Reference::isSecret)
                                        .forEach(one -> read.add(one.path())))));

        assertThat(README.firstCells("## Addresses and secrets")).isEqualTo(read);
    }
}
