// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.testkit.servers.TestServers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@code ./millrace up --check} with small numbers, which must find nothing; what it reports. */
final class SmallCheck {
    private SmallCheck() {}

    /** Carries it out in a folder of that name, with options more. */
    static JsonNode of(String folder, String... more) throws IOException {
        List<String> args = new ArrayList<>(List.of("up", "--check", "--dir"));
        args.add(TestServers.newDirectory(folder).toString());
        args.addAll(List.of("--device-events", "2500", "--row-changes", "2500", "--rate", "200"));
        args.addAll(List.of("--warm-up-seconds", "2", "--steady-seconds", "4"));
        args.addAll(Arrays.asList(more));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int status =
                Quickstart.run(args.toArray(String[]::new), new PrintStream(out, true), new PrintStream(err, true));

        assertThat(status).as(err.toString(StandardCharsets.UTF_8)).isZero();
        JsonNode report = JsonMapper.builder()
                .build()
                .readTree(out.toString(StandardCharsets.UTF_8).lines().reduce("", (first, last) -> last));
        assertThat(report.path("deviceEvents").asLong()).isGreaterThanOrEqualTo(2500);
        assertThat(report.path("pushedEvents").asLong()).isGreaterThanOrEqualTo(2500 / 4);
        assertThat(report.path("rowChanges").asLong()).isBetween(2500L, 2600L);
        assertThat(report.path("lost").asLong(-1)).isZero();
        assertThat(report.path("duplicated").asLong(-1)).isZero();
        assertThat(report.path("different").asLong(-1)).isZero();
        assertThat(report.path("latencyMs").path("p50").asDouble()).isPositive();
        assertThat(report.path("seconds").asDouble()).isPositive();
        return report;
    }
}
