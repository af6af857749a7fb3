// SPDX-License-Identifier: Apache-2.0
package io.millrace.strimzi;

import static io.millrace.strimzi.Manifests.ofKind;
import static io.millrace.strimzi.Manifests.the;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page says what is there, and its examples work. */
class ReadmeTest {
    private static final Page README = Page.read(Manifests.FOLDER.resolve("README.md"));

    @Test
    void exampleOfAnOverlayRendersAndFits(@TempDir Path scratch) throws Exception {
        List<Manifest> manifests = rendered(example(0), scratch);

        assertThat(manifests)
                .allSatisfy(manifest ->
                        assertThat(manifest.text("/metadata/namespace")).isEqualTo("analytics"));
        assertThat(the(manifests, "KafkaConnect").text("/spec/image"))
                .isEqualTo("registry.example.com/millrace/connect@sha256:" + "ab".repeat(32));
        assertThat(ofKind(manifests, "KafkaConnector")).hasSize(6);
        assertThat(the(manifests, "ConfigMap").entries("/data")).containsEntry("SHOP_DB_HOST", "shop-db");
    }

    @Test
    void clickHouseIsAddedToAnOverlayAsThePageSays(@TempDir Path scratch) throws Exception {
        ObjectNode overlay = example(0);
        ObjectNode added = example(1);
        overlay.withArray("components").addAll((ArrayNode) added.get("components"));
        JsonNode literals = added.at("/configMapGenerator/0/literals");
        ((ArrayNode) overlay.at("/configMapGenerator/0/literals")).addAll((ArrayNode) literals);

        List<Manifest> manifests = rendered(overlay, scratch);

        assertThat(ofKind(manifests, "KafkaConnector"))
                .extracting(Manifest::name)
                .hasSize(8)
                .contains("device-events-clickhouse-sink", "shop-clickhouse-sink");
        assertThat(the(manifests, "ConfigMap").entries("/data"))
                .containsEntry("CLICKHOUSE_URL", "https://clickhouse:8443")
                .containsEntry("SHOP_DB_HOST", "shop-db");
    }

    /** Nobody is left to believe that ClickHouse's sinks have a dead letter queue. */
    @Test
    void whatIsForClickHouseIsRefusedWithoutIt(@TempDir Path scratch) throws Exception {
        ObjectNode overlay = example(0);
        assertThat(rendered(overlay, scratch)).isNotEmpty();
        overlay.withArray("components").add("../../components/dead-letters/clickhouse");

        assertThatThrownBy(() -> rendered(overlay, scratch))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("device-events-clickhouse-sink");
    }

    /** The nth piece of YAML on the page. */
    private static ObjectNode example(int index) {
        String text = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(README.text())
                .results()
                .skip(index)
                .findFirst()
                .orElseThrow()
                .group(1);
        return (ObjectNode) Manifests.yaml(text.replace("sha256:...", "sha256:" + "ab".repeat(32)));
    }

    private static List<Manifest> rendered(JsonNode kustomization, Path scratch) throws Exception {
        Path folder = Files.createDirectories(Manifests.FOLDER.resolve("target/readme"));
        Files.writeString(folder.resolve("kustomization.yaml"), kustomization.toString());
        Files.writeString(
                folder.resolve("kustomizeconfig.yaml"),
                Manifests.text(Manifests.FOLDER.resolve("base/kustomizeconfig.yaml")));
        List<Manifest> manifests = Kustomize.build(folder, scratch);
        ManifestCheck check = new ManifestCheck();
        assertThat(manifests)
                .allSatisfy(manifest -> assertThat(check.problems(manifest)).isEmpty());
        return manifests;
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
