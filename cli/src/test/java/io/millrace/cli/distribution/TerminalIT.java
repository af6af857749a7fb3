// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.distribution.Distribution.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody sits at a terminal and uses the unpacked archive. */
class TerminalIT {
    private static final String ESCAPE = "\u001b[";
    private static final String[] PAGE = {"describe", "TableMatches"};

    @TempDir
    private static Path directory;

    private static Distribution millrace;

    @BeforeAll
    static void unpack() throws IOException {
        millrace = Distribution.unpackedIn(directory);
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 120})
    void fillsTheTerminalsWidth(int columns) throws IOException {
        Ended ended = onTerminal(columns, millrace.command(PAGE));

        assertThat(ended.status()).isZero();
        int widest = ended.out()
                .lines()
                .filter(line -> line.startsWith("      "))
                .mapToInt(line -> visible(line).length())
                .max()
                .orElseThrow();
        assertThat(widest).isBetween(columns - 12, columns);
    }

    @Test
    void isColoured() throws IOException {
        assertThat(onTerminal(80, millrace.command(PAGE)).out())
                .contains(ESCAPE + "33mtables" + ESCAPE + "0m", ESCAPE + "36mmetadata.prefix" + ESCAPE + "0m");
        assertThat(onTerminal(80, millrace.command("describe", "--help")).out()).contains(ESCAPE);
    }

    @Test
    void hasNoColoursWhereTheyAreNotWanted() throws IOException {
        assertThat(onTerminal(80, millrace.command("describe", "--no-color", "TableMatches"))
                        .out())
                .startsWith("TableMatches  predicate")
                .doesNotContain(ESCAPE);
        ProcessBuilder noColour = millrace.command(PAGE);
        noColour.environment().put("NO_COLOR", "1");
        assertThat(onTerminal(80, noColour).out())
                .startsWith("TableMatches  predicate")
                .doesNotContain(ESCAPE);
        ProcessBuilder dumb = millrace.command(PAGE);
        dumb.environment().put("TERM", "dumb");
        assertThat(onTerminal(80, dumb).out()).doesNotContain(ESCAPE);
    }

    /** As in {@code millrace describe | less}: errors would be seen on the terminal, what is piped has no colours. */
    @Test
    void hasNoColoursInAPipe() throws IOException {
        Ended ended =
                onTerminal(60, millrace.script("millrace describe TableMatches | cat; millrace describe Tablematch"));

        assertThat(ended.out())
                .startsWith("TableMatches  predicate")
                .endsWith("There is no plugin Tablematch. Did you mean TableMatches?\n");
        assertThat(ended.out()).doesNotContain(ESCAPE);
        assertThat(ended.status()).isEqualTo(3);
    }

    @Test
    void endsQuietlyWhereTheReaderHasEnough() throws IOException {
        Ended ended = onTerminal(80, millrace.script("""
                set -o pipefail
                for i in 1 2 3 4 5; do millrace describe --output json PostgresSinkConnector; done | head -n 1"""));

        assertThat(ended.out()).isEqualTo("{\n");
    }

    /** What makes later starts quicker is made beside the first command, and is left alone by the next. */
    @Test
    void keepsWhatJavaHasLoaded() throws IOException {
        Path cache = directory.resolve("a cache/of mine");
        ProcessBuilder first = millrace.command(PAGE);
        first.environment().put("MILLRACE_CACHE", cache.toString());
        String page = onTerminal(80, first).out();

        Awaitility.await().atMost(java.time.Duration.ofMinutes(3)).until(() -> archiveIn(cache));
        Path archive = cache.resolve(Distribution.names(cache).get(0));
        var made = Files.getLastModifiedTime(archive);
        ProcessBuilder next = millrace.command(PAGE);
        next.environment().put("MILLRACE_CACHE", cache.toString());
        next.environment().put("MILLRACE_JAVA_OPTS", "-Xlog:class+load:file=" + directory.resolve("loaded.log"));

        assertThat(onTerminal(80, next).out()).isEqualTo(page);
        assertThat(Files.getLastModifiedTime(archive)).isEqualTo(made);
        assertThat(Files.readString(directory.resolve("loaded.log")))
                .contains("io.millrace.cli.Millrace source: shared objects file (top)");
    }

    private static boolean archiveIn(Path cache) throws IOException {
        if (!Files.isDirectory(cache)) {
            return false;
        }
        try (Stream<Path> files = Files.list(cache)) {
            return files.map(Path::toString).toList().toString().endsWith(".jsa]");
        }
    }

    private static Ended onTerminal(int columns, ProcessBuilder command) throws IOException {
        try (Terminal terminal = Terminal.ofColumns(columns)) {
            return terminal.run(command);
        }
    }

    private static String visible(String line) {
        return line.replaceAll("\u001b\\[[0-9]+m", "");
    }
}
