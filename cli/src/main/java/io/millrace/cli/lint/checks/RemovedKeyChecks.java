// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.checks;

import io.millrace.cli.lint.finding.Findings;
import io.millrace.cli.lint.finding.Rule;
import io.millrace.cli.lint.setup.Part;
import io.millrace.cli.lint.setup.Subject;
import java.util.List;
import java.util.Optional;

/** Keys of Debezium before version 2, which examples still have, and their successors. */
final class RemovedKeyChecks implements Check {
    private record Removed(String since, String prefix, String successor) {
        Optional<String> of(String key) {
            boolean isFamily = prefix.endsWith(".");
            return (isFamily ? key.startsWith(prefix) : key.equals(prefix))
                    ? Optional.of(successor + key.substring(prefix.length()))
                    : Optional.empty();
        }
    }

    private static final List<Removed> CONNECTORS = List.of(
            new Removed("2.0", "database.server.name", "topic.prefix"),
            new Removed("2.0", "database.history.", "schema.history.internal."),
            new Removed("2.0", "database.history", "schema.history.internal"),
            new Removed("2.0", "table.whitelist", "table.include.list"),
            new Removed("2.0", "table.blacklist", "table.exclude.list"),
            new Removed("2.0", "column.whitelist", "column.include.list"),
            new Removed("2.0", "column.blacklist", "column.exclude.list"),
            new Removed("2.0", "database.whitelist", "database.include.list"),
            new Removed("2.0", "database.blacklist", "database.exclude.list"),
            new Removed("2.0", "schema.whitelist", "schema.include.list"),
            new Removed("2.0", "schema.blacklist", "schema.exclude.list"),
            new Removed("2.0", "collection.whitelist", "collection.include.list"),
            new Removed("2.0", "mongodb.name", "topic.prefix"),
            new Removed("2.0", "slot.drop_on_stop", "slot.drop.on.stop"));

    private static final List<Removed> UNWRAP = List.of(
            new Removed("3.2", "delete.handling.mode", "delete.tombstone.handling.mode"),
            new Removed("3.2", "drop.tombstones", "delete.tombstone.handling.mode"));

    @Override
    public void check(Subject subject, Findings findings) {
        if (subject.isDebezium()) {
            subject.config().keySet().forEach(key -> check(subject, "", key, CONNECTORS, findings));
        }
        subject.transforms().stream()
                .filter(part -> part.isA("ExtractNewRecordState") || part.isA("ExtractNewDocumentState"))
                .forEach(part -> check(subject, part, findings));
    }

    private static void check(Subject subject, Part part, Findings findings) {
        part.settings().keySet().forEach(key -> check(subject, part.prefix(), key, UNWRAP, findings));
    }

    private static void check(Subject subject, String prefix, String key, List<Removed> rows, Findings findings) {
        for (Removed row : rows) {
            row.of(key)
                    .ifPresent(successor -> findings.add(subject.found(
                            Rule.REMOVED_KEY,
                            prefix + key,
                            "Debezium has had no '" + key + "' since " + row.since() + "; it has no effect.",
                            "Use '" + prefix + successor + "'.")));
        }
    }
}
