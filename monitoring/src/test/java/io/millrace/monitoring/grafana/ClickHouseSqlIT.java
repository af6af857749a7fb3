// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.monitoring.ClickHouseReader;
import io.millrace.monitoring.MonitoredPipeline;
import io.millrace.testkit.servers.ClickHouseException;
import io.millrace.testkit.servers.ClickHouseServer;
import io.millrace.testkit.servers.NeedsClickHouse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every query of the dashboard on ClickHouse, run as Grafana runs it, on one that the pipeline fills, by the user that
 * docs/dashboards.md makes.
 */
@NeedsClickHouse
class ClickHouseSqlIT {
    private static final JsonNode DASHBOARD =
            DashboardFiles.parse(DashboardFiles.texts().get("millrace-clickhouse.json"));

    private static final String DATABASE = "default";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** They show something only while it lasts. */
    private static final Set<String> OFTEN_EMPTY =
            Set.of("Merges that run", "Mutations that are not done", "Replicas of this server");

    private static ClickHouseServer server;

    private final PanelSql sql = new PanelSql(
            PanelSql.Store.CLICKHOUSE,
            Map.of("database", List.of(DATABASE)),
            Instant.now().minus(Duration.ofDays(2)),
            Instant.now().plusSeconds(600),
            Duration.ofMinutes(1));

    @BeforeAll
    static void waitForRows() {
        server = MonitoredPipeline.shared().clickHouse().orElseThrow();
        List.of("device_events", "shop_customers", "shop_orders", "shop_order_items")
                .forEach(table -> await(table)
                        .atMost(PATIENCE)
                        .ignoreExceptionsInstanceOf(ClickHouseException.class)
                        .until(() -> count(table) > 0));
    }

    static Stream<JsonNode> panels() {
        return DashboardFiles.panels(DASHBOARD).stream();
    }

    @ParameterizedTest
    @MethodSource("panels")
    void everyPanelIsAnswered(JsonNode panel) {
        List<List<String>> rows = rows(query(panel));

        if (!OFTEN_EMPTY.contains(panel.path("title").asText())) {
            assertThat(rows).as(panel.path("title").asText()).hasSizeGreaterThan(1);
            assertThat(rows.get(1)).doesNotContain("\\N", "nan");
        }
        if (panel.path("type").asText().equals("table")) {
            JsonNode names = panel.at("/transformations/0/options/include/names");
            assertThat(names).extracting(JsonNode::asText).containsExactlyElementsOf(rows.get(0));
        }
        if (panel.at("/targets/0/queryType").asText().equals("timeseries")) {
            assertThat(rows.get(0)).startsWith("time", "table");
        }
    }

    @Test
    void theDatabaseOfTheTablesCanBeChosen() {
        String choices = DASHBOARD.at("/templating/list/1/query").asText();

        assertThat(rows(choices)).contains(List.of(DATABASE)).doesNotContain(List.of("system"));
    }

    /** Merges run when they like: rows that others replace do not count, whether they are still there or not. */
    @Test
    void countsEachKeyOnce() {
        server.query("CREATE TABLE twice (id Int64, _version UInt256, _is_deleted UInt8)"
                + " ENGINE = ReplacingMergeTree(_version, _is_deleted) ORDER BY id");
        try {
            server.query("SYSTEM STOP MERGES twice");
            server.query("INSERT INTO twice SELECT number, 1, 0 FROM numbers(10)");
            server.query("INSERT INTO twice SELECT number, 2, number = 3 FROM numbers(5)");

            assertThat(rows("SELECT count() AS rows FROM merge('default', '^twice$')"))
                    .contains(List.of("9"));
            assertThat(server.query("SELECT count() FROM twice")).isEqualTo("15");
        } finally {
            server.query("DROP TABLE twice");
        }
    }

    @Test
    void fullestPartitionIsTheOneWithMostParts() {
        server.query("CREATE TABLE scattered (id Int64) ENGINE = MergeTree ORDER BY id PARTITION BY id % 2");
        try {
            server.query("SYSTEM STOP MERGES scattered");
            for (int block = 0; block < 100; block++) {
                server.query("INSERT INTO scattered VALUES (" + 2 * block + ")");
            }
            server.query("INSERT INTO scattered VALUES (1)");

            double limit = Double.parseDouble(
                    server.query("SELECT value FROM system.merge_tree_settings WHERE name = 'parts_to_delay_insert'"));
            assertThat(Double.parseDouble(answer("Fullest partition"))).isEqualTo(100 / limit);
            assertThat(rows(query("Parts by table")).get(1)).containsExactly("scattered", "101");
        } finally {
            server.query("DROP TABLE scattered");
        }
    }

    @Test
    void mutationsThatFailAreCounted() {
        server.query("CREATE TABLE stuck (id Int64, text String) ENGINE = MergeTree ORDER BY id");
        try {
            server.query("INSERT INTO stuck VALUES (1, 'no number')");
            server.query("ALTER TABLE stuck UPDATE text = toString(toInt64(text)) WHERE 1 SETTINGS mutations_sync = 0");

            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(answer("Mutations that fail")).isEqualTo("1"));
            assertThat(rows(query("Mutations that are not done")))
                    .anySatisfy(row -> assertThat(row)
                            .startsWith("stuck")
                            .element(3)
                            .asString()
                            .contains("no number"));
        } finally {
            server.query("KILL MUTATION WHERE table = 'stuck'");
            server.query("DROP TABLE stuck");
        }
    }

    @Test
    void theReaderCannotWrite() {
        assertThatThrownBy(() -> server.query("TRUNCATE TABLE device_events", "grafana", "change-me"))
                .isInstanceOf(ClickHouseException.class)
                .hasMessageContaining("Not enough privileges");
    }

    private static long count(String table) {
        return Long.parseLong(server.query("SELECT count() FROM " + table));
    }

    private String answer(String title) {
        return rows(query(title)).get(1).get(0);
    }

    private String query(String title) {
        return panels().filter(panel -> panel.path("title").asText().equals(title))
                .map(this::query)
                .findFirst()
                .orElseThrow();
    }

    private String query(JsonNode panel) {
        return sql.ready(panel.at("/targets/0/rawSql").asText());
    }

    /** The names of columns, and the rows. */
    private static List<List<String>> rows(String query) {
        return ClickHouseReader.query(server, query)
                .lines()
                .map(line -> List.of(line.split("\t", -1)))
                .toList();
    }
}
