// SPDX-License-Identifier: Apache-2.0
package io.millrace.strimzi;

import static io.millrace.strimzi.Manifests.named;
import static io.millrace.strimzi.Manifests.ofKind;
import static io.millrace.strimzi.Manifests.rendered;
import static io.millrace.strimzi.Manifests.the;
import static io.millrace.strimzi.PodSecurity.assertRestricted;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kafka and the workers survive the loss of a node, and the parts of an overlay name each other rightly. */
class ClusterTest {
    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.Manifests#overlaysWithKafka")
    void writesSurviveTheLossOfABroker(String overlay) {
        int brokers = ofKind(rendered(overlay), "KafkaNodePool").stream()
                .filter(pool -> pool.texts("/spec/roles").contains("broker"))
                .mapToInt(pool -> pool.at("/spec/replicas").asInt())
                .sum();
        Manifest kafka = the(rendered(overlay), "Kafka");
        JsonNode config = kafka.at("/spec/kafka/config");

        assertMinIsr(brokers, config.get("default.replication.factor"), config.get("min.insync.replicas"));
        assertMinIsr(
                brokers,
                config.get("transaction.state.log.replication.factor"),
                config.get("transaction.state.log.min.isr"));
        assertThat(ofKind(rendered(overlay), "KafkaTopic"))
                .hasSizeGreaterThan(8)
                .allSatisfy(topic -> {
                    assertThat(topic.cluster()).isEqualTo(kafka.name());
                    assertMinIsr(brokers, topic.at("/spec/replicas"), topic.at("/spec/config/min.insync.replicas"));
                });
        assertThat(config.get("unclean.leader.election.enable").asBoolean()).isFalse();
        assertThat(config.get("auto.create.topics.enable").asBoolean()).isFalse();
    }

    /** Where there is one broker, for development, nothing survives its loss. */
    private static void assertMinIsr(int brokers, JsonNode replicas, JsonNode minIsr) {
        assertThat(replicas.asInt()).isBetween(1, brokers);
        if (brokers > 1) {
            assertThat(minIsr.asInt()).isGreaterThan(1).isLessThan(replicas.asInt());
        }
    }

    /** The schemas leave these maps open, so that a typo would pass them. */
    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.Manifests#overlays")
    void settingsOfTopicsAndConsumersAreKafkas(String overlay) {
        Set<String> topicSettings = Stream.of(TopicConfig.class.getFields())
                .filter(field -> field.getName().endsWith("_CONFIG"))
                .map(ClusterTest::constant)
                .collect(Collectors.toSet());

        assertThat(ofKind(rendered(overlay), "KafkaTopic"))
                .allSatisfy(topic -> assertThat(topicSettings)
                        .containsAll(topic.entries("/spec/config").keySet()));
        Map<String, String> worker = the(rendered(overlay), "KafkaConnect").entries("/spec/config");
        assertThat(ConsumerConfig.configNames())
                .containsAll(worker.keySet().stream()
                        .filter(key -> key.startsWith("consumer."))
                        .map(key -> key.substring("consumer.".length()))
                        .toList())
                .contains(
                        worker.get("connector.client.config.override.allowlist").split(","));
    }

    private static String constant(Field field) {
        try {
            return String.valueOf(field.get(null));
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void onlyTheOverlayForDevelopmentHasOneNode() {
        List<String> single = Manifests.overlaysWithKafka().stream()
                .filter(overlay -> ofKind(rendered(overlay), "KafkaNodePool").stream()
                        .anyMatch(pool -> pool.at("/spec/replicas").asInt() < 3))
                .toList();

        assertThat(single).containsExactly("dev");
    }

    @Test
    void kafkaIsSpreadOverZonesOnVolumesThatStay() {
        List<Manifest> pools = ofKind(rendered("eks"), "KafkaNodePool");
        String storageClass = the(rendered("eks"), "StorageClass").name();

        assertThat(pools).hasSize(2).allSatisfy(pool -> {
            assertThat(pool.at("/spec/replicas").asInt()).isEqualTo(3);
            JsonNode volume = pool.at("/spec/storage/volumes/0");
            assertThat(volume.get("type").asText()).isEqualTo("persistent-claim");
            assertThat(volume.get("class").asText()).isEqualTo(storageClass);
            assertThat(volume.get("deleteClaim").asBoolean()).isFalse();
            assertSpreadOverZones(
                    pool,
                    "/spec/template/pod",
                    Map.of("strimzi.io/cluster", pool.cluster(), "strimzi.io/pool-name", pool.name()));
            assertMemoryIsReserved(pool);
            assertRestricted(pool, "/spec/template/pod", "/spec/template/kafkaContainer");
            assertRestricted(pool, "/spec/template/pod", "/spec/template/initContainer");
        });
        Manifest kafka = the(rendered("eks"), "Kafka");
        assertThat(kafka.text("/spec/kafka/template/podDisruptionBudget/maxUnavailable"))
                .isEqualTo("1");
        assertThat(kafka.text("/spec/kafka/rack/topologyKey")).isEqualTo("topology.kubernetes.io/zone");
    }

    @Test
    void rebalancesUseATemplateThatIsThere() {
        Manifest kafka = the(rendered("eks"), "Kafka");

        assertThat(kafka.elements("/spec/cruiseControl/autoRebalance"))
                .hasSize(2)
                .allSatisfy(mode -> {
                    Manifest template = named(
                            rendered("eks"),
                            "KafkaRebalance",
                            mode.at("/template/name").asText());
                    assertThat(template.text("/metadata/annotations/strimzi.io~1rebalance-template"))
                            .isEqualTo("true");
                });
    }

    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.Manifests#overlays")
    void workersAreRestrictedAndHaveTheirMemory(String overlay) {
        Manifest connect = the(rendered(overlay), "KafkaConnect");

        assertRestricted(connect, "/spec/template/pod", "/spec/template/connectContainer");
        assertRestricted(connect, "/spec/template/pod", "/spec/template/initContainer");
        assertMemoryIsReserved(connect);
        assertThat(connect.at("/spec/template/pod/terminationGracePeriodSeconds")
                        .asInt())
                .isGreaterThanOrEqualTo(60);
        assertThat(connect.text("/spec/template/podDisruptionBudget/maxUnavailable"))
                .isEqualTo("1");
        assertThat(connect.at("/spec/livenessProbe").isMissingNode()).isFalse();
        assertThat(connect.at("/spec/readinessProbe").isMissingNode()).isFalse();
        if (connect.at("/spec/replicas").asInt() > 1) {
            assertSpreadOverZones(
                    connect,
                    "/spec/template/pod",
                    Map.of("strimzi.io/cluster", connect.name(), "strimzi.io/kind", "KafkaConnect"));
        }
    }

    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.Manifests#overlays")
    void workersKeepTheirTopicsOnAsManyBrokersAsThereAre(String overlay) {
        Manifest connect = the(rendered(overlay), "KafkaConnect");
        String expected = overlay.equals("dev") ? "1" : "3";

        assertThat(connect.at("/spec/replicas").asText()).isEqualTo(expected);
        assertThat(connect.entries("/spec/config"))
                .containsEntry("config.storage.replication.factor", expected)
                .containsEntry("offset.storage.replication.factor", expected)
                .containsEntry("status.storage.replication.factor", expected)
                .containsEntry("plugin.discovery", "service_load")
                .containsEntry("consumer.isolation.level", "read_committed");
    }

    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.Manifests#overlays")
    void connectorsReachTheSameKafkaAsTheWorkers(String overlay) {
        Manifest connect = the(rendered(overlay), "KafkaConnect");

        assertThat(endpoints(overlay)).containsEntry("KAFKA_BOOTSTRAP", connect.text("/spec/bootstrapServers"));
    }

    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.Manifests#overlaysWithKafka")
    void workersReachTheKafkaOfTheOverlay(String overlay) {
        Manifest connect = the(rendered(overlay), "KafkaConnect");
        Manifest kafka = the(rendered(overlay), "Kafka");
        JsonNode listener = kafka.at("/spec/kafka/listeners/0");

        assertThat(connect.text("/spec/bootstrapServers"))
                .isEqualTo(kafka.name() + "-kafka-bootstrap:"
                        + listener.get("port").asText());
        assertThat(connect.text("/spec/tls/trustedCertificates/0/secretName"))
                .isEqualTo(kafka.name() + "-cluster-ca-cert");
        assertThat(listener.get("tls").asBoolean()).isTrue();
        assertThat(listener.at("/authentication/type").asText()).isEqualTo(connect.text("/spec/authentication/type"));
        assertThat(kafka.text("/spec/kafka/authorization/type")).isEqualTo("simple");
        assertThat(Stream.of("KafkaNodePool", "KafkaUser").flatMap(kind -> ofKind(rendered(overlay), kind).stream()))
                .allSatisfy(one -> assertThat(one.cluster()).isEqualTo(kafka.name()));
    }

    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.Manifests#overlays")
    void versionsAreThoseThatTheProjectTestsWith(String overlay) {
        String version = Plugins.property("kafka.version");

        assertThat(the(rendered(overlay), "KafkaConnect").text("/spec/version")).isEqualTo(version);
        assertThat(ofKind(rendered(overlay), "Kafka")).allSatisfy(kafka -> {
            assertThat(kafka.text("/spec/kafka/version")).isEqualTo(version);
            assertThat(kafka.text("/spec/kafka/metadataVersion"))
                    .isEqualTo(version.replaceFirst("\\.[0-9]+$", "") + "-IV0");
        });
    }

    @Test
    void devicesReachTheIngestSource() {
        for (String overlay : List.of("dev", "eks", "existing-kafka", "msk")) {
            String firstPort = endpoints(overlay).get("DEVICE_PUSH_PORT").split("-")[0];
            Manifest service = the(rendered(overlay), "Service");

            assertThat(service.text("/spec/ports/0/targetPort")).isEqualTo(firstPort);
            assertSelectsWorkers(service.entries("/spec/selector"));
        }
    }

    @Test
    void networkPoliciesLetThroughWhatIsNeeded() {
        for (String overlay : List.of("clickhouse", "eks", "msk")) {
            List<Manifest> policies = ofKind(rendered(overlay), "NetworkPolicy");
            Manifest deny = named(policies, "NetworkPolicy", "default-deny");
            Manifest egress = named(policies, "NetworkPolicy", "connect-egress");
            Manifest ingest = named(policies, "NetworkPolicy", "connect-ingest");
            Map<String, String> endpoints = endpoints(overlay);
            List<String> open = egress.elements("/spec/egress").stream()
                    .flatMap(rule -> rule.get("ports").findValuesAsText("port").stream())
                    .toList();

            assertThat(deny.texts("/spec/policyTypes")).containsExactly("Ingress", "Egress");
            assertThat(deny.at("/spec/podSelector")).isEmpty();
            assertSelectsWorkers(egress.entries("/spec/podSelector/matchLabels"));
            assertSelectsWorkers(ingest.entries("/spec/podSelector/matchLabels"));
            assertThat(open)
                    .contains(port(endpoints.get("KAFKA_BOOTSTRAP")))
                    .contains(port(endpoints.get("REGISTRY_URL")))
                    .contains(port(endpoints.get("POSTGRES_URL").replaceFirst("/[a-z]+(\\?.*)?$", "")))
                    .contains(endpoints.get("SHOP_DB_PORT"));
            assertThat(endpoints)
                    .containsEntry(
                            "DEVICE_PUSH_PORT",
                            ingest.text("/spec/ingress/0/ports/0/port") + "-"
                                    + ingest.text("/spec/ingress/0/ports/0/endPort"));
        }
    }

    @Test
    void autoscalerStartsAtTheNumberOfWorkers() {
        Manifest connect = the(rendered("eks"), "KafkaConnect");
        Manifest autoscaler = the(rendered("eks"), "HorizontalPodAutoscaler");

        assertThat(autoscaler.text("/spec/scaleTargetRef/apiVersion")).isEqualTo(connect.apiVersion());
        assertThat(autoscaler.text("/spec/scaleTargetRef/kind")).isEqualTo(connect.kind());
        assertThat(autoscaler.text("/spec/scaleTargetRef/name")).isEqualTo(connect.name());
        assertThat(autoscaler.text("/spec/minReplicas")).isEqualTo(connect.text("/spec/replicas"));
        assertThat(connect.at("/spec/resources/requests/cpu").isMissingNode()).isFalse();
    }

    @Test
    void awsRolesAreOnTheServiceAccount() {
        for (String overlay : List.of("eks", "msk")) {
            assertThat(the(rendered(overlay), "KafkaConnect")
                            .entries("/spec/template/serviceAccount/metadata/annotations"))
                    .containsKey("eks.amazonaws.com/role-arn");
        }
        assertThat(the(rendered("msk"), "KafkaConnect").entries("/spec/authentication/config"))
                .containsEntry("sasl.mechanism", "AWS_MSK_IAM");
    }

    private static Map<String, String> endpoints(String overlay) {
        return ofKind(rendered(overlay), "ConfigMap").stream()
                .filter(map -> map.name().startsWith("millrace-endpoints-"))
                .findFirst()
                .orElseThrow()
                .entries("/data");
    }

    private static String port(String address) {
        return address.substring(address.lastIndexOf(':') + 1);
    }

    private static void assertSelectsWorkers(Map<String, String> labels) {
        assertThat(labels)
                .containsOnly(
                        Map.entry("strimzi.io/cluster", "millrace"), Map.entry("strimzi.io/kind", "KafkaConnect"));
    }

    private static void assertSpreadOverZones(Manifest manifest, String pod, Map<String, String> labels) {
        Manifest zones = new Manifest(manifest.at(pod + "/topologySpreadConstraints/0"));
        assertThat(zones.text("/topologyKey")).isEqualTo("topology.kubernetes.io/zone");
        assertThat(zones.text("/whenUnsatisfiable")).isEqualTo("DoNotSchedule");
        assertThat(zones.entries("/labelSelector/matchLabels")).isEqualTo(labels);
    }

    private static void assertMemoryIsReserved(Manifest manifest) {
        assertThat(manifest.text("/spec/resources/limits/memory"))
                .isNotEmpty()
                .isEqualTo(manifest.text("/spec/resources/requests/memory"));
    }
}
