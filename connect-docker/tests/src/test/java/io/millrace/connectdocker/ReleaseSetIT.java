// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.servers.PluginArchives;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of a release beside each other. */
class ReleaseSetIT {
    private static final String VERSION = System.getProperty("project.version");

    @Test
    void hasTwoArchivesAndABillForEachPluginAndABundle() throws IOException {
        List<String> expected = new ArrayList<>();
        for (Archive archive : Archive.all()) {
            String name = archive.toString().replace(".zip", "");
            expected.addAll(List.of(name + ".zip", name + ".tar.gz", name + ".cdx.json"));
        }
        expected.addAll(List.of("millrace-connect-" + VERSION + ".zip", "millrace-connect-" + VERSION + ".tar.gz"));
        List<String> sums = expected.stream().map(name -> name + ".sha512").toList();
        expected.addAll(sums);

        assertThat(names(Archive.RELEASED)).containsExactlyInAnyOrderElementsOf(expected);
    }

    /** As {@code sha512sum -c} reads it: the sum, two characters, the file's name. */
    @Test
    void everyFileHasItsSum() throws IOException, NoSuchAlgorithmException {
        for (String name : names(Archive.RELEASED)) {
            if (!name.endsWith(".sha512")) {
                byte[] content = Files.readAllBytes(Archive.RELEASED.resolve(name));
                String sum = HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-512").digest(content));
                assertThat(Files.readString(Archive.RELEASED.resolve(name + ".sha512"))
                                .strip())
                        .matches(sum + " [ *]\\Q" + name + "\\E");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zip", "tar.gz"})
    void theBundleHoldsWhatThePluginsArchivesHold(String format) throws IOException {
        Path bundle = Archive.UNPACKED.resolve("bundle-" + format);
        PluginArchives.unpackAll(Archive.RELEASED.resolve("millrace-connect-" + VERSION + "." + format), bundle);

        assertThat(names(bundle))
                .containsExactlyInAnyOrderElementsOf(Archive.all().stream()
                        .map(archive -> archive.folder().getFileName().toString())
                        .toList());
        for (Archive archive : Archive.all()) {
            Map<String, byte[]> held = new TreeMap<>();
            Path folder = bundle.resolve(archive.folder().getFileName());
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.filter(Files::isRegularFile).toList()) {
                    held.put(folder.relativize(path).toString(), Files.readAllBytes(path));
                }
            }
            assertThat(held.keySet()).isEqualTo(archive.files().keySet());
            archive.files()
                    .forEach((name, content) ->
                            assertThat(held.get(name)).as(name).isEqualTo(content));
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::getFileName).map(Path::toString).sorted().toList();
        }
    }
}
