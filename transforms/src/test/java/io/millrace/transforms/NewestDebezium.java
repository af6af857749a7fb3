// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import io.millrace.testkit.servers.PluginArchives;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Debezium's PostgreSQL connector of the newest version, beside the one that the testkit has for everybody. */
final class NewestDebezium {
    private NewestDebezium() {}

    /** A folder for {@code plugin.path}. */
    static Path plugins() {
        Path home = Path.of("target", "debezium-newest").toAbsolutePath();
        Path plugins = home.resolve("plugins");
        if (!Files.isDirectory(plugins)) {
            PluginArchives.unpack(home.resolve("debezium-postgres.tar.gz"), plugins);
        }
        return plugins;
    }

    /** Its jars whose names begin so. */
    static Path[] jars(String... beginnings) {
        try (Stream<Path> files = Files.walk(plugins())) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .filter(file ->
                            Stream.of(beginnings).anyMatch(file.getFileName().toString()::startsWith))
                    .toArray(Path[]::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
