// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.checks;

import io.millrace.cli.lint.finding.Findings;
import io.millrace.cli.lint.finding.Rule;
import io.millrace.cli.lint.setup.Plugin;
import io.millrace.cli.lint.setup.Subject;

/** Whether a source can do what it is asked for: exactly once, and transactions of its own. */
final class ExactlyOnceChecks implements Check {
    private static final String SUPPORT = "exactly.once.support";
    private static final String BOUNDARY = "transaction.boundary";

    @Override
    public void check(Subject subject, Findings findings) {
        subject.plugin().filter(plugin -> subject.isSource()).ifPresent(plugin -> check(subject, plugin, findings));
    }

    private static void check(Subject subject, Plugin plugin, Findings findings) {
        if (subject.get(SUPPORT, "requested").equals("required") && !plugin.isExactlyOnce(subject.config())) {
            findings.add(subject.found(
                    Rule.EXACTLY_ONCE_UNSUPPORTED,
                    SUPPORT,
                    subject.simpleName() + " does not deliver exactly once with these settings: a worker refuses it.",
                    "Set it to requested, or change what the connector reads."));
        }
        if (subject.get(BOUNDARY, "poll").equals("connector") && !plugin.definesTransactions(subject.config())) {
            findings.add(subject.found(
                    Rule.EXACTLY_ONCE_UNSUPPORTED,
                    BOUNDARY,
                    subject.simpleName() + " does not define transactions of its own: a worker refuses that.",
                    "Set it to poll or interval."));
        }
    }
}
