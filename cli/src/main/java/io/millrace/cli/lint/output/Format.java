// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.output;

import io.millrace.cli.terminal.Console;

/** How findings are written. */
public enum Format {
    /** For people, and for editors that read what compilers write. */
    TEXT {
        @Override
        public void write(Report report, Console console) {
            new TextReport(console).write(report);
        }
    },
    /** For programs. */
    JSON {
        @Override
        public void write(Report report, Console console) {
            console.out().println(JsonReport.of(report));
        }
    },
    /** For code scanning: SARIF 2.1.0, of OASIS. */
    SARIF {
        @Override
        public void write(Report report, Console console) {
            console.out().println(SarifReport.of(report));
        }
    };

    public abstract void write(Report report, Console console);
}
