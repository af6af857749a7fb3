// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.resources;

import io.millrace.cli.lint.setup.Placeholders;
import io.millrace.cli.lint.setup.Subject;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The workers that a KafkaConnect describes, as its connectors see them. */
record Workers(Resource resource) {
    private static final Set<String> STRIMZIS_PROVIDERS =
            Set.of("strimzienv", "strimzifile", "strimzidir", "strimzisecrets");
    private static final String POLICY = "connector.client.config.override.policy";
    private static final String ALLOWED = "connector.client.config.override.allowlist";

    /** The settings by which Kafka's policy Principal lets a connector be somebody else. */
    private static final Set<String> PRINCIPAL = Set.of("sasl.jaas.config", "sasl.mechanism", "security.protocol");

    boolean run(Subject connector) {
        return connector.isResource()
                && connector.cluster().equals(resource.name())
                && connector.namespace().equals(resource.namespace());
    }

    boolean areTold() {
        return resource.annotation("strimzi.io/use-connector-resources").equals("true");
    }

    boolean deliverExactlyOnce() {
        String support = resource.config().getOrDefault("exactly.once.source.support", "disabled");
        return support.equals("enabled") || Placeholders.isIn(support);
    }

    Set<String> providers() {
        Set<String> providers = new TreeSet<>(STRIMZIS_PROVIDERS);
        providers.addAll(list("config.providers"));
        return providers;
    }

    /** Whether the workers let a connector override this setting of a client. */
    boolean allow(String setting) {
        Map<String, String> config = resource.config();
        String policy = config.getOrDefault(POLICY, "All");
        String simple =
                policy.substring(policy.lastIndexOf('.') + 1).replace("ConnectorClientConfigOverridePolicy", "");
        return switch (simple) {
            case "None" -> false;
            case "Principal" -> PRINCIPAL.contains(setting);
            case "Allowlist" -> list(ALLOWED).contains(setting);
            default -> true;
        };
    }

    String policy() {
        return resource.config().getOrDefault(POLICY, "All");
    }

    private Set<String> list(String key) {
        Set<String> names = new TreeSet<>();
        Arrays.stream(resource.config().getOrDefault(key, "").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .forEach(names::add);
        return names;
    }
}
