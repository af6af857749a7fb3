// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.resources;

import io.millrace.cli.lint.finding.Findings;
import io.millrace.cli.lint.finding.Rule;
import io.millrace.cli.lint.setup.Placeholders;
import io.millrace.cli.lint.setup.Subject;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether connectors find in their workers what they need. */
public final class WorkerChecks {
    private static final Pattern OVERRIDE = Pattern.compile("(?:producer|consumer|admin)\\.override\\.(.+)");
    private static final String SUPPORT = "exactly.once.support";

    private WorkerChecks() {}

    public static void check(Workspace all, Findings findings) {
        all.ofKind("KafkaConnect")
                .map(Workers::new)
                .forEach(workers -> all.connectors().stream()
                        .filter(workers::run)
                        .forEach(connector -> check(workers, connector, findings)));
    }

    private static void check(Workers workers, Subject connector, Findings findings) {
        if (!workers.areTold()) {
            findings.add(Rule.CONNECTOR_RESOURCES_OFF.found(
                    workers.resource().at("metadata"),
                    "strimzi.io/use-connector-resources",
                    "KafkaConnect '" + workers.resource().name() + "' ignores KafkaConnectors, such as '"
                            + connector.connector().name().orElse("") + "'.",
                    "Add the annotation strimzi.io/use-connector-resources: \"true\"."));
        }
        if (connector.get(SUPPORT, "requested").equals("required") && !workers.deliverExactlyOnce()) {
            findings.add(connector.found(
                    Rule.EXACTLY_ONCE_OFF,
                    SUPPORT,
                    "The workers of '" + workers.resource().name()
                            + "' have no exactly-once support: they refuse the connector.",
                    "Set exactly.once.source.support: enabled in the KafkaConnect's spec.config."));
        }
        connector.config().forEach((key, value) -> {
            override(workers, connector, key, findings);
            providers(workers, connector, key, value, findings);
        });
    }

    private static void override(Workers workers, Subject connector, String key, Findings findings) {
        Matcher override = OVERRIDE.matcher(key);
        if (override.matches() && !workers.allow(override.group(1))) {
            findings.add(connector.found(
                    Rule.OVERRIDE_REFUSED,
                    key,
                    "The workers' policy, " + workers.policy() + ", does not let connectors set '" + override.group(1)
                            + "'.",
                    "Allow it in the KafkaConnect, or remove it."));
        }
    }

    private static void providers(Workers workers, Subject connector, String key, String value, Findings findings) {
        for (String provider : Placeholders.providers(value)) {
            if (!workers.providers().contains(provider)) {
                findings.add(connector.found(
                        Rule.PROVIDER_UNKNOWN,
                        key,
                        "The workers of '" + workers.resource().name() + "' have no config provider '" + provider
                                + "': the value stays as it is.",
                        "Use one of " + String.join(", ", workers.providers()) + ", or add it to config.providers."));
            }
        }
    }
}
