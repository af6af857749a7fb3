// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.checks;

import io.millrace.cli.document.Position;
import io.millrace.cli.lint.finding.Findings;
import io.millrace.cli.lint.finding.Rule;
import io.millrace.cli.lint.setup.ConnectSettings;
import io.millrace.cli.lint.setup.Placeholders;
import io.millrace.cli.lint.setup.Refusal;
import io.millrace.cli.lint.setup.Subject;
import java.util.List;

/** What Connect, the connector and each of its parts refuse, by their own definitions. */
final class ValueChecks implements Check {
    private static final String UNKNOWN = "Unknown configuration ";
    private static final String NO_NUMBER = "Invalid value null for configuration";
    private static final List<String> MISSING = List.of("Missing required configuration", "A value is required");

    @Override
    public void check(Subject subject, Findings findings) {
        report(subject, "", ConnectSettings.refusals(subject), findings);
        ConnectSettings.OVERRIDES.forEach(
                (prefix, def) -> report(subject, "", ConnectSettings.overrides(subject, prefix, def), findings));
        subject.validation().ifPresent(found -> report(subject, "", found.refusals(), findings));
        subject.parts()
                .forEach(part -> part.validation()
                        .ifPresent(found -> report(subject, part.prefix(), found.refusals(), findings)));
    }

    static void report(Subject subject, String prefix, List<Refusal> refusals, Findings findings) {
        for (Refusal refusal : refusals) {
            if (refusal.text().startsWith(NO_NUMBER)
                    && !subject.get(prefix + refusal.key(), "").isEmpty()) {
                continue; // what Kafka says of a value that it could not read, after it has said so
            }
            String key = refusal.key().isEmpty() ? owner(subject, prefix) : prefix + refusal.key();
            if (!Placeholders.isIn(subject.get(key, ""))) {
                Rule rule = rule(refusal.text());
                String fix =
                        rule == Rule.MISSING_KEY && !refusal.text().contains("Set it.") ? "Set '" + key + "'." : "";
                findings.add(rule.found(at(subject, prefix, key), key, sentence(named(refusal, key)), fix));
            }
        }
    }

    private static Position at(Subject subject, String prefix, String key) {
        return subject.at(subject.connector().entries().containsKey(key) ? key : owner(subject, prefix));
    }

    /** The setting that names the plugin whose settings begin so. */
    private static String owner(Subject subject, String prefix) {
        if (prefix.isEmpty()) {
            return "connector.class";
        }
        String type = prefix + "type";
        return subject.has(type) ? type : prefix.substring(0, prefix.length() - 1);
    }

    private static Rule rule(String text) {
        if (text.startsWith(UNKNOWN)) {
            return text.contains("Did you mean") ? Rule.MISSPELLED_KEY : Rule.UNKNOWN_KEY;
        }
        return MISSING.stream().anyMatch(text::contains) ? Rule.MISSING_KEY : Rule.INVALID_VALUE;
    }

    /** With the whole key in place of the one that the plugin knows. */
    private static String named(Refusal refusal, String key) {
        String own = "configuration " + refusal.key();
        return refusal.text().replace(own + ":", "configuration " + key + ":");
    }

    private static String sentence(String lines) {
        String text = lines.strip().replaceAll("\\s+", " ");
        return text.endsWith(".") || text.endsWith("?") || text.endsWith("!") ? text : text + ".";
    }
}
