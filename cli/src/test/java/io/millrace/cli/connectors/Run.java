// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.connectors;

import io.millrace.cli.rest.FakeTiming;
import io.millrace.cli.rest.Session;
import io.millrace.cli.terminal.Console;
import io.millrace.cli.terminal.ExitCode;
import io.millrace.cli.terminal.Problem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/** What a run of {@code millrace connectors} left, with a clock that passes only by being waited for. */
public record Run(int status, String out, String err) {
    /** When it began. */
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static final Map<String, String> TERMINAL =
            Map.of("MILLRACE_TERMINAL", "true", "NO_COLOR", "1", "COLUMNS", "120");
    private static final Map<String, String> NARROW =
            Map.of("MILLRACE_TERMINAL", "true", "NO_COLOR", "1", "COLUMNS", "80");

    /** In a pipe. */
    public static Run of(Map<String, String> environment, String... args) {
        return of(environment, Map.of(), "", args);
    }

    /** By a person, who types this. */
    public static Run onTerminal(Map<String, String> environment, String input, String... args) {
        return of(environment, NARROW, input, args);
    }

    /** What a person sees, who types this: both streams as they come. */
    public static String seen(Map<String, String> environment, String input, String... args) {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(screen, true, StandardCharsets.UTF_8);
        execute(environment, console(TERMINAL, input, stream, stream), args);
        return screen.toString(StandardCharsets.UTF_8);
    }

    private static Run of(Map<String, String> environment, Map<String, String> terminal, String input, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = console(
                terminal,
                input,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        int status = execute(environment, console, args);
        return new Run(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static Console console(Map<String, String> terminal, String input, PrintStream out, PrintStream err) {
        return Console.of(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), out, err, terminal);
    }

    private static int execute(Map<String, String> environment, Console console, String... args) {
        return ConnectorsCommand.of(new Session(console, environment, new FakeTiming(NOW)))
                .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((problem, line, parsed) -> {
                    if (!(problem instanceof Problem)) {
                        throw problem;
                    }
                    console.err().println(problem.getMessage());
                    return ExitCode.FAILED.status();
                })
                .execute(args);
    }
}
