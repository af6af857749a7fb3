// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.checks;

import io.millrace.cli.lint.finding.Finding;
import io.millrace.cli.lint.finding.Findings;
import io.millrace.cli.lint.finding.Rule;
import io.millrace.cli.lint.setup.Catalog;
import io.millrace.cli.lint.setup.Part;
import io.millrace.cli.lint.setup.Placeholders;
import io.millrace.cli.lint.setup.Subject;
import java.util.Optional;

/** Whether each class that a connector names is there, and is what it is used for. */
final class PluginChecks implements Check {
    private static final String ADD_PATH = "Add its folder with --plugin-path, or --plugin-discovery=hybrid_warn if the"
            + " plugin lists nothing in META-INF/services.";

    private final Catalog catalog;

    PluginChecks(Catalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public void check(Subject subject, Findings findings) {
        String name = subject.connector().className();
        if (name.isBlank()) {
            findings.add(subject.found(
                    Rule.NO_CLASS,
                    "connector.class",
                    "No connector.class: nothing says what to run.",
                    subject.isResource() ? "Set spec.class." : "Set 'connector.class' to the connector's class."));
        } else if (subject.plugin().isEmpty()) {
            findings.add(notFound(subject, "connector.class", name));
        } else if (!subject.plugin().get().isConnector()) {
            findings.add(otherKind(subject, "connector.class", name, "a connector"));
        }
        subject.parts().filter(part -> !part.type().isEmpty()).forEach(part -> check(subject, part, findings));
    }

    private void check(Subject subject, Part part, Findings findings) {
        if (Placeholders.isIn(part.type())) {
            return;
        }
        if (part.plugin().isEmpty()) {
            findings.add(notFound(subject, part.typeKey(), part.type()));
        } else if (!part.plugin().get().is(part.kind().type())) {
            findings.add(
                    otherKind(subject, part.typeKey(), part.type(), part.kind().toString()));
        }
    }

    private Finding notFound(Subject subject, String key, String name) {
        Optional<String> meant = catalog.meant(name);
        if (meant.isPresent()) {
            return subject.found(
                    Rule.MISSPELLED_CLASS,
                    key,
                    "There is no plugin " + name + ".",
                    "Did you mean " + meant.get() + "?");
        }
        return subject.found(
                Rule.PLUGIN_NOT_FOUND,
                key,
                name + " is not on the plugin path: its settings are not checked.",
                ADD_PATH);
    }

    private static Finding otherKind(Subject subject, String key, String name, String expected) {
        return subject.found(
                Rule.PLUGIN_KIND,
                key,
                name + " is not " + expected + ".",
                "Name a class that is " + expected + ", or correct the key.");
    }
}
