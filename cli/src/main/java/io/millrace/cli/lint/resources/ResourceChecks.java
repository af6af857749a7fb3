// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.resources;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.document.Node.Entry;
import io.millrace.cli.document.Position;
import io.millrace.cli.lint.finding.Findings;
import io.millrace.cli.lint.finding.Rule;
import io.millrace.cli.lint.setup.WorkerSettings;
import io.millrace.cli.terminal.Similar;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is wrong with one of Strimzi's resources by itself. */
public final class ResourceChecks {
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

    /** Keys of a connector that a resource has fields for. */
    private static final Map<String, String> CONNECTOR_FORBIDDEN = Map.of(
            "name", "metadata.name",
            "connector.class", "spec.class",
            "tasks.max", "spec.tasksMax",
            "connector.plugin.version", "spec.version");

    /** Of a worker, what is handed on to others. */
    private static final List<String> WORKER_FAMILIES = List.of(
            "producer.",
            "consumer.",
            "admin.",
            "key.converter.",
            "value.converter.",
            "header.converter.",
            "config.providers.",
            "connector.client.config.override.",
            "topic.creation.",
            "metrics.",
            "metric.reporters.",
            "ssl.",
            "sasl.",
            "listeners");

    private static final String CLUSTER = "strimzi.io/cluster";

    private final Crds crds = new Crds();

    public void check(Resource resource, Findings findings) {
        if (!resource.isStrimzis() || !crds.kinds().contains(resource.kind())) {
            return;
        }
        String version = resource.apiVersion().substring(Resource.STRIMZI.length());
        Optional<JsonNode> schema = crds.schema(resource.kind(), version);
        if (schema.isEmpty()) {
            findings.add(Rule.API_VERSION.found(
                    resource.at("apiVersion"),
                    "apiVersion",
                    "Strimzi serves no " + resource.kind() + " of " + resource.apiVersion()
                            + ": since 1.0 there is v1 only.",
                    "Set it to kafka.strimzi.io/v1, and mend what it finds then."));
            return;
        }
        new SchemaCheck(resource.kind(), findings).check(resource, schema.get());
        if (resource.is("KafkaConnect")) {
            resource.entries("spec", "config").forEach((key, entry) -> worker(key, entry, resource, findings));
        }
        if (resource.is("KafkaConnector")) {
            connector(resource, findings);
        }
    }

    private static void worker(String key, Entry entry, Resource resource, Findings findings) {
        if (isForbidden(key)) {
            findings.add(Rule.FORBIDDEN_KEY.found(
                    entry.at(),
                    key,
                    "Strimzi sets '" + key + "' itself; in spec.config it is ignored.",
                    successor(key)));
            return;
        }
        WorkerSettings.refusal(key, resource.config().getOrDefault(key, ""))
                .ifPresent(text -> findings.add(
                        Rule.INVALID_VALUE.found(entry.at(), key, text.endsWith(".") ? text : text + ".", "")));
        if (!WorkerSettings.keys().contains(key) && WORKER_FAMILIES.stream().noneMatch(key::startsWith)) {
            unknown(key, entry.at(), findings);
        }
    }

    private static void unknown(String key, Position at, Findings findings) {
        Optional<String> meant = Similar.to(key, WorkerSettings.keys());
        Rule rule = meant.isPresent() ? Rule.MISSPELLED_KEY : Rule.UNKNOWN_KEY;
        findings.add(rule.found(
                at,
                key,
                "A worker has no setting '" + key + "'; it has no effect.",
                meant.map(name -> "Did you mean '" + name + "'?").orElse("Remove it, or correct its name.")));
    }

    private static boolean isForbidden(String key) {
        return CONNECT_FORBIDDEN.stream().anyMatch(key::startsWith) && !CONNECT_ALLOWED.contains(key);
    }

    private static String successor(String key) {
        return switch (key) {
            case "group.id" -> "Set spec.groupId.";
            case "config.storage.topic" -> "Set spec.configStorageTopic.";
            case "offset.storage.topic" -> "Set spec.offsetStorageTopic.";
            case "status.storage.topic" -> "Set spec.statusStorageTopic.";
            case "bootstrap.servers" -> "Set spec.bootstrapServers.";
            case "plugin.path" -> "Put plugins in the image, or in spec.build or spec.plugins.";
            default ->
                key.startsWith("ssl.") || key.startsWith("sasl.") || key.startsWith("security.")
                        ? "Set spec.tls and spec.authentication."
                        : "Remove it.";
        };
    }

    private static void connector(Resource resource, Findings findings) {
        resource.entries("spec", "config").forEach((key, entry) -> {
            if (CONNECTOR_FORBIDDEN.containsKey(key)) {
                findings.add(Rule.FORBIDDEN_KEY.found(
                        entry.at(),
                        key,
                        "Strimzi sets '" + key + "' itself; in spec.config it is ignored.",
                        "Set " + CONNECTOR_FORBIDDEN.get(key) + "."));
            }
        });
        if (resource.label(CLUSTER).isEmpty()) {
            findings.add(Rule.CLUSTER_LABEL.found(
                    resource.at("metadata"),
                    CLUSTER,
                    "No label " + CLUSTER + ": no KafkaConnect runs the connector.",
                    "Add it to metadata.labels, with the name of the KafkaConnect."));
        }
    }
}
