// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.servers.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code up} in a process of its own, as a terminal runs it. */
class QuickstartStopIT {
    private final Path dir = TestServers.newDirectory("up");
    private final Path output = dir.resolveSibling("up.out");

    @Test
    void stopsAllThatItStartedAndStartsAgainAfterACrash() throws Exception {
        Process crashing = up();
        awaitRows(crashing);
        List<ProcessHandle> left = crashing.descendants().toList();
        assertThat(left).hasSizeGreaterThan(4);
        crashing.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        assertThat(left).anyMatch(ProcessHandle::isAlive);

        Process again = up();
        try {
            awaitRows(again);
            assertThat(left).noneMatch(ProcessHandle::isAlive);
            List<ProcessHandle> children = again.descendants().toList();

            again.destroy(); // SIGTERM, which takes the same way as Ctrl-C's SIGINT

            assertThat(again.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(children).hasSizeGreaterThan(4).noneMatch(ProcessHandle::isAlive);
        } finally {
            again.descendants().forEach(ProcessHandle::destroyForcibly);
            again.destroyForcibly();
        }
    }

    private Process up() throws IOException {
        Files.deleteIfExists(output);
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Quickstart.class.getName(),
                        "up",
                        "--free-ports",
                        "--dir",
                        dir.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private void awaitRows(Process process) {
        await().atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    assertThat(process.isAlive()).as(Files.readString(output)).isTrue();
                    return Files.readString(output)
                            .lines()
                            .anyMatch(line -> line.matches("[1-9].* records/s, [1-9].* rows, .*"));
                });
    }
}
