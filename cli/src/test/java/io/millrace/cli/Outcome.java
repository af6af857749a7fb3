// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.cli.terminal.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a run of the program in this JVM left: its exit status and what it wrote. */
public record Outcome(int status, String out, String err) {
    /** Runs it with nothing to read, in a pipe. */
    public static Outcome of(String... args) {
        return ofInput("", args);
    }

    /** Runs it with this to read. */
    public static Outcome ofInput(String input, String... args) {
        return of(input, Map.of(), args);
    }

    /** Runs it on a terminal of so many columns, with colours. */
    public static Outcome onTerminal(int columns, String... args) {
        return of("", Map.of("MILLRACE_TERMINAL", "true", "COLUMNS", Integer.toString(columns)), args);
    }

    private static Outcome of(String input, Map<String, String> environment, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = Console.of(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment);
        int status = Millrace.run(args, console);
        return new Outcome(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
