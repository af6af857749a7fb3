// SPDX-License-Identifier: Apache-2.0
package io.millrace.strimzi;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What Strimzi's operator refuses, or drops with a warning, in the free maps that the schemas leave open. */
final class OperatorRules {
    private static final List<String> CONNECT_FORBIDDEN = List.of(
            "group.id",
            "config.storage.topic",
            "offset.storage.topic",
            "status.storage.topic",
            "ssl.",
            "sasl.",
            "security.",
            "listeners",
            "plugin.path",
            "rest.",
            "bootstrap.servers",
            "consumer.interceptor.classes",
            "producer.interceptor.classes",
            "prometheus.metrics.reporter.");
    private static final Set<String> CONNECT_ALLOWED = Set.of(
            "ssl.endpoint.identification.algorithm", "ssl.cipher.suites", "ssl.protocol", "ssl.enabled.protocols");
    private static final Set<String> CONNECTOR_FORBIDDEN =
            Set.of("name", "connector.class", "tasks.max", "connector.plugin.version");

    private OperatorRules() {}

    static List<String> problems(Manifest manifest) {
        List<String> problems = new ArrayList<>();
        for (String key : manifest.entries("/spec/config").keySet()) {
            boolean forbidden = switch (manifest.kind()) {
                case "KafkaConnect" -> isForbiddenInConnect(key);
                case "KafkaConnector" -> CONNECTOR_FORBIDDEN.contains(key);
                default -> false;
            };
            if (forbidden) {
                problems.add("/spec/config: the operator forbids " + key);
            }
        }
        if (manifest.kind().equals("KafkaConnector") && manifest.cluster().isEmpty()) {
            problems.add("/metadata/labels: strimzi.io/cluster is missing");
        }
        return problems;
    }

    private static boolean isForbiddenInConnect(String key) {
        return CONNECT_FORBIDDEN.stream().anyMatch(key::startsWith) && !CONNECT_ALLOWED.contains(key);
    }
}
