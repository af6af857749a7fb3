// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.testkit.servers.NeedsClickHouse;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The whole pipeline with sinks to ClickHouse beside those to PostgreSQL, while the worker of both is killed. */
@NeedsClickHouse
class QuickstartClickHouseIT {
    @Test
    void everythingArrivesInClickHouseToo() throws IOException {
        JsonNode report = SmallCheck.of("check-clickhouse", "--clickhouse");

        assertThat(report.path("clickHouse").path("rows").asLong())
                .as("device events, and some rows of the shop")
                .isGreaterThan(report.path("deviceEvents").asLong() + 100);
    }
}
