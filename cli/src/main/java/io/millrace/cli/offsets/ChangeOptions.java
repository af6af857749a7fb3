// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.offsets;

import picocli.CommandLine.Option;

/** The options of whoever changes offsets. */
final class ChangeOptions {
    @Option(
            names = "--stop",
            description = "Stop the connector first, and afterwards let it do what it did. Offsets can be changed only "
                    + "while a connector is stopped.")
    private boolean stop;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask. Needed where nobody can answer: in scripts and pipes.")
    private boolean yes;

    @Option(names = "--dry-run", description = "Show what would change, and change nothing.")
    private boolean dryRun;

    boolean mayStop() {
        return stop;
    }

    boolean isConfirmed() {
        return yes;
    }

    boolean isOnlyShown() {
        return dryRun;
    }
}
