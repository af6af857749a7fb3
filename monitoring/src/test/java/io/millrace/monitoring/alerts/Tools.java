// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.alerts;

import io.millrace.testkit.servers.Binaries;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The programs of Prometheus and Alertmanager: what {@code testkit/debian/fetch} has fetched, or else what is on the PATH. */
final class Tools {
    private Tools() {}

    /** Skips the calling test, and says so, where there is none. */
    static Path find(String program) {
        Stream<Path> fetched = Stream.of(Binaries.directory().resolveSibling("prometheus/usr/bin"));
        Stream<Path> path =
                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1)).map(Path::of);
        List<Path> found = Stream.concat(fetched, path)
                .map(folder -> folder.resolve(program))
                .filter(Files::isExecutable)
                .toList();
        Assumptions.assumeFalse(
                found.isEmpty(),
                "Skipped: there is no " + program
                        + " (testkit/debian/fetch prometheus fetches it; else it is looked for on PATH).");
        return found.get(0);
    }
}
