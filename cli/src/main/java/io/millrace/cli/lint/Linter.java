// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint;

import io.millrace.cli.document.Connector;
import io.millrace.cli.document.Documents;
import io.millrace.cli.document.Node;
import io.millrace.cli.document.Node.Entry;
import io.millrace.cli.document.Node.Mapping;
import io.millrace.cli.document.Node.Sequence;
import io.millrace.cli.document.Position;
import io.millrace.cli.document.Resources;
import io.millrace.cli.document.SyntaxError;
import io.millrace.cli.lint.checks.ConnectorChecks;
import io.millrace.cli.lint.finding.Finding;
import io.millrace.cli.lint.finding.Findings;
import io.millrace.cli.lint.finding.Rule;
import io.millrace.cli.lint.resources.BrokerChecks;
import io.millrace.cli.lint.resources.Resource;
import io.millrace.cli.lint.resources.ResourceChecks;
import io.millrace.cli.lint.resources.SideBySideChecks;
import io.millrace.cli.lint.resources.WorkerChecks;
import io.millrace.cli.lint.resources.Workspace;
import io.millrace.cli.lint.resources.Workspaces;
import io.millrace.cli.lint.setup.Catalog;
import io.millrace.cli.lint.setup.Subject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks at files, each connector and resource in them, and all together. */
final class Linter {
    private final Catalog catalog;
    private final ConnectorChecks connectorChecks;
    private final ResourceChecks resourceChecks = new ResourceChecks();
    private final Suppressions suppressions;
    private final Findings findings = new Findings();
    private final List<Subject> connectors = new ArrayList<>();
    private final List<Resource> resources = new ArrayList<>();
    private final Map<String, String> origins = new HashMap<>();

    Linter(Catalog catalog, Suppressions suppressions) {
        this.catalog = catalog;
        this.connectorChecks = new ConnectorChecks(catalog);
        this.suppressions = suppressions;
    }

    void read(InputFile file) {
        origins.put(file.name(), file.origin());
        try {
            List<Node> documents = Documents.read(file.name(), file.text());
            suppressions.comments(file);
            suppressions.annotations(Resources.unrolled(documents).toList());
            read(file, documents);
        } catch (SyntaxError e) {
            boolean isOurs = file.isNamed()
                    || file.text().contains("connector.class")
                    || file.text().contains("kafka.strimzi.io/");
            if (isOurs) {
                String reason =
                        String.valueOf(e.getMessage()).lines().findFirst().orElse("");
                findings.add(Rule.SYNTAX.found(e.at(), "", "Not JSON or YAML from here on: " + reason + ".", ""));
            }
        }
    }

    private void read(InputFile file, List<Node> documents) {
        List<Connector> found = Connector.in(documents);
        List<Resource> strimzis = Resources.unrolled(documents)
                .map(Resource::new)
                .filter(Resource::isStrimzis)
                .toList();
        found.forEach(connector -> {
            connectors.add(new Subject(connector, catalog));
            duplicates(connector.document(), findings);
        });
        strimzis.forEach(resource -> {
            resources.add(resource);
            duplicates(resource.document(), findings);
        });
        if (found.isEmpty() && strimzis.isEmpty() && file.isNamed()) {
            findings.add(Rule.NOTHING_TO_CHECK.found(
                    new Position(file.name(), 1, 1),
                    "",
                    "No connector, and no resource of Strimzi: nothing was checked.",
                    "A connector has 'connector.class', or is a KafkaConnector."));
        }
    }

    private static void duplicates(Node node, Findings findings) {
        if (node instanceof Sequence list) {
            list.items().forEach(item -> duplicates(item, findings));
        } else if (node instanceof Mapping map) {
            Map<String, Entry> seen = new HashMap<>();
            for (Entry entry : map.entries()) {
                Entry former = seen.put(entry.name(), entry);
                if (former != null) {
                    findings.add(Rule.DUPLICATE_KEY.found(
                            entry.at(),
                            entry.name(),
                            "'" + entry.name() + "' is there twice, first in line "
                                    + former.at().line() + "; the last one counts.",
                            "Remove one."));
                }
                duplicates(entry.value(), findings);
            }
        }
    }

    /** Everything that is wrong with what was read. */
    List<Finding> findings() {
        connectors.forEach(connector -> connectorChecks.check(connector, findings));
        resources.forEach(resource -> resourceChecks.check(resource, findings));
        Workspaces.of(new Workspace(connectors, resources), file -> origins.getOrDefault(file, ""))
                .forEach(this::checkTogether);
        return findings.sorted().stream()
                .filter(finding -> !suppressions.cover(finding))
                .toList();
    }

    private void checkTogether(Workspace together) {
        WorkerChecks.check(together, findings);
        new BrokerChecks(together, findings).check();
        new SideBySideChecks(findings).check(together.connectors());
    }

    /** Lets connectors ask their servers too. */
    void checkOnline(Map<String, String> environment) {
        connectors.forEach(connector -> connectorChecks.checkOnline(connector, environment, findings));
    }

    int connectorCount() {
        return connectors.size();
    }

    int resourceCount() {
        return resources.size();
    }
}
