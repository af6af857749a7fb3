// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.finding;

import io.millrace.cli.document.Position;
import java.util.Comparator;

/**
 * Something that lint found.
 *
 * @param at where
 * @param key the setting or field, as the file writes it; empty where it is about more than one
 * @param message what is wrong, in a sentence or two
 * @param fix what to do; empty where the message says it
 */
public record Finding(Rule rule, Position at, String key, String message, String fix) implements Comparable<Finding> {
    private static final Comparator<Finding> ORDER = Comparator.comparing((Finding finding) -> finding.at())
            .thenComparing(Finding::rule)
            .thenComparing(Finding::key)
            .thenComparing(Finding::message);

    public Severity severity() {
        return rule.severity();
    }

    @Override
    public int compareTo(Finding other) {
        return ORDER.compare(this, other);
    }
}
