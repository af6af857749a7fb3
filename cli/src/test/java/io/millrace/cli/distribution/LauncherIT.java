// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.distribution.Distribution.Ended;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What starts the command: with any shell and Java, from any folder, and from a checkout. */
class LauncherIT {
    @TempDir
    private static Path directory;

    private static Distribution millrace;

    @BeforeAll
    static void unpack() throws IOException {
        millrace = Distribution.unpackedIn(directory.resolve("my programs"));
    }

    @Test
    void knowsThePluginsThatItComesWith() throws IOException {
        Ended ended = Distribution.run(millrace.command("describe"));

        assertThat(ended.err()).isEmpty();
        assertThat(ended.out())
                .contains(
                        millrace.home() + "/plugins/millrace-postgres-sink-" + System.getProperty("project.version")
                                + "\n",
                        " PostgresSinkConnector ",
                        " ClickHouseSinkConnector ",
                        " AvroConverter ",
                        " RegexRouter ");
        assertThat(ended.status()).isZero();
    }

    @Test
    void findsItsFolderThroughLinks() throws IOException {
        Path bin = Files.createDirectories(directory.resolve("usr/local/bin"));
        Path link = Files.createSymbolicLink(bin.resolve("real"), bin.relativize(millrace.launcher()));
        Files.createSymbolicLink(bin.resolve("millrace"), link);

        ProcessBuilder linked = new ProcessBuilder("./millrace", "describe", "MaskFields").directory(bin.toFile());
        linked.environment().put("MILLRACE_CACHE", "off");

        assertThat(Distribution.run(linked).out()).startsWith("MaskFields  transform, ");
    }

    /** Files are named as the caller sees them. */
    @Test
    void staysInTheCallersFolder() throws IOException {
        Path work = Files.createDirectories(directory.resolve("work"));

        Ended ended = Distribution.run(
                millrace.command("describe", "io.millrace.transforms.Is*", "-o", "markdown", "--directory", "pages")
                        .directory(work.toFile()));

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(Distribution.names(work.resolve("pages"))).contains("IsDelete.md", "IsSnapshot.md");
    }

    @Test
    void saysThatJavaIsMissing() throws IOException {
        ProcessBuilder command = millrace.command("describe");
        command.environment().put("PATH", tools().toString());
        command.environment().remove("JAVA_HOME");

        Ended ended = Distribution.run(command);

        assertThat(ended.status()).isEqualTo(3);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).startsWith("Millrace needs Java 17 or newer, found none: install one (");
    }

    @Test
    void saysThatJavaIsOld() throws IOException {
        Path old = directory.resolve("jdk-11");
        Files.createDirectories(old.resolve("bin"));
        Files.writeString(old.resolve("bin/java"), "#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");
        assertThat(old.resolve("bin/java").toFile().setExecutable(true)).isTrue();
        ProcessBuilder command = millrace.command("describe");
        command.environment().put("JAVA_HOME", old.toString());

        assertThat(Distribution.run(command).err())
                .startsWith("Millrace needs Java 17 or newer, found 11.0.2 (" + old + "/bin/java): install one (");

        Files.writeString(old.resolve("release"), "IMPLEMENTOR=\"Any\"\nJAVA_VERSION=\"1.8.0_402\"\n");
        assertThat(Distribution.run(command).err())
                .startsWith("Millrace needs Java 17 or newer, found 1.8.0_402 (" + old + "/bin/java): install one (");
    }

    /** Nothing can be kept in a home that is not there or read-only, and nobody needs to know. */
    @Test
    void worksWhereNothingCanBeWritten() throws IOException {
        try (Terminal terminal = Terminal.ofColumns(80)) {
            ProcessBuilder command = millrace.command("describe", "IsDelete");
            command.environment().put("MILLRACE_CACHE", "/proc/millrace");

            Ended ended = terminal.run(command);

            assertThat(ended.out()).contains("IsDelete").doesNotContain("/proc/millrace");
            assertThat(ended.status()).isZero();
        }
    }

    /** As left by a Java that was killed while it wrote, or by another one. */
    @Test
    void worksWithAnArchiveThatJavaCannotUse() throws IOException {
        Path cache = Files.createDirectories(directory.resolve("broken cache"));
        String trace = Distribution.run(
                        millrace.script("MILLRACE_CACHE='%s' sh -x '%s' --help".formatted(cache, millrace.launcher())))
                .err();
        String name = trace.lines()
                .filter(line -> line.startsWith("+ archive="))
                .findFirst()
                .orElseThrow()
                .replaceFirst("^\\+ archive=", "")
                .replace("'", "");
        Files.writeString(Path.of(name), "no archive at all");
        ProcessBuilder command = millrace.command("describe", "IsDelete");
        command.environment().put("MILLRACE_CACHE", cache.toString());

        Ended ended = Distribution.run(command);

        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).startsWith("IsDelete  predicate");
        assertThat(ended.status()).isZero();
    }

    @Test
    void passesStatusAndArgumentsOn() throws IOException {
        Ended wrong = Distribution.run(millrace.command("describe", "two words"));

        assertThat(wrong.status()).isEqualTo(3);
        assertThat(wrong.err()).startsWith("There is no plugin two words.");
        assertThat(Distribution.run(millrace.command("describe", "--wrong")).status())
                .isEqualTo(2);
    }

    /** {@code ./millrace} of a checkout runs what the build has left. */
    @Test
    void startsFromACheckout() throws IOException {
        File work = Files.createDirectories(directory.resolve("elsewhere")).toFile();
        String script = Path.of("../millrace").toAbsolutePath().normalize().toString();

        Ended ended = Distribution.run(new ProcessBuilder("bash", script, "describe", "--help").directory(work));

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.out()).startsWith("Usage: millrace describe ");
    }

    /** What the script calls, without Java. */
    private static Path tools() throws IOException {
        Path tools = Files.createDirectories(directory.resolve("tools"));
        for (String tool : List.of("sh", "dirname", "readlink", "sed", "head", "cut", "stty", "cat", "grep")) {
            Path script = tools.resolve(tool);
            Files.writeString(script, "#!/bin/sh\nPATH=/usr/bin:/bin exec %s \"$@\"\n".formatted(tool));
            assertThat(script.toFile().setExecutable(true)).isTrue();
        }
        return tools;
    }
}
