// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.checks;

import io.millrace.cli.lint.finding.Findings;
import io.millrace.cli.lint.setup.Subject;

/** Looks for something in a connector. */
public interface Check {
    void check(Subject subject, Findings findings);
}
