// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import java.util.Map;
import java.util.Objects;

/** The {@code KafkaConnector}s of the manifests as they run on a {@link GuardedKafka}. */
final class GuardedConnectors {
    private GuardedConnectors() {}

    /** Those of the manifests, without TLS, and with dead letters as the component of that name has them. */
    static Map<String, Map<String, String>> of(RenderedManifests manifests, Map<String, String> environment) {
        Map<String, String> secrets = Map.of(
                "millrace-clickhouse:user", "CLICKHOUSE_USER",
                "millrace-clickhouse:password", "CLICKHOUSE_PASSWORD",
                "millrace-devices:api-token", "DEVICE_API_TOKEN",
                "millrace-devices:push-keys", "DEVICE_PUSH_KEYS",
                "millrace-postgres:user", "POSTGRES_USER",
                "millrace-postgres:password", "POSTGRES_PASSWORD",
                "millrace-shop-db:user", "SHOP_DB_USER",
                "millrace-shop-db:password", "SHOP_DB_PASSWORD");
        Map<String, Map<String, String>> connectors = manifests.connectors(reference -> switch (reference) {
            case "millrace-connect:sasl.jaas.config" ->
                GuardedKafka.login(GuardedPipeline.USER).get("sasl.jaas.config");
            case "kafka-cluster-ca-cert:ca.crt" -> "";
            default -> Objects.requireNonNull(environment.get(secrets.getOrDefault(reference, reference)), reference);
        });
        connectors.forEach((name, config) -> {
            config.keySet().removeIf(key -> key.contains(".ssl.truststore."));
            config.replaceAll((key, value) -> key.endsWith(".security.protocol") ? "SASL_PLAINTEXT" : value);
            if (name.endsWith("-sink")) {
                config.put("errors.tolerance", "all");
                config.put("errors.deadletterqueue.topic.name", deadLetters(name));
                config.put("errors.deadletterqueue.topic.replication.factor", "1");
            }
        });
        return connectors;
    }

    static String deadLetters(String sink) {
        return "dead-letters." + sink;
    }
}
