// SPDX-License-Identifier: Apache-2.0
package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.docs.LinksTest.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code .github/scripts/release-version} lets only a tag through that says what the POM says. */
class ReleaseVersionScriptTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    v1.2.3          | 1.2.3          | 1.2.3
                    v1.2.3-rc.1     | 1.2.3-rc.1     | 1.2.3-rc.1
                    v1.2.3          | 1.2.4          | Cannot release v1.2.3: the POM says 1.2.4. Tag the commit whose POMs say 1.2.3.
                    v1.2.3          | 1.2.3-SNAPSHOT | Cannot release v1.2.3: the POM says 1.2.3-SNAPSHOT. Set the version without -SNAPSHOT, commit, and tag that commit.
                    1.2.3           | 1.2.3          | Cannot release 1.2.3: expected v1.2.3 or v1.2.3-rc.1.
                    v1.2.3;reboot   | 1.2.3          | Cannot release v1.2.3;reboot: expected v1.2.3 or v1.2.3-rc.1.
                    """)
    void printsTheVersionOrSaysWhyNot(String tag, String version, String answer) throws Exception {
        String root = Files.readString(Repository.ROOT.resolve("pom.xml"));
        Files.writeString(
                folder.resolve("pom.xml"),
                root.replaceFirst("\n  <version>.*</version>\n", "\n  <version>" + version + "</version>\n"));

        Process script = start(tag);

        assertThat(new String(script.getInputStream().readAllBytes())).isEqualTo(answer + "\n");
        assertThat(script.waitFor()).isEqualTo(answer.equals(version) ? 0 : 1);
    }

    private Process start(String tag) throws IOException {
        return new ProcessBuilder(
                        "bash",
                        Repository.ROOT
                                .resolve(".github/scripts/release-version")
                                .toString(),
                        tag)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
    }
}
