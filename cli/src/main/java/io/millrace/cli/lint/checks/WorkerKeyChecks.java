// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.checks;

import io.millrace.cli.lint.finding.Findings;
import io.millrace.cli.lint.finding.Rule;
import io.millrace.cli.lint.setup.ConnectSettings;
import io.millrace.cli.lint.setup.Subject;
import io.millrace.cli.lint.setup.WorkerSettings;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;

/** Settings of the worker that stand in a connector. */
final class WorkerKeyChecks implements Check {
    /** What a worker's file gives its connectors' clients; in a connector it is written otherwise. */
    private static final List<String> CLIENTS = List.of("producer.", "consumer.", "admin.");

    /** Worker's settings by which no connector has ever named one of its own. */
    private static final List<String> NEVER_A_CONNECTORS = List.of(
            "group.id",
            "offset.storage.",
            "config.storage.",
            "status.storage.",
            "offset.flush.",
            "plugin.",
            "config.providers",
            "exactly.once.source.",
            "connector.client.",
            "topic.creation.enable",
            "topic.tracking.",
            "scheduled.rebalance.",
            "inter.worker.",
            "rest.",
            "listeners",
            "admin.listeners");

    /** Connectors that tell all of their settings. */
    private static final List<String> DECLARE_ALL =
            List.of("io.millrace.", "io.debezium.", "org.apache.kafka.connect.");

    @Override
    public void check(Subject subject, Findings findings) {
        subject.connector().entries().keySet().stream()
                .filter(key -> !isConnectors(subject, key))
                .forEach(key -> check(subject, key, findings));
    }

    /** Whether the connector may well have a setting of that name. */
    private static boolean isConnectors(Subject subject, String key) {
        boolean isCertain = NEVER_A_CONNECTORS.stream().anyMatch(key::startsWith)
                || DECLARE_ALL.stream().anyMatch(subject.className()::startsWith);
        return !isCertain
                || key.contains(".override.")
                || ConnectSettings.keys(subject.direction()).contains(key)
                || OpenKeys.isOpen(subject, key)
                || subject.validation()
                        .map(validation -> validation.keys().contains(key))
                        .orElse(false);
    }

    private static void check(Subject subject, String key, Findings findings) {
        String client = CLIENTS.stream().filter(key::startsWith).findFirst().orElse("");
        ConfigDef def = ConnectSettings.OVERRIDES.get(client + "override.");
        boolean isClients = def != null && def.names().contains(key.substring(client.length()));
        if (isClients) {
            String meant = client + "override." + key.substring(client.length());
            add(subject, key, "Did you mean '" + meant + "'?", findings);
        } else if (WorkerSettings.keys().contains(key) || key.startsWith("config.providers.")) {
            add(subject, key, "Set it in the worker's configuration, or in spec.config of the KafkaConnect.", findings);
        }
    }

    private static void add(Subject subject, String key, String fix, Findings findings) {
        findings.add(subject.found(
                Rule.WORKER_KEY,
                key,
                "'" + key + "' is a setting of the worker; in a connector it has no effect.",
                fix));
    }
}
