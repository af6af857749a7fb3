// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.testkit.servers.DatabaseServer;
import io.millrace.testkit.servers.TestServers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The whole pipeline, from the packaged archives, with small numbers. */
class QuickstartCheckIT {
    /** And in the tables of the Spark jobs, where they were built before, as in a build of all modules. */
    @Test
    void everythingArrivesFromMariaDb() throws IOException {
        boolean isBuilt = Files.isDirectory(Home.find().root().resolve("spark/target/spark"));
        if (!isBuilt) {
            checks("check-mariadb");
            return;
        }
        JsonNode found = checks("check-mariadb", "--spark").path("spark");
        assertThat(found.path("windows").asInt()).isPositive();
        assertThat(found.path("lakeRows").asInt()).isGreaterThan(100);
    }

    @Test
    void everythingArrivesFromMySql() throws IOException {
        DatabaseServer server = TestServers.mySql();

        JsonNode report = checks(
                "check-mysql",
                "--mysql",
                "mysql://%s:%s@%s:%d".formatted(server.user(), server.password(), server.host(), server.port()));

        assertThat(report.path("deviceEvents").asLong()).isEqualTo(2500);
    }

    private static JsonNode checks(String folder, String... more) throws IOException {
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
