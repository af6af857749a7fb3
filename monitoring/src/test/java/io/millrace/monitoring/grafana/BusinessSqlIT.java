// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.monitoring.MonitoredPipeline;
import io.millrace.testkit.servers.PostgresServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every query of the dashboard on tables, run as Grafana runs it, on a PostgreSQL that the pipeline has filled, by the
 * role that docs/dashboards.md makes. What it gives is computed once more from the rows themselves.
 */
class BusinessSqlIT {
    private static final JsonNode DASHBOARD =
            DashboardFiles.parse(DashboardFiles.texts().get("millrace-business.json"));

    private static final List<String> TABLES = List.of("device_events", "device_pushes");
    private static final String READER = "grafana";
    private static final String PASSWORD = "change-me";
    private static final PostgresServer POSTGRES = MonitoredPipeline.shared().postgres();

    private Connection connection;
    private PanelSql sql;

    record Case(String events, JsonNode panel) {
        @Override
        public String toString() {
            return panel.path("title").asText() + " of " + events;
        }

        String sql() {
            return panel.path("targets").path(0).path("rawSql").asText();
        }
    }

    /** A row by the names of its columns. */
    private record Row(Map<String, Object> values) {
        Object of(String column) {
            return values.get(column);
        }

        String text(String column) {
            return String.valueOf(values.get(column));
        }

        long number(String column) {
            return ((Number) values.get(column)).longValue();
        }
    }

    @BeforeAll
    static void makeTheReader() throws IOException, SQLException {
        String page = Files.readString(Path.of("..", "docs", "dashboards.md"));
        String statements = page.replaceAll("(?s).*```sql\n(CREATE ROLE .*?)```.*", "$1")
                .replace("DATABASE analytics", "DATABASE " + POSTGRES.database())
                .replace("FOR ROLE millrace", "FOR ROLE " + POSTGRES.user());
        assertThat(statements).contains("CREATE ROLE " + READER, "statement_timeout", PASSWORD);
        run(statements);
    }

    @AfterAll
    static void dropTheReader() throws SQLException {
        run("DROP OWNED BY " + READER + "; DROP ROLE " + READER);
    }

    private static void run(String statements) throws SQLException {
        try (Connection owner = POSTGRES.connect();
                Statement statement = owner.createStatement()) {
            statement.execute(statements);
        }
    }

    /** In one transaction, which sees one state of the tables that the pipeline goes on filling. */
    @BeforeEach
    void connect() throws SQLException {
        connection = DriverManager.getConnection(POSTGRES.jdbcUrl(), READER, PASSWORD);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        choose("device_events");
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.rollback();
        connection.close();
    }

    private void choose(String events) throws SQLException {
        Instant now = Instant.now();
        Map<String, List<String>> chosen = new HashMap<>(Map.of("events", List.of(events)));
        sql = new PanelSql(
                PanelSql.Store.POSTGRES,
                chosen,
                now.minus(Duration.ofDays(2)),
                now.plusSeconds(60),
                Duration.ofMinutes(1));
        for (JsonNode variable : DASHBOARD.path("templating").path("list")) {
            String name = variable.path("name").asText();
            if (variable.path("type").asText().equals("textbox")) {
                chosen.put(name, List.of(variable.path("query").asText()));
            } else if (variable.path("type").asText().equals("query")
                    && variable.path("multi").asBoolean()) {
                chosen.put(name, first(rows(sql.ready(variable.path("query").asText()))));
            }
        }
    }

    private static List<String> first(List<Row> rows) {
        return rows.stream()
                .map(row -> row.values().values().iterator().next().toString())
                .toList();
    }

    private List<Row> rows(String query) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            ResultSetMetaData columns = result.getMetaData();
            while (result.next()) {
                Map<String, Object> row = new LinkedHashMap<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    row.put(columns.getColumnLabel(i), result.getObject(i));
                }
                rows.add(new Row(row));
            }
        }
        return rows;
    }

    private List<Row> panel(String title) throws SQLException {
        return rows(sql.ready(find(title).sql()));
    }

    private static Case find(String title) {
        return cases().filter(each -> each.panel().path("title").asText().equals(title))
                .findFirst()
                .orElseThrow();
    }

    static Stream<Case> cases() {
        return TABLES.stream()
                .flatMap(table -> DashboardFiles.panels(DASHBOARD).stream().map(panel -> new Case(table, panel)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyPanelHasSomethingToShow(Case each) throws SQLException {
        choose(each.events());

        List<Row> rows = rows(sql.ready(each.sql()));

        assertThat(rows).isNotEmpty();
        assertThat(rows.get(0).values()).doesNotContainValue(null);
        if (each.panel().path("type").asText().equals("table")) {
            JsonNode names = each.panel()
                    .path("transformations")
                    .path(0)
                    .path("options")
                    .path("include")
                    .path("names");
            assertThat(names)
                    .extracting(JsonNode::asText)
                    .containsExactlyElementsOf(rows.get(0).values().keySet());
        }
        if (each.panel().path("targets").path(0).path("format").asText().equals("time_series")) {
            assertThat(rows.get(0).values().keySet()).startsWith("time", "metric");
        }
    }

    /** Whatever the session's time zone is. */
    @ParameterizedTest
    @MethodSource("cases")
    void timesDoNotDependOnTheTimeZone(Case each) throws SQLException {
        choose(each.events());
        String ready = sql.ready(each.sql());

        List<Row> here = rows(ready);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL TimeZone = 'Asia/Tokyo'");
        }

        assertThat(rows(ready)).isEqualTo(here);
    }

    /** By the index that the sinks make with the table, where the table is large enough for it to pay. */
    @ParameterizedTest
    @MethodSource("cases")
    void readsOnlyTheTimeRange(Case each) throws SQLException {
        choose(each.events());
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL enable_seqscan = off");
        }

        List<String> plan = first(rows("EXPLAIN " + sql.ready(each.sql())));

        assertThat(plan).anyMatch(line -> line.matches(".*Index Cond: \\(\\((o\\.)?(occurred|placed)_at >= .*"));
    }

    @Test
    void theChoicesAreThere() throws SQLException {
        for (JsonNode variable : DASHBOARD.path("templating").path("list")) {
            if (variable.path("type").asText().equals("query")) {
                List<String> values =
                        first(rows(sql.ready(variable.path("query").asText())));
                assertThat(values)
                        .as(variable.path("name").asText())
                        .isNotEmpty()
                        .doesNotHaveDuplicates();
            }
        }
        assertThat(first(rows(DASHBOARD
                        .path("templating")
                        .path("list")
                        .path(1)
                        .path("query")
                        .asText())))
                .isEqualTo(TABLES);
    }

    @Test
    void theReaderCannotWrite() {
        assertThatThrownBy(() -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("DELETE FROM device_events");
                    }
                })
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("read-only transaction");
    }

    /** To the cent, each currency by itself. */
    @Test
    void revenueIsTheSumOfTheOrders() throws SQLException {
        Map<String, BigDecimal> expected = new TreeMap<>();
        for (Row order : rows("SELECT currency, total, status FROM shop_orders")) {
            if (!order.text("status").equals("returned")) {
                expected.merge(order.text("currency"), (BigDecimal) order.of("total"), BigDecimal::add);
            }
        }

        Map<String, BigDecimal> shown = new TreeMap<>();
        panel("Revenue").forEach(row -> shown.put(row.text("currency"), (BigDecimal) row.of("revenue")));
        Map<String, BigDecimal> overTime = new TreeMap<>();
        panel("Revenue by currency over time")
                .forEach(row -> overTime.merge(row.text("metric"), (BigDecimal) row.of("revenue"), BigDecimal::add));

        assertThat(shown).isNotEmpty().isEqualTo(expected);
        assertThat(overTime).isEqualTo(expected);
    }

    @Test
    void productsAreWhatTheLinesOfOrdersBrought() throws SQLException {
        Map<String, BigDecimal> expected = new TreeMap<>();
        for (Row line : rows("SELECT i.sku, o.currency, i.quantity, i.price, i.discount FROM shop_order_items i"
                + " JOIN shop_orders o ON o.id = i.order_id WHERE o.status <> 'returned'")) {
            BigDecimal discount = line.of("discount") == null ? BigDecimal.ZERO : (BigDecimal) line.of("discount");
            BigDecimal amount = BigDecimal.valueOf(line.number("quantity"))
                    .multiply((BigDecimal) line.of("price"))
                    .multiply(BigDecimal.ONE.subtract(discount))
                    .setScale(2, RoundingMode.HALF_UP);
            expected.merge(line.text("sku") + line.text("currency"), amount, BigDecimal::add);
        }

        List<Row> shown = panel("Products");

        assertThat(shown)
                .hasSize(10)
                .allSatisfy(row -> assertThat((BigDecimal) row.of("revenue"))
                        .isEqualByComparingTo(expected.get(row.text("sku") + row.text("currency"))));
        assertThat((BigDecimal) shown.get(0).of("revenue"))
                .isEqualByComparingTo(
                        expected.values().stream().max(BigDecimal::compareTo).orElseThrow());
    }

    /** Deletes are rows that say so, for the moment before they go. */
    @Test
    void whatWasDeletedDoesNotCount() throws SQLException {
        Case orders = find("Orders");
        connection.rollback();
        try (Connection owner = POSTGRES.connect();
                Statement statement = owner.createStatement()) {
            owner.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            owner.setAutoCommit(false);
            String query = sql.ready(orders.sql());
            long before = count(statement, query);

            int marked = statement.executeUpdate("UPDATE shop_orders SET _deleted = true"
                    + " WHERE id IN (SELECT id FROM shop_orders ORDER BY id LIMIT 3)");

            assertThat(marked).isEqualTo(3);
            assertThat(count(statement, query)).isEqualTo(before - 3);
            owner.rollback();
        }
    }

    private static long count(Statement statement, String query) throws SQLException {
        try (ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        }
    }

    @Test
    void everyEventIsInOnePieceOfTime() throws SQLException {
        Map<String, Long> expected = new TreeMap<>();
        for (Row event : rows("SELECT type, occurred_at FROM device_events")) {
            long second = Math.floorDiv(((Timestamp) event.of("occurred_at")).getTime(), 60_000L) * 60;
            expected.merge(second + " " + event.text("type"), 1L, Long::sum);
        }

        Map<String, Long> shown = new TreeMap<>();
        panel("Events by type over time")
                .forEach(row -> shown.put(row.number("time") + " " + row.text("metric"), row.number("events")));

        assertThat(shown).isNotEmpty().isEqualTo(expected);
        assertThat(panel("Events").get(0).number("events"))
                .isEqualTo(expected.values().stream().mapToLong(Long::longValue).sum());
    }

    /** Each session's events in their order: a step counts only after the step before it. */
    @Test
    void theFunnelFollowsTheOrderOfEvents() throws SQLException {
        List<String> steps = List.of("app_open", "screen_view", "search", "purchase");
        Map<String, Integer> reached = new HashMap<>();
        Map<String, Instant> at = new HashMap<>();
        for (Row event : rows("SELECT device_id || ' ' || session_id AS session, type, occurred_at FROM device_events"
                + " WHERE session_id IS NOT NULL ORDER BY occurred_at")) {
            String session = event.text("session");
            int next = reached.getOrDefault(session, 0);
            Instant time = ((Timestamp) event.of("occurred_at")).toInstant();
            boolean isLater = next == 0 || time.isAfter(at.get(session));
            if (next < steps.size() && event.text("type").equals(steps.get(next)) && isLater) {
                reached.put(session, next + 1);
                at.put(session, time);
            }
        }

        List<Row> shown = panel("Funnel");

        assertThat(shown)
                .extracting(row -> row.text("step"))
                .containsExactly("1 app_open", "2 screen_view", "3 search", "4 purchase");
        for (int i = 0; i < steps.size(); i++) {
            int step = i;
            assertThat(shown.get(i).number("sessions"))
                    .as(steps.get(i))
                    .isEqualTo(reached.values().stream()
                            .filter(count -> count > step)
                            .count());
        }
        assertThat(shown.get(1).number("sessions")).isPositive();
    }
}
