// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.resources;

import io.millrace.cli.lint.finding.Findings;
import io.millrace.cli.lint.finding.Rule;
import io.millrace.cli.lint.setup.Subject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What connectors must not share. */
public final class SideBySideChecks {
    private static final String POSTGRES = "io.debezium.connector.postgresql.PostgresConnector";

    private final Findings findings;
    private final Map<String, Subject> owners = new HashMap<>();

    public SideBySideChecks(Findings findings) {
        this.findings = findings;
    }

    public void check(List<Subject> connectors) {
        for (Subject connector : connectors) {
            name(connector);
            if (connector.isDebezium()) {
                identity(connector);
            }
        }
    }

    private void name(Subject connector) {
        String name = connector.connector().name().orElse("");
        Subject other = name.isEmpty() ? null : owner(connector, "name", name);
        if (other != null) {
            findings.add(connector.found(
                    Rule.DUPLICATE_CONNECTOR,
                    "name",
                    "There is a connector '" + name + "' at " + other.at("name")
                            + " already: the later one replaces it.",
                    "Give it another name."));
        }
    }

    private void identity(Subject connector) {
        String server = connector.get("database.hostname", "");
        if (connector.className().equals(POSTGRES)) {
            shared(connector, "slot.name", server, connector.get("slot.name", "debezium"));
        }
        shared(connector, "database.server.id", server, connector.get("database.server.id", ""));
        String kafka = connector.get("schema.history.internal.kafka.bootstrap.servers", "");
        shared(
                connector,
                "schema.history.internal.kafka.topic",
                kafka,
                connector.get("schema.history.internal.kafka.topic", ""));
    }

    private void shared(Subject connector, String key, String where, String value) {
        Subject other = value.isEmpty() || where.isEmpty() ? null : owner(connector, key, where + " " + value);
        boolean isSame = other != null
                && other.connector().name().equals(connector.connector().name());
        if (other != null && !isSame) {
            findings.add(connector.found(
                    Rule.SHARED_IDENTITY,
                    key,
                    "'" + value + "' is the " + key + " of the connector at " + other.at(key)
                            + " too: one of them stops, or reads what is the other's.",
                    "Give each its own."));
        }
    }

    /** The first one of its workers with this value, if there is one before it. */
    private @Nullable Subject owner(Subject connector, String key, String value) {
        String scope = connector.namespace() + "/" + connector.cluster() + " ";
        return owners.putIfAbsent(scope + key + " " + value, connector);
    }
}
