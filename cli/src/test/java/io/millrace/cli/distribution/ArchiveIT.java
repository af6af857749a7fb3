// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a release has of the command, and what is in it. */
class ArchiveIT {
    private static final Path SHIPPED = Path.of("../connect-docker/target/plugins");
    private static final Set<String> ALLOWED = Set.of("Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "EPL-2.0");

    @TempDir
    private static Path directory;

    private static Distribution millrace;
    private static Map<String, byte[]> files;

    @BeforeAll
    static void unpack() throws IOException {
        millrace = Distribution.unpackedIn(directory.resolve("tar"));
        files = millrace.files();
    }

    @Test
    void zipAndTarGzHoldTheSame() throws IOException {
        Map<String, byte[]> zip = Distribution.ofZip(directory.resolve("zip")).files();

        assertThat(zip.keySet()).isEqualTo(files.keySet());
        zip.forEach((name, content) -> assertThat(files.get(name)).as(name).isEqualTo(content));
    }

    @Test
    void isOneFolderOfFewParts() {
        assertThat(Distribution.names(millrace.home())).containsExactly("bin", "completion", "doc", "lib", "plugins");
        assertThat(Distribution.names(millrace.home().resolve("bin"))).containsExactly("millrace");
        assertThat(millrace.launcher()).isExecutable();
        assertThat(files.keySet()).contains("doc/LICENSE", "doc/NOTICE", "doc/README.md", "doc/describe.md");
    }

    @Test
    void bringsEveryPluginWhole() throws IOException {
        Path plugins = millrace.home().resolve("plugins");
        assertThat(Distribution.names(plugins))
                .isEqualTo(Distribution.names(SHIPPED))
                .hasSizeGreaterThan(4);

        try (Stream<Path> shipped = Files.walk(SHIPPED)) {
            for (Path file : shipped.filter(Files::isRegularFile).toList()) {
                assertThat(plugins.resolve(SHIPPED.relativize(file).toString())).hasSameBinaryContentAs(file);
            }
        }
    }

    /** The program takes plugins from {@code plugins/} only: with isolation, as a worker. */
    @Test
    void hasNoPluginsOnItsOwnClassPath() {
        assertThat(Distribution.names(millrace.home().resolve("lib")))
                .filteredOn(name -> name.startsWith("millrace-"))
                .extracting(name -> name.replaceFirst("-\\d.*", ""))
                .containsExactlyInAnyOrder("millrace-cli", "millrace-http", "millrace-records");
        assertThat(Distribution.names(millrace.home().resolve("lib")))
                .noneMatch(name -> name.startsWith("jetty-") || name.startsWith("jersey-"));
    }

    @Test
    void billOfMaterialsListsEveryJar() throws IOException {
        assertThat(files.keySet())
                .as("an offline build (mvn -o) makes no bill of materials")
                .contains("doc/sbom.cdx.json");
        JsonNode bill = new ObjectMapper().readTree(files.get("doc/sbom.cdx.json"));

        Set<String> listed = new TreeSet<>(Set.of(Distribution.NAME + ".jar"));
        for (JsonNode component : bill.path("components")) {
            String jar = component.path("name").asText() + "-"
                    + component.path("version").asText() + ".jar";
            listed.add(jar);
            assertThat(component.path("licenses").findValuesAsText("id"))
                    .as(jar)
                    .containsAnyElementsOf(ALLOWED);
        }
        assertThat(Distribution.names(millrace.home().resolve("lib"))).containsExactlyElementsOf(listed);
        assertThat(Distribution.ARCHIVES.resolve(Distribution.NAME + ".cdx.json"))
                .hasBinaryContent(files.get("doc/sbom.cdx.json"));
    }

    @Test
    void bringsTheLicencesOfOthers() {
        Set<String> jars = files.keySet().stream()
                .filter(name -> name.startsWith("lib/"))
                .map(name -> name.substring("lib/".length()).replaceFirst("\\.jar$", "-jar"))
                .collect(Collectors.toSet());

        assertThat(files.keySet())
                .filteredOn(name -> name.startsWith("doc/licenses/"))
                .isNotEmpty()
                .allMatch(name -> jars.contains(name.split("/", -1)[2]));
    }

    /** As {@code sha512sum -c} reads it. */
    @Test
    void everyFileOfTheReleaseHasItsSum() throws Exception {
        for (String ending : List.of(".zip", ".tar.gz", ".cdx.json")) {
            Path file = Distribution.ARCHIVES.resolve(Distribution.NAME + ending);
            String sum = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-512").digest(Files.readAllBytes(file)));

            assertThat(Files.readString(file.resolveSibling(file.getFileName() + ".sha512"))
                            .strip())
                    .matches(sum + " [ *]\\Q" + file.getFileName() + "\\E");
        }
    }
}
