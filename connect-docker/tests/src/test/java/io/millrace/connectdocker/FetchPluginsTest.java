// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code fetch-plugins}, with a stand-in for Maven that gives what a test says and notes how it was called. */
class FetchPluginsTest {
    private static final String COORDINATES = "org.example:a-connector:1.2:tar.gz:plugin";
    private static final String FILE = "a-connector-1.2-plugin.tar.gz";

    @TempDir
    private Path folder;

    private Path fetched;

    @BeforeEach
    void prepare() throws IOException {
        Files.copy(Path.of("fetch-plugins"), folder.resolve("fetch-plugins"));
        Path expected = Files.writeString(folder.resolve("expected"), "the archive");
        Files.writeString(
                folder.resolve("plugins.lock"),
                "# Words.\n\n%s %s %s\n".formatted(COORDINATES, FILE, PluginsLock.sha512(expected)));
        fetched = folder.resolve("target/debezium").resolve(FILE);
    }

    @Test
    void takesWhatHasTheRightSum() throws IOException {
        Outcome outcome = fetch("the archive", "-o");

        assertThat(outcome).isEqualTo(new Outcome(0, FILE + "\n"));
        assertThat(fetched).hasContent("the archive");
        assertThat(folder.resolve("calls"))
                .content()
                .contains(" -o ", "dependency:copy", "-Dartifact=" + COORDINATES, "-DoutputDirectory=");
    }

    @Test
    void removesWhatHasAnother() throws IOException {
        Outcome outcome = fetch("something else");

        assertThat(outcome)
                .isEqualTo(new Outcome(
                        1,
                        "Cannot take " + FILE + ": its SHA-512 is not that of plugins.lock."
                                + " It was removed from target/debezium.\n"));
        assertThat(fetched).doesNotExist();
    }

    @Test
    void fetchesAnewWhatWasDamaged() throws IOException {
        Files.createDirectories(fetched.getParent());
        Files.writeString(fetched, "damaged");

        assertThat(fetch("the archive").exit()).isZero();
        assertThat(fetched).hasContent("the archive");
    }

    @Test
    void leavesWhatIsThere() throws IOException {
        fetch("the archive");
        Files.delete(folder.resolve("calls"));

        assertThat(fetch("something else")).isEqualTo(new Outcome(0, FILE + "\n"));
        assertThat(folder.resolve("calls")).doesNotExist();
    }

    private Outcome fetch(String content, String... arguments) throws IOException {
        Path maven = folder.resolve("maven");
        Files.writeString(
                maven,
                "#!/bin/sh\necho \" $* \" >>%s\nprintf '%%s' '%s' >%s\n"
                        .formatted(folder.resolve("calls"), content, fetched));
        Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));
        ProcessBuilder builder =
                new ProcessBuilder("bash", folder.resolve("fetch-plugins").toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().put("MVN", maven.toString());
        return Outcome.of(builder);
    }
}
