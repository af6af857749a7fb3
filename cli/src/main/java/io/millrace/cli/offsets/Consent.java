// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.offsets;

import io.millrace.cli.terminal.Console;
import io.millrace.cli.terminal.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Asks whoever called before something is changed; where nobody can answer, {@code --yes} has to have been said. */
final class Consent {
    private static final List<String> YES = List.of("y", "yes");

    private final Console console;
    private final ChangeOptions options;

    Consent(Console console, ChangeOptions options) {
        this.console = console;
        this.options = options;
    }

    /** How the command ends because there is no consent; empty where there is. */
    Optional<ExitCode> refusal(String question) {
        if (options.isConfirmed()) {
            return Optional.empty();
        }
        if (!console.isTerminal()) {
            console.err().println("Nothing was changed. Say --yes to do it without being asked.");
            return Optional.of(ExitCode.USAGE);
        }
        console.err().print(question + " [y/N] ");
        console.err().flush();
        if (YES.contains(answer().strip().toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        console.err().println("Nothing was changed.");
        return Optional.of(ExitCode.FINDINGS);
    }

    private String answer() {
        try {
            String line = new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
