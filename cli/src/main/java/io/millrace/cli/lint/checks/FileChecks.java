// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.checks;

import io.millrace.cli.document.Connector.Form;
import io.millrace.cli.document.Node;
import io.millrace.cli.document.Node.Scalar;
import io.millrace.cli.lint.finding.Findings;
import io.millrace.cli.lint.finding.Rule;
import io.millrace.cli.lint.setup.Subject;

/** How the file writes the connector. */
final class FileChecks implements Check {
    @Override
    public void check(Subject subject, Findings findings) {
        subject.connector().entries().forEach((key, entry) -> value(subject, key, entry.value(), findings));
        names(subject, findings);
    }

    private static void value(Subject subject, String key, Node value, Findings findings) {
        if (!(value instanceof Scalar scalar)) {
            findings.add(subject.found(
                    Rule.NOT_TEXT,
                    key,
                    "'" + key + "' is " + value.kind() + "; a worker takes text.",
                    "Write it as text, a list with commas."));
        } else if (scalar.type() == Scalar.Type.NULL) {
            findings.add(
                    subject.found(Rule.EMPTY_SETTING, key, "'" + key + "' is null.", "Give it a value, or remove it."));
        }
    }

    private static void names(Subject subject, Findings findings) {
        if (subject.connector().form() != Form.NAMED) {
            return;
        }
        String outer = subject.connector().document().text("name").orElse("");
        String inner = subject.connector().document().text("config", "name").orElse("");
        if (!outer.isEmpty() && !inner.isEmpty() && !outer.equals(inner)) {
            findings.add(subject.found(
                    Rule.NAMES_DIFFER,
                    "name",
                    "The connector is named '" + outer + "' and, in config, '" + inner + "': a worker refuses that.",
                    "Remove 'name' from config."));
        }
    }
}
