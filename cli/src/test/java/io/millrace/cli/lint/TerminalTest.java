// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.lint.output.Format;
import io.millrace.cli.lint.output.Report;
import io.millrace.cli.lint.setup.Catalog;
import io.millrace.cli.terminal.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.junit.jupiter.api.Test;

/** Findings as a person sees them. */
class TerminalTest {
    private static final String TEXT = """
            {"connector.class": "FileStreamSource",
             "topik": "lines", "topic": "lines"}
            """;

    @Test
    void showsTheLineAndUnderlinesTheKey() {
        assertThat(shown(Map.of("MILLRACE_TERMINAL", "true", "NO_COLOR", "1"))).isEqualTo("""
                lines.json:2:2: warning: FileStreamSourceConnector has no setting 'topik'; it has no effect. Remove it, or correct its name. [unknown-key]
                    2 |  "topik": "lines", "topic": "lines"}
                         ^^^^^^^
                """);
    }

    @Test
    void showsColours() {
        assertThat(shown(Map.of("MILLRACE_TERMINAL", "true")))
                .contains("\u001b[33mwarning:\u001b[0m", "\u001b[32m         ^^^^^^^\u001b[0m");
    }

    private static String shown(Map<String, String> environment) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        Console console = Console.of(new ByteArrayInputStream(new byte[0]), stream, stream, environment);
        Plugins plugins = new Plugins(Map.of("plugin.path", "", "plugin.discovery", "service_load"));
        Linter linter = new Linter(new Catalog(() -> plugins), new Suppressions(Set.of()));
        linter.read(new InputFile("lines.json", TEXT, ""));
        Format.TEXT.write(new Report(linter.findings(), Map.of("lines.json", TEXT)), console);
        return out.toString(StandardCharsets.UTF_8);
    }
}
