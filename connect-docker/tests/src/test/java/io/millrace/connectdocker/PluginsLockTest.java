// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.millrace.connectdocker.PluginsLock.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The lock names what the tests run with, its sums are the archives' sums, and what does not fit is refused. */
class PluginsLockTest {
    private static final String SUM = "0123456789abcdef".repeat(8);
    private static final String GOOD =
            "org.example:a-connector:1.2.Final:tar.gz:plugin a-connector-1.2.Final-plugin.tar.gz ";

    @TempDir
    private Path folder;

    static List<Line> locked() {
        return PluginsLock.read(Path.of("plugins.lock")).lines();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("locked")
    void namesTheVersionThatTheTestsRunWith(Line line) throws IOException {
        String testkit = Files.readString(Path.of("../testkit/pom.xml"));
        String property = "debezium." + database(line) + ".version";

        assertThat(testkit)
                .containsPattern("<artifactId>" + line.artifact() + "</artifactId>\\s*<version>\\$\\{" + property
                        + "}</version>\\s*<classifier>plugin</classifier>\\s*<type>tar\\.gz</type>");
        assertThat(Files.readString(Path.of("../pom.xml")))
                .contains("<" + property + ">" + line.version() + "</" + property + ">");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("locked")
    void statesTheArchivesSum(Line line) {
        Path archive =
                Path.of("../testkit/target/servers/debezium-" + database(line) + "-" + line.version() + ".tar.gz");
        assumeTrue(Files.exists(archive), archive + " is not there: build the testkit");

        assertThat(PluginsLock.sha512(archive)).isEqualTo(line.sha512());
    }

    @Test
    void listsEveryDatabaseThatAShippedSourceReads() {
        assertThat(locked())
                .extracting(PluginsLockTest::database)
                .containsExactlyInAnyOrder("mariadb", "mysql", "postgres");
    }

    @Test
    void findsAnArchiveThatWasChanged() throws IOException {
        Path archive = Files.writeString(folder.resolve("a.tar.gz"), "content");
        String before = PluginsLock.sha512(archive);

        Files.writeString(archive, "contenT");

        assertThat(before).hasSize(128).isNotEqualTo(PluginsLock.sha512(archive));
    }

    @Test
    void readsALine() {
        assertThat(PluginsLock.parse("# Words.\n\n" + GOOD + SUM).lines())
                .containsExactly(new Line(
                        "org.example:a-connector:1.2.Final:tar.gz:plugin", "a-connector-1.2.Final-plugin.tar.gz", SUM));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("wrongLocks")
    void aWrongLockIsRefused(String text, String message) {
        assertThatThrownBy(() -> PluginsLock.parse(text)).hasMessage(message);
    }

    static Stream<Arguments> wrongLocks() {
        return Stream.of(
                arguments(
                        "org.example:a:1:jar", "Cannot read a line of 1 words (expected coordinates, file, SHA-512)."),
                arguments(
                        "org.example:a:LATEST:tar.gz:plugin a-LATEST-plugin.tar.gz " + SUM,
                        "Cannot read coordinates org.example:a:LATEST:tar.gz:plugin"
                                + " (expected group:artifact:version:type:classifier, the version fixed)."),
                arguments(
                        "org.example:a:1:tar.gz:plugin ../../etc/x " + SUM,
                        "Cannot take file ../../etc/x (expected a-1-plugin.tar.gz)."),
                arguments(
                        GOOD + SUM.substring(1),
                        "Cannot take the sum of a-connector-1.2.Final-plugin.tar.gz"
                                + " (expected a SHA-512: 128 hex digits)."),
                arguments(GOOD + SUM + "\n" + GOOD + SUM, "An artifact is listed twice."));
    }

    private static String database(Line line) {
        return line.artifact().replace("debezium-connector-", "");
    }
}
