// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One node of a Kafka.
 *
 * @param guardedPort 0 for none
 */
record KafkaNode(int id, Path dir, int port, int controllerPort, int guardedPort) {
    /** Where clients reach it. */
    String client() {
        return "127.0.0.1:" + port;
    }

    /** Where clients that show a password reach it. */
    String guarded() {
        return "127.0.0.1:" + guardedPort;
    }

    private String voter() {
        return "%d@127.0.0.1:%d".formatted(id, controllerPort);
    }

    /**
     * Its {@code server.properties}.
     *
     * @param address what its listeners for clients bind to
     * @param data where its logs are
     */
    Map<String, String> settings(List<KafkaNode> all, String address, Path data) {
        Map<String, String> settings = new HashMap<>(ownSettings(all, address));
        settings.putAll(clusterSettings(all));
        settings.put("log.dirs", data.toString());
        if (guardedPort != 0) {
            settings.merge("listeners", ",GUARDED://%s:%d".formatted(address, guardedPort), String::concat);
            settings.merge("advertised.listeners", ",GUARDED://" + guarded(), String::concat);
            settings.merge("listener.security.protocol.map", ",GUARDED:SASL_PLAINTEXT", String::concat);
            settings.put("listener.name.guarded.sasl.enabled.mechanisms", "SCRAM-SHA-512");
            settings.put(
                    "listener.name.guarded.scram-sha-512.sasl.jaas.config",
                    "org.apache.kafka.common.security.scram.ScramLoginModule required;");
            settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
            settings.put("super.users", "User:ANONYMOUS");
        }
        return settings;
    }

    private Map<String, String> ownSettings(List<KafkaNode> all, String address) {
        return Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                String.valueOf(id),
                "controller.quorum.voters",
                all.stream().map(KafkaNode::voter).collect(Collectors.joining(",")),
                "listeners",
                "PLAINTEXT://%s:%d,CONTROLLER://127.0.0.1:%d".formatted(address, port, controllerPort),
                "advertised.listeners",
                "PLAINTEXT://" + client(),
                "controller.listener.names",
                "CONTROLLER",
                "inter.broker.listener.name",
                "PLAINTEXT",
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    }

    private static Map<String, String> clusterSettings(List<KafkaNode> all) {
        String replicas = String.valueOf(Math.min(3, all.size()));
        String inSync = String.valueOf(Math.max(1, Math.min(3, all.size()) - 1));
        return Map.ofEntries(
                Map.entry("default.replication.factor", replicas),
                Map.entry("min.insync.replicas", inSync),
                Map.entry("offsets.topic.replication.factor", replicas),
                Map.entry("transaction.state.log.replication.factor", replicas),
                Map.entry("transaction.state.log.min.isr", inSync),
                Map.entry("share.coordinator.state.topic.replication.factor", replicas),
                Map.entry("share.coordinator.state.topic.min.isr", inSync),
                // Small and quick: few partitions of Kafka's own, no wait for more group members.
                Map.entry("offsets.topic.num.partitions", "4"),
                Map.entry("transaction.state.log.num.partitions", "4"),
                Map.entry("share.coordinator.state.topic.num.partitions", "1"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000"),
                Map.entry("group.min.session.timeout.ms", "1000"),
                // How long the controller holds a killed broker's place against its return; 9 s by default.
                Map.entry("broker.session.timeout.ms", "4000"),
                Map.entry("broker.heartbeat.interval.ms", "1000"),
                Map.entry("log.cleaner.dedupe.buffer.size", "16777216"),
                Map.entry("num.network.threads", "2"),
                Map.entry("num.io.threads", "4"));
    }
}
