// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import io.millrace.cli.terminal.Console;

/** One line of JSON per record. */
final class JsonReport implements Report {
    private final Console console;

    JsonReport(Console console) {
        this.console = console;
    }

    @Override
    public void accept(Trace trace) {
        console.out().println(RecordJson.whole(trace));
    }

    @Override
    public void end() {}
}
