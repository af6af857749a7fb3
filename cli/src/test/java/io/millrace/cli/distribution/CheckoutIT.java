// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.distribution.Distribution.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./millrace} of a fresh checkout, with a stand-in for Maven that puts there what this build has made. */
class CheckoutIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> SOURCES =
            List.of("millrace", "cli/src/main/launcher/millrace", "cli/pom.xml", "connect-docker/pom.xml");

    private static final String MAVEN = """
            #!/bin/sh
            if [ "$1" = -v ]; then echo "Apache Maven 3.9.9"; exit; fi
            echo "$*" >>"$MAVEN_CALLS"
            mkdir -p cli/target connect-docker/target
            cp -R "$BUILT/cli/target/classes" "$BUILT/cli/target/lib" cli/target/
            cp -R "$BUILT/connect-docker/target/plugins" connect-docker/target/
            """;

    @TempDir
    private Path directory;

    private Path checkout;
    private Path calls;

    @BeforeEach
    void checkOut() throws IOException {
        checkout = directory.resolve("check out");
        calls = directory.resolve("calls");
        for (String source : SOURCES) {
            Path file = checkout.resolve(source);
            Files.createDirectories(file.getParent());
            Files.copy(ROOT.resolve(source), file);
        }
        Path maven = Files.createDirectories(directory.resolve("bin")).resolve("mvn");
        Files.writeString(maven, MAVEN);
        assertThat(maven.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void buildsWhatIsMissingOnceAndKnowsThePlugins() throws IOException {
        Ended first = millrace("describe", "--kind", "sink");
        Ended second = millrace("describe", "--kind", "sink");

        assertThat(first.status()).as(first.err()).isZero();
        assertThat(first.out())
                .contains(
                        checkout + "/connect-docker/target/plugins/millrace-postgres-sink-", " PostgresSinkConnector ");
        assertThat(first.err()).startsWith("Building; the first time takes a few minutes and downloads libraries\n");
        assertThat(second.out()).isEqualTo(first.out());
        assertThat(second.err()).isEmpty();
        assertThat(Files.readAllLines(calls))
                .singleElement()
                .asString()
                .endsWith(" -Dmdep.skip package -pl cli -am")
                .contains("-Dmaven.test.skip");
    }

    @Test
    void buildsAnewWhatHasChanged() throws IOException {
        millrace("describe", "--kind", "sink");
        Files.writeString(checkout.resolve("cli/pom.xml"), "<project/>");

        millrace("describe", "--kind", "sink");

        assertThat(Files.readAllLines(calls)).hasSize(2);
    }

    @Test
    void namesFilesAsTheCallerSeesThem() throws IOException {
        millrace("describe", "IsD*", "-o", "json", "--directory", "made");

        assertThat(directory.resolve("work/made/IsDelete.json")).isNotEmptyFile();
    }

    private Ended millrace(String... args) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("bash", checkout.resolve("millrace").toString());
        builder.command().addAll(List.of(args));
        builder.directory(Files.createDirectories(directory.resolve("work")).toFile());
        Map<String, String> environment = builder.environment();
        environment.put("BUILT", ROOT.toString());
        environment.put("MAVEN_CALLS", calls.toString());
        environment.merge("PATH", directory.resolve("bin").toString(), (old, bin) -> bin + ":" + old);
        environment.remove("MILLRACE_PLUGINS");
        return Distribution.run(builder);
    }
}
