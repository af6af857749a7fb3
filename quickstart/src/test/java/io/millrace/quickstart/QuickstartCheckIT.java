// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.testkit.servers.DatabaseServer;
import io.millrace.testkit.servers.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The whole pipeline, from the packaged archives, with small numbers. */
class QuickstartCheckIT {
    /** And in the tables of the Spark jobs, where they were built before, as in a build of all modules. */
    @Test
    void everythingArrivesFromMariaDb() throws IOException {
        boolean isBuilt = Files.isDirectory(Home.find().root().resolve("spark/target/spark"));
        if (!isBuilt) {
            SmallCheck.of("check-mariadb");
            return;
        }
        JsonNode found = SmallCheck.of("check-mariadb", "--spark").path("spark");
        assertThat(found.path("windows").asInt()).isPositive();
        assertThat(found.path("lakeRows").asInt()).isGreaterThan(100);
    }

    @Test
    void everythingArrivesFromMySql() throws IOException {
        DatabaseServer server = TestServers.mySql();

        JsonNode report = SmallCheck.of(
                "check-mysql",
                "--mysql",
                "mysql://%s:%s@%s:%d".formatted(server.user(), server.password(), server.host(), server.port()));

        assertThat(report.path("deviceEvents").asLong()).isEqualTo(2500);
    }
}
