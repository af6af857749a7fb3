// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.servers.TestServers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code soak} for less than a minute: parts are killed, everything arrives, and the report says so. */
class QuickstartSoakIT {
    @Test
    void everythingArrivesThoughPartsAreKilled() throws IOException {
        Path dir = TestServers.newDirectory("soak");
        Path report = dir.resolveSibling("soak.md");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String[] args = {
            "soak",
            "--minutes",
            "0.7",
            "--rate",
            "50",
            "--outage-every",
            "8",
            "--dir",
            dir.toString(),
            "--report",
            report.toString()
        };

        int status = Quickstart.run(args, new PrintStream(out, true), new PrintStream(err, true));

        assertThat(status).as(err.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(report)
                .content()
                .isEqualTo(out.toString(StandardCharsets.UTF_8))
                .contains("| lost | 0 |", "| doubled | 0 |", "| different | 0 |", "| result | passed |")
                .containsPattern("\\| Kafka Connect \\| [1-9]");
        assertThat(Files.readString(report))
                .containsPattern("\\| (Kafka|PostgreSQL|Schema registry|Shop database) \\| [1-9]")
                .as(
                        "the last sample: heap, memory, threads, files, sessions of the sinks, temporary tables, the shop's sessions")
                .containsPattern("\\| \\d:\\d\\d:\\d\\d( \\| [1-9]\\d*){5} \\| \\d+ \\| [1-9]\\d* \\|\\s*\\z");
    }
}
