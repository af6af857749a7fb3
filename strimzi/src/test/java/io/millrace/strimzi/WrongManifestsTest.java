// SPDX-License-Identifier: Apache-2.0
package io.millrace.strimzi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What the checks find. Each test breaks one thing in a manifest that is right. */
class WrongManifestsTest {
    private static final ManifestCheck CHECK = new ManifestCheck();
    private static final List<Manifest> EKS = Manifests.rendered("eks");

    @Test
    void findsTheFormerApiVersion() {
        assertThat(afterChange("KafkaConnect", tree -> tree.put("apiVersion", "kafka.strimzi.io/v1beta2")))
                .containsExactly("no such kind: kafka.strimzi.io/v1beta2 KafkaConnect");
    }

    @Test
    void findsATypoInAField() {
        assertThat(afterChange("KafkaConnect", tree -> spec(tree).put("replcas", 3)))
                .singleElement()
                .asString()
                .contains("/spec", "replcas");
    }

    @Test
    void findsATypoDeepInATemplate() {
        assertThat(afterChange(
                        "KafkaConnect",
                        tree -> object(tree, "/spec/template/pod/securityContext")
                                .put("runAsNonroot", true)))
                .singleElement()
                .asString()
                .contains("/spec/template/pod/securityContext", "runAsNonroot");
    }

    @Test
    void findsMissingStorageTopics() {
        List<String> problems = afterChange(
                "KafkaConnect",
                tree -> spec(tree).remove(List.of("configStorageTopic", "offsetStorageTopic", "statusStorageTopic")));

        assertThat(problems)
                .hasSize(3)
                .anyMatch(problem -> problem.contains("configStorageTopic"))
                .anyMatch(problem -> problem.contains("offsetStorageTopic"))
                .anyMatch(problem -> problem.contains("statusStorageTopic"));
    }

    @Test
    void findsAMissingGroup() {
        assertThat(afterChange("KafkaConnect", tree -> spec(tree).remove("groupId")))
                .singleElement()
                .asString()
                .contains("groupId");
    }

    @Test
    void findsWorkerSettingsThatTheOperatorForbids() {
        for (String key : List.of("ssl.keystore.location", "rest.port", "group.id", "plugin.path", "sasl.mechanism")) {
            assertThat(afterChange(
                            "KafkaConnect", tree -> object(tree, "/spec/config").put(key, "x")))
                    .containsExactly("/spec/config: the operator forbids " + key);
        }
    }

    @Test
    void letsTheFourTlsSettingsPass() {
        assertThat(afterChange(
                        "KafkaConnect", tree -> object(tree, "/spec/config").put("ssl.protocol", "TLSv1.3")))
                .isEmpty();
    }

    @Test
    void findsConnectorSettingsThatHaveFieldsOfTheirOwn() {
        for (String key : List.of("name", "connector.class", "tasks.max", "connector.plugin.version")) {
            assertThat(afterChange(
                            "KafkaConnector",
                            tree -> object(tree, "/spec/config").put(key, "x")))
                    .containsExactly("/spec/config: the operator forbids " + key);
        }
    }

    @Test
    void findsAConnectorOfNoCluster() {
        assertThat(afterChange(
                        "KafkaConnector", tree -> object(tree, "/metadata").remove("labels")))
                .containsExactly("/metadata/labels: strimzi.io/cluster is missing");
    }

    @Test
    void findsAFieldOfTheFormerConnector() {
        assertThat(afterChange("KafkaConnector", tree -> spec(tree).put("pause", true)))
                .singleElement()
                .asString()
                .contains("pause");
    }

    @Test
    void findsTheFormerOperationOfAnAcl() {
        assertThat(afterChange(
                        "KafkaUser",
                        tree -> object(tree, "/spec/authorization/acls/0").put("operation", "Read")))
                .singleElement()
                .asString()
                .contains("/spec/authorization/acls/0", "operation");
    }

    @Test
    void findsStorageInKafkaItself() {
        assertThat(afterChange("Kafka", tree -> object(tree, "/spec/kafka").put("replicas", 3)))
                .singleElement()
                .asString()
                .contains("/spec/kafka", "replicas");
    }

    @Test
    void findsWhatTheRulesForbid() {
        assertThat(afterChange(
                        "KafkaConnect", tree -> object(tree, "/spec/rack").remove("topologyKey")))
                .containsExactly("/spec/rack: topologyKey property is required");
        assertThat(afterChange(
                        "KafkaConnect",
                        tree -> object(tree, "/spec/metricsConfig").remove("valueFrom")))
                .containsExactly("/spec/metricsConfig: valueFrom property is required");
        assertThat(afterChange(
                        "KafkaUser",
                        tree -> object(tree, "/spec/authentication").put("validityDays", 30)))
                .containsExactly("/spec/authentication: 'validityDays' and 'renewalDays' can be configured only with"
                        + " 'type: tls'");
    }

    @Test
    void findsMistakesInKubernetesOwnKinds() {
        assertThat(afterChange("Service", tree -> spec(tree).put("selecter", "x")))
                .singleElement()
                .asString()
                .contains("selecter");
        assertThat(afterChange("Service", tree -> object(tree, "/spec/ports/0").remove("port")))
                .singleElement()
                .asString()
                .contains("port");
        assertThat(afterChange("HorizontalPodAutoscaler", tree -> spec(tree).remove("maxReplicas")))
                .singleElement()
                .asString()
                .contains("maxReplicas");
        assertThat(afterChange("NetworkPolicy", tree -> spec(tree).put("podSelectors", "x")))
                .singleElement()
                .asString()
                .contains("podSelectors");
        assertThat(afterChange("KafkaTopic", tree -> object(tree, "/metadata").put("lables", "x")))
                .singleElement()
                .asString()
                .contains("lables");
    }

    @Test
    void findsMistakesInKindsOfOtherOperators() {
        assertThat(afterChange(
                        "PodMonitor",
                        tree -> object(tree, "/spec/podMetricsEndpoints/0").put("ports", "x")))
                .singleElement()
                .asString()
                .contains("ports");
        assertThat(afterChange(
                        "PrometheusRule",
                        tree -> object(tree, "/spec/groups/0/rules/0").put("alerts", "x")))
                .singleElement()
                .asString()
                .contains("alerts");
        assertThat(afterChange(
                        "AlertmanagerConfig",
                        tree -> object(tree, "/spec/route").put("group_wait", "30s")))
                .singleElement()
                .asString()
                .contains("group_wait");
        assertThat(afterChange("ExternalSecret", tree -> spec(tree).remove("target")))
                .singleElement()
                .asString()
                .contains("target");
    }

    private static List<String> afterChange(String kind, Consumer<ObjectNode> change) {
        Manifest right = Manifests.ofKind(EKS, kind).get(0);
        assertThat(CHECK.problems(right)).isEmpty();
        return CHECK.problems(right.with(change));
    }

    private static ObjectNode spec(ObjectNode tree) {
        return object(tree, "/spec");
    }

    private static ObjectNode object(ObjectNode tree, String pointer) {
        return (ObjectNode) tree.at(pointer);
    }
}
