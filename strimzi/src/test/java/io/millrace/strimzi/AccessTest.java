// SPDX-License-Identifier: Apache-2.0
package io.millrace.strimzi;

import static io.millrace.strimzi.Manifests.named;
import static io.millrace.strimzi.Manifests.ofKind;
import static io.millrace.strimzi.Manifests.rendered;
import static io.millrace.strimzi.Manifests.the;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The workers' user may do what workers and connectors do, and the topics are there that Kafka does not make itself. */
class AccessTest {
    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.Manifests#overlaysWithUser")
    void userMayDoAllThatIsDone(String overlay) {
        Manifest user = the(rendered(overlay), "KafkaUser");
        List<Use> refused =
                uses(overlay).stream().filter(use -> !use.isAllowedTo(user)).toList();

        assertThat(refused).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.Manifests#overlaysWithUser")
    void userMayDoNothingToAllTopics(String overlay) {
        assertThat(the(rendered(overlay), "KafkaUser").elements("/spec/authorization/acls"))
                .allSatisfy(acl -> {
                    assertThat(acl.at("/resource/name").asText())
                            .isNotEqualTo("*")
                            .isNotEmpty();
                    assertThat(acl.at("/resource/type").asText()).isNotEqualTo("cluster");
                });
    }

    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.Manifests#overlaysWithUser")
    void workersEnterAsThatUser(String overlay) {
        Manifest user = the(rendered(overlay), "KafkaUser");
        Manifest connect = the(rendered(overlay), "KafkaConnect");

        assertThat(connect.text("/spec/authentication/username")).isEqualTo(user.name());
        assertThat(connect.text("/spec/authentication/passwordSecret/secretName"))
                .isEqualTo(user.name());
        assertThat(connect.text("/spec/authentication/type")).isEqualTo(user.text("/spec/authentication/type"));
    }

    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.Manifests#overlaysWithKafka")
    void topicsThatAreNamedAreThere(String overlay) {
        Set<String> there = new TreeSet<>();
        ofKind(rendered(overlay), "KafkaTopic").forEach(topic -> there.add(topicName(topic)));
        Set<String> named = new TreeSet<>();
        uses(overlay).stream()
                .filter(use -> use.type().equals("topic") && !use.name().startsWith("curated."))
                .forEach(use -> named.add(use.name()));

        assertThat(there).containsAll(named);
    }

    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.Manifests#overlaysWithUser")
    void connectsTopicsAreCompacted(String overlay) {
        Manifest connect = the(rendered(overlay), "KafkaConnect");
        for (String field : List.of("configStorageTopic", "offsetStorageTopic", "statusStorageTopic")) {
            Manifest topic = named(rendered(overlay), "KafkaTopic", connect.text("/spec/" + field));
            assertThat(topic.text("/spec/config/cleanup.policy")).isEqualTo("compact");
        }

        assertThat(named(rendered(overlay), "KafkaTopic", connect.text("/spec/configStorageTopic"))
                        .at("/spec/partitions")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void schemaHistoryIsNeverDeletedFrom() {
        List<Manifest> histories = new ArrayList<>();
        for (String overlay : List.of("dev", "eks")) {
            ofKind(rendered(overlay), "KafkaTopic").stream()
                    .filter(topic -> topicName(topic).startsWith("_schema-history."))
                    .forEach(histories::add);
        }

        assertThat(histories).hasSize(2).allSatisfy(topic -> {
            assertThat(topic.text("/spec/config/cleanup.policy")).isEqualTo("delete");
            assertThat(topic.text("/spec/config/retention.ms")).isEqualTo("-1");
            assertThat(topic.text("/spec/config/retention.bytes")).isEqualTo("-1");
            assertThat(topic.text("/spec/partitions")).isEqualTo("1");
        });
    }

    /** MSK has no KafkaUser: its policy names what the base's user may touch. */
    @Test
    void iamPolicyCoversWhatTheUserMayTouch() {
        Manifest policy = new Manifest(Manifests.json(Manifests.FOLDER.resolve("overlays/msk/iam-policy.json")));
        Set<String> resources = new TreeSet<>();
        policy.elements("/Statement")
                .forEach(statement -> statement
                        .get("Resource")
                        .forEach(arn ->
                                resources.add(arn.asText().replaceFirst("arn:aws:kafka:[a-z0-9-]+:[0-9]+:", ""))));
        Set<String> expected = new TreeSet<>(Set.of("cluster/millrace/*"));
        the(rendered("eks"), "KafkaUser").elements("/spec/authorization/acls").forEach(acl -> {
            String type = acl.at("/resource/type").asText();
            String name = acl.at("/resource/name").asText();
            boolean isPrefix = acl.at("/resource/patternType").asText().equals("prefix");
            expected.add((type.equals("transactionalId") ? "transactional-id" : type) + "/millrace/*/" + name
                    + (isPrefix ? "*" : ""));
        });

        assertThat(resources).isEqualTo(expected);
    }

    private static List<Use> uses(String overlay) {
        Manifest connect = the(rendered(overlay), "KafkaConnect");
        String group = connect.text("/spec/groupId");
        List<Use> uses = new ArrayList<>();
        uses.add(new Use("group", group, "Read"));
        uses.add(new Use("transactionalId", "connect-cluster-" + group, "Write"));
        for (String field : List.of("configStorageTopic", "offsetStorageTopic", "statusStorageTopic")) {
            uses.add(new Use("topic", connect.text("/spec/" + field), "Create", "DescribeConfigs", "Read", "Write"));
        }
        for (Manifest connector : ofKind(rendered(overlay), "KafkaConnector")) {
            boolean isSink = Plugins.sinks().contains(connector.text("/spec/class"));
            if (isSink) {
                sinkUses(connector, uses);
            } else {
                sourceUses(connector, group, uses);
            }
        }
        return uses;
    }

    private static void sourceUses(Manifest connector, String group, List<Use> uses) {
        Map<String, String> config = connector.entries("/spec/config");
        for (int task = 0; task < connector.at("/spec/tasksMax").asInt(); task++) {
            uses.add(new Use("transactionalId", group + "-" + connector.name() + "-" + task, "Write"));
        }
        String topic = config.containsKey("topic") ? config.get("topic") : config.get("topic.prefix") + ".shop.orders";
        uses.add(new Use("topic", topic, "Create", "Write"));
        if (config.containsKey("schema.history.internal.kafka.topic")) {
            uses.add(new Use("group", config.get("topic.prefix") + "-schemahistory", "Read"));
            uses.add(new Use(
                    "topic", config.get("schema.history.internal.kafka.topic"), "DescribeConfigs", "Read", "Write"));
        }
    }

    private static void sinkUses(Manifest connector, List<Use> uses) {
        Map<String, String> config = connector.entries("/spec/config");
        uses.add(new Use("group", "connect-" + connector.name(), "Delete", "Read"));
        String topics = config.containsKey("topics")
                ? config.get("topics")
                : config.get("topics.regex").replace("\\.", ".").replace(".*", "orders");
        for (String topic : topics.split(",")) {
            uses.add(new Use("topic", topic.strip(), "Read"));
        }
        String deadLetters = config.get("errors.deadletterqueue.topic.name");
        if (deadLetters != null) {
            uses.add(new Use("topic", deadLetters, "Create", "Write"));
        }
    }

    private static String topicName(Manifest topic) {
        String renamed = topic.text("/spec/topicName");
        return renamed.isEmpty() ? topic.name() : renamed;
    }
}
