// SPDX-License-Identifier: Apache-2.0
package io.millrace.strimzi;

import static io.millrace.strimzi.Manifests.named;
import static io.millrace.strimzi.Manifests.ofKind;
import static io.millrace.strimzi.Manifests.rendered;
import static io.millrace.strimzi.Manifests.the;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What components add, and that each is rendered somewhere. */
class ComponentsTest {
    @Test
    void everyComponentIsRendered() {
        Path components = Manifests.FOLDER.resolve("components");
        Set<String> all = Manifests.find(components, "kustomization.yaml").stream()
                .map(file -> components.relativize(file.getParent()).toString())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> used = new TreeSet<>();
        for (Path folder : Manifests.kustomizations()) {
            Manifests.read(folder.resolve("kustomization.yaml")).get(0).texts("/components").stream()
                    .map(component -> components
                            .relativize(folder.resolve(component).normalize())
                            .toString())
                    .forEach(used::add);
        }

        assertThat(used).isEqualTo(all).hasSize(17);
    }

    @Test
    void everyCopyOfTheKustomizeConfigurationIsTheSame() {
        List<Path> copies = Manifests.find(Manifests.FOLDER, "kustomizeconfig.yaml");

        assertThat(copies.stream().map(Manifests::text).distinct()).hasSize(1);
        assertThat(copies)
                .hasSizeGreaterThanOrEqualTo(
                        Manifests.children(Manifests.FOLDER.resolve("overlays")).size());
    }

    @Test
    void imageComesByDigestWhereAnOverlaySetsIt() {
        for (String overlay : List.of("eks", "msk")) {
            assertThat(the(rendered(overlay), "KafkaConnect").text("/spec/image"))
                    .matches(
                            "[0-9]{12}\\.dkr\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com/millrace/[a-z-]+@sha256:[0-9a-f]{64}");
        }
    }

    @Test
    void imageIsStrimzisWherePluginsAreMounted() {
        Manifest connect = the(rendered("existing-kafka"), "KafkaConnect");

        assertThat(connect.at("/spec/image").isMissingNode()).isTrue();
        assertThat(connect.text("/spec/plugins/0/artifacts/0/type")).isEqualTo("image");
    }

    @Test
    void buildTakesEveryArchiveAndChecksIt() {
        Manifest connect = the(rendered("connect-build"), "KafkaConnect");
        Map<String, JsonNode> artifacts = new TreeMap<>();
        connect.elements("/spec/build/plugins")
                .forEach(plugin -> artifacts.put(plugin.get("name").asText(), plugin.at("/artifacts/0")));
        Set<String> debezium = Plugins.DEBEZIUM.keySet().stream()
                .map(type -> "debezium-connector-" + database(type))
                .collect(Collectors.toSet());
        Set<String> expected = new TreeSet<>(Plugins.archives());
        expected.addAll(debezium);

        assertThat(artifacts.keySet()).isEqualTo(expected).hasSizeGreaterThan(7);
        Plugins.archives().forEach(archive -> {
            JsonNode artifact = artifacts.get(archive);
            assertThat(artifact.get("type").asText()).isEqualTo("zip");
            assertThat(artifact.get("url").asText()).endsWith("/" + archive + "-0.1.0-SNAPSHOT.zip");
            assertThat(artifact.get("sha512sum").asText()).matches("[0-9a-f]{128}");
        });
        Plugins.DEBEZIUM.forEach((type, property) -> {
            JsonNode artifact = artifacts.get("debezium-connector-" + database(type));
            assertThat(artifact.get("version").asText()).isEqualTo(Plugins.property(property));
            // Otherwise Strimzi copies what is only needed to build or to test.
            assertThat(artifact.get("includeScope").asText()).isEqualTo("runtime");
        });
        assertThat(connect.at("/spec/image").isMissingNode()).isTrue();
    }

    @Test
    void workersLogAsTheModuleMonitoringSays() {
        for (String overlay : List.of("eks", "existing-kafka")) {
            Manifest connect = the(rendered(overlay), "KafkaConnect");
            String name = connect.text("/spec/logging/valueFrom/configMapKeyRef/name");
            String key = connect.text("/spec/logging/valueFrom/configMapKeyRef/key");

            assertThat(connect.text("/spec/logging/type")).isEqualTo("external");
            assertThat(named(rendered(overlay), "ConfigMap", name).text("/data/" + key))
                    .isEqualTo(Manifests.text(Manifests.FOLDER.resolve("../monitoring/logging/log4j2.properties")));
            assertThat(connect.text("/spec/jvmOptions/javaSystemProperties/0/name"))
                    .isEqualTo("log4j2.isThreadContextMapInheritable");
        }
    }

    private static String database(String connectorClass) {
        return connectorClass.split("\\.")[3].replace("postgresql", "postgres");
    }

    @ParameterizedTest
    @CsvSource({"eks, 3", "clickhouse, 4"})
    void externalSecretsHoldEveryKeyThatIsRead(String overlay, int secrets) {
        Map<String, Set<String>> kept = new TreeMap<>();
        ofKind(rendered(overlay), "ExternalSecret")
                .forEach(secret -> kept.put(
                        secret.text("/spec/target/name"),
                        secret.elements("/spec/data").stream()
                                .map(entry -> entry.get("secretKey").asText())
                                .collect(Collectors.toCollection(TreeSet::new))));
        Map<String, Set<String>> read = new TreeMap<>();
        ofKind(rendered(overlay), "KafkaConnector")
                .forEach(connector -> connector
                        .entries("/spec/config")
                        .values()
                        .forEach(value -> Reference.in(value).stream()
                                .filter(Reference::isSecret)
                                .forEach(one -> read.computeIfAbsent(one.path(), path -> new TreeSet<>())
                                        .add(one.key()))));
        // Strimzi makes these two.
        read.remove("millrace-connect");
        read.remove("kafka-cluster-ca-cert");

        assertThat(kept).isEqualTo(read).hasSize(secrets);
    }

    @ParameterizedTest
    @CsvSource({"eks, 3", "clickhouse, 5"})
    void deadLettersGoToATopicOfEachSink(String overlay, int count) {
        List<Manifest> sinks = ofKind(rendered(overlay), "KafkaConnector").stream()
                .filter(one -> Plugins.sinks().contains(one.text("/spec/class")))
                .toList();

        assertThat(sinks)
                .hasSize(count)
                .allSatisfy(sink -> assertThat(sink.entries("/spec/config"))
                        .containsEntry("errors.tolerance", "all")
                        .containsEntry("errors.deadletterqueue.topic.name", "dead-letters." + sink.name()));
    }

    /** Policies add up: one more opens one more way. */
    @Test
    void workersReachClickHouseOnlyWhereItIsUsed() {
        int port = URI.create(the(rendered("clickhouse"), "ConfigMap").text("/data/CLICKHOUSE_URL"))
                .getPort();

        assertThat(portsOut("clickhouse")).contains(port, 8123).containsAll(portsOut("eks"));
        assertThat(portsOut("eks")).doesNotContain(port, 8123);
    }

    /** The ports that workers may open connections to. */
    private static Set<Integer> portsOut(String overlay) {
        Set<Integer> ports = new TreeSet<>();
        for (Manifest policy : ofKind(rendered(overlay), "NetworkPolicy")) {
            if (policy.text("/spec/podSelector/matchLabels/strimzi.io~1kind").equals("KafkaConnect")) {
                policy.elements("/spec/egress")
                        .forEach(rule -> rule.path("ports")
                                .forEach(port -> ports.add(port.path("port").asInt())));
            }
        }
        return ports;
    }

    @Test
    void clickHouseIsInNoOverlayUnlessAskedFor() {
        for (Path folder : Manifests.children(Manifests.FOLDER.resolve("overlays"))) {
            assertThat(rendered(folder.getFileName().toString()))
                    .noneMatch(manifest -> manifest.kind().equals("KafkaConnector")
                            && manifest.name().contains("clickhouse"));
        }
    }

    @Test
    void kafkaReadsTheRulesOfItsMetrics() {
        Manifest kafka = the(rendered("eks"), "Kafka");
        String reference = "/spec/kafka/metricsConfig/valueFrom/configMapKeyRef/";
        Manifest rules = named(rendered("eks"), "ConfigMap", kafka.text(reference + "name"));

        assertThat(rules.entries("/data")).containsOnlyKeys(kafka.text(reference + "key"));
        for (String pods : List.of("kafka", "kafka-exporter")) {
            assertThat(named(rendered("eks"), "PodMonitor", "millrace-" + pods).entries("/spec/selector/matchLabels"))
                    .containsOnly(
                            Map.entry("strimzi.io/cluster", kafka.name()),
                            Map.entry("strimzi.io/name", kafka.name() + "-" + pods));
        }
    }

    /** The rules ask for these names, which the operator would not give by itself. */
    @Test
    void jobsAreNamedAsTheRulesAskForThem() {
        for (Manifest monitor : ofKind(rendered("eks"), "PodMonitor")) {
            assertThat(monitor.elements("/spec/podMetricsEndpoints/0/relabelings"))
                    .anySatisfy(relabeling -> {
                        assertThat(relabeling.path("targetLabel").asText()).isEqualTo("job");
                        assertThat(relabeling.path("replacement").asText())
                                .isIn("kafka-connect", "kafka-broker", "kafka-exporter");
                    });
        }
        assertThat(the(rendered("eks"), "PrometheusRule").tree().toString())
                .contains("job=\\\"kafka-connect\\\"", "job=\\\"kafka-broker\\\"");
    }

    @Test
    void workersReadTheRulesOfTheirMetrics() {
        for (String overlay : List.of("eks", "existing-kafka")) {
            Manifest connect = the(rendered(overlay), "KafkaConnect");
            String reference = "/spec/metricsConfig/valueFrom/configMapKeyRef/";
            Manifest rules = named(rendered(overlay), "ConfigMap", connect.text(reference + "name"));

            assertThat(rules.entries("/data")).containsOnlyKeys(connect.text(reference + "key"));
            assertThat(named(rendered(overlay), "PodMonitor", "millrace-connect")
                            .entries("/spec/selector/matchLabels"))
                    .containsOnly(
                            Map.entry("strimzi.io/cluster", connect.name()),
                            Map.entry("strimzi.io/kind", connect.kind()));
        }
    }
}
