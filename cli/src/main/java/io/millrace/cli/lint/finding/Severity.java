// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.finding;

import java.util.Locale;

/** How bad a finding is. */
public enum Severity {
    /** It does not start, or does not do what the file says. */
    ERROR,
    /** It starts, and is likely not what was meant. */
    WARNING,
    /** Something that could not be checked. */
    NOTE;

    /** As outputs write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
