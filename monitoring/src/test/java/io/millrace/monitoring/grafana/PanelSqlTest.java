// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PanelSqlTest {
    private final PanelSql sql = new PanelSql(
            PanelSql.Store.POSTGRES,
            Map.of("events", List.of("device_events"), "platform", List.of("ios", "it's")),
            Instant.parse("2026-01-02T03:04:05Z"),
            Instant.parse("2026-01-02T04:04:05.678Z"),
            Duration.ofMinutes(1));

    @Test
    void fillsInVariablesAndThenMacros() {
        assertThat(sql.ready("SELECT $__timeGroupAlias(at, $__interval), count(*) FROM ${events}"
                        + " WHERE $__timeFilter(at) AND platform IN (${platform:sqlstring}) GROUP BY 1"))
                .isEqualTo("SELECT floor(extract(epoch from at)/60)*60 AS \"time\", count(*) FROM device_events"
                        + " WHERE at BETWEEN '2026-01-02T03:04:05Z' AND '2026-01-02T04:04:05.678Z'"
                        + " AND platform IN ('ios','it''s') GROUP BY 1");
    }

    @Test
    void fillsInTheMacrosOfClickHouse() {
        PanelSql clickHouse =
                new PanelSql(PanelSql.Store.CLICKHOUSE, Map.of(), sql.from(), sql.to(), Duration.ofMinutes(1));

        assertThat(clickHouse.ready("SELECT $__timeInterval(at) AS time FROM t WHERE $__timeFilter(at)"))
                .isEqualTo("SELECT toStartOfInterval(toDateTime(at), INTERVAL 60 second) AS time FROM t"
                        + " WHERE at >= toDateTime(1767323045) AND at <= toDateTime(1767326645)");
        assertThatThrownBy(() -> clickHouse.ready("SELECT $__timeGroupAlias(at, 1s)"))
                .hasMessage("no macro timeGroupAlias");
    }

    @Test
    void knowsOnlyWhatGrafanaKnows() {
        assertThatThrownBy(() -> sql.ready("SELECT $__timeGroups(at)")).hasMessage("no macro timeGroups");
        assertThatThrownBy(() -> sql.ready("SELECT ${nothing}")).hasMessage("no variable nothing");
    }
}
