// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.resources;

import io.millrace.cli.document.Node.Scalar;
import io.millrace.cli.document.Node.Sequence;
import io.millrace.cli.document.Position;
import io.millrace.cli.lint.finding.Findings;
import io.millrace.cli.lint.finding.Rule;
import io.millrace.cli.lint.setup.Subject;
import java.util.List;
import java.util.regex.Pattern;

/** Whether what is asked of the brokers can be had, and whether Connect's own topics are as it needs them. */
public final class BrokerChecks {
    private static final List<String> WORKERS = List.of(
            "config.storage.replication.factor",
            "offset.storage.replication.factor",
            "status.storage.replication.factor");

    private static final List<String> CONNECTORS =
            List.of("topic.creation.default.replication.factor", "errors.deadletterqueue.topic.replication.factor");

    private static final int ENOUGH = 3;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");

    private final Workspace all;
    private final Findings findings;
    private final int brokers;

    public BrokerChecks(Workspace all, Findings findings) {
        this.all = all;
        this.findings = findings;
        this.brokers = isOneCluster(all)
                ? all.ofKind("KafkaNodePool").mapToInt(BrokerChecks::brokers).sum()
                : 0;
    }

    /** Of several clusters it is not known which one is meant. */
    private static boolean isOneCluster(Workspace all) {
        return all.ofKind("KafkaNodePool")
                        .map(pool -> pool.namespace() + "/" + pool.label("strimzi.io/cluster"))
                        .distinct()
                        .count()
                == 1;
    }

    public void check() {
        all.ofKind("KafkaConnect").forEach(this::internalTopics);
        if (brokers > 0) {
            all.ofKind("KafkaConnect").forEach(this::workers);
            all.ofKind("KafkaTopic").forEach(this::topic);
            all.connectors().stream().filter(Subject::isResource).forEach(this::connector);
        }
    }

    private static int brokers(Resource pool) {
        boolean hasBrokers = pool.document().get("spec", "roles").orElse(null) instanceof Sequence roles
                && roles.items().stream()
                        .anyMatch(role ->
                                role instanceof Scalar scalar && scalar.text().equals("broker"));
        return hasBrokers ? number(pool.document().text("spec", "replicas").orElse("")) : 0;
    }

    private static int number(String text) {
        return NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
    }

    private void workers(Resource connect) {
        WORKERS.forEach(key -> {
            String factor = connect.config().get(key);
            if (factor != null) {
                factor(factor, key, connect.atKey(key, "spec", "config"));
            }
        });
    }

    private void connector(Subject connector) {
        CONNECTORS.forEach(key -> factor(connector.get(key, ""), key, connector.at(key)));
    }

    private void topic(Resource topic) {
        String key = "spec.replicas";
        factor(topic.document().text("spec", "replicas").orElse(""), key, topic.atKey("replicas", "spec"));
    }

    private void factor(String factor, String key, Position at) {
        int copies = number(factor);
        if (copies > brokers) {
            findings.add(Rule.REPLICATION.found(
                    at,
                    key,
                    key + " is " + copies + ", and the cluster has " + count(brokers, "broker") + ".",
                    "Set it to -1 for the brokers' default, or to fewer."));
        } else if (copies == 1 && brokers >= ENOUGH) {
            findings.add(Rule.REPLICATION_LOW.found(
                    at,
                    key,
                    key + " is 1: what it holds is lost with a broker, and there are " + brokers + ".",
                    "Set it to 3."));
        }
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    private void internalTopics(Resource connect) {
        List.of("configStorageTopic", "offsetStorageTopic", "statusStorageTopic")
                .forEach(field -> {
                    String name = connect.document().text("spec", field).orElse("");
                    all.ofKind("KafkaTopic")
                            .filter(topic -> topicName(topic).equals(name)
                                    && topic.namespace().equals(connect.namespace()))
                            .forEach(topic -> internalTopic(topic, field));
                });
    }

    private static String topicName(Resource topic) {
        return topic.document().text("spec", "topicName").orElse(topic.name());
    }

    private void internalTopic(Resource topic, String field) {
        String policy = topic.config().getOrDefault("cleanup.policy", "delete");
        if (!policy.equals("compact")) {
            findings.add(Rule.INTERNAL_TOPIC.found(
                    topic.atKey("cleanup.policy", "spec", "config"),
                    "cleanup.policy",
                    "Connect keeps its state in '" + topicName(topic) + "' (" + field + "), and its cleanup.policy is "
                            + policy + ".",
                    "Set cleanup.policy: compact."));
        }
        String partitions = topic.document().text("spec", "partitions").orElse("1");
        if (field.equals("configStorageTopic") && !partitions.equals("1")) {
            findings.add(Rule.INTERNAL_TOPIC.found(
                    topic.atKey("partitions", "spec"),
                    "spec.partitions",
                    "Connect's topic for configurations, '" + topicName(topic) + "', has " + partitions
                            + " partitions.",
                    "Set it to 1."));
        }
    }
}
