// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.testkit.servers.ConnectWorkerBuilder;
import io.millrace.testkit.servers.PluginArchives;
import io.millrace.testkit.servers.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The connector's archive, as it is shipped, in a real worker. */
final class PackagedSink {
    static final String CLASS = "io.millrace.connect.postgres.PostgresSinkConnector";

    private PackagedSink() {}

    static ConnectWorkerBuilder worker() {
        Path target = Path.of("target").toAbsolutePath();
        try (Stream<Path> files = Files.list(target)) {
            Path archive = files.filter(
                            file -> file.getFileName().toString().matches("millrace-postgres-sink-.*\\.zip"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no archive in " + target + ": run mvn verify"));
            Path plugins = TestServers.newDirectory("plugins");
            PluginArchives.unpack(archive, plugins);
            return TestServers.newWorker(List.of(plugins)).property("offset.flush.interval.ms", "1000");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
