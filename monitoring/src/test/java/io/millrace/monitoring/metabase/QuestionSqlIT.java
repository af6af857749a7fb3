// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.monitoring.MonitoredPipeline;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every query of the collections, on the tables that the shipped connectors fill. */
class QuestionSqlIT {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final Library LIBRARY = LibraryReader.read(Path.of("metabase"));

    @BeforeAll
    static void startPipeline() {
        MonitoredPipeline.shared(); // its start is no part of any wait below
    }

    static Stream<Entity> cards() {
        return LIBRARY.cards().stream();
    }

    @ParameterizedTest
    @MethodSource("cards")
    void findsRowsWithoutFilters(Entity card) {
        awaitRows(card, unfiltered(card));
    }

    @ParameterizedTest
    @MethodSource("cards")
    void findsRowsWithAllFilters(Entity card) throws SQLException {
        awaitRows(card, unfiltered(card)); // so that there are values to filter by
        String sql = NativeQuery.of(card).sql().replaceAll("\\[\\[|]]", "");
        for (NativeQuery.Tag tag : NativeQuery.of(card).tags()) {
            sql = sql.replace("{{" + tag.name() + "}}", filter(tag));
        }

        assertThat(sql).doesNotContain("{{");
        awaitRows(card, sql);
    }

    @ParameterizedTest
    @MethodSource("cards")
    void filtersDoFilter(Entity card) throws SQLException {
        NativeQuery query = NativeQuery.of(card);
        for (NativeQuery.Tag tag : query.tags()) {
            String name = tag.name();
            NativeQuery.Column column = tag.column();
            String nothing = "(" + quoted(column) + " IS NULL AND " + quoted(column) + " IS NOT NULL)";
            String sql = without(query.sql().replace("[[AND {{" + name + "}}]]", "AND " + nothing));

            assertThat(firstColumn(sql)).as(name).isSubsetOf("0");
        }
    }

    @ParameterizedTest
    @MethodSource("cards")
    void asksTheTablesThatTheLoaderWaitsFor(Entity card) throws SQLException {
        awaitRows(card, unfiltered(card));
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMP VIEW question AS " + unfiltered(card));
            Set<String> tables = new TreeSet<>();
            try (ResultSet found = statement.executeQuery(
                    "SELECT table_name FROM information_schema.view_table_usage WHERE view_name = 'question'")) {
                while (found.next()) {
                    tables.add(found.getString(1));
                }
            }
            assertThat(NativeQuery.of(card).tables()).isEqualTo(tables);
        }
    }

    @ParameterizedTest
    @MethodSource("cards")
    void showsColumnsThatThereAreAndNoneOfTheSinks(Entity card) throws SQLException {
        awaitRows(card, unfiltered(card));
        List<String> columns = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(unfiltered(card))) {
            for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                columns.add(found.getMetaData().getColumnName(i));
            }
        }

        JsonNode settings = card.yaml().path("visualization_settings");
        settings.path("graph.dimensions").forEach(each -> assertThat(columns).contains(each.asText()));
        settings.path("graph.metrics").forEach(each -> assertThat(columns).contains(each.asText()));
        assertThat(columns).noneMatch(each -> each.startsWith("_")).doesNotHaveDuplicates();
    }

    @Test
    void asksNoColumnThatTheComposeFilesShopDoesNotHave() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA compose; SET search_path = compose;"
                    + " CREATE TABLE shop_customers_current (id bigint PRIMARY KEY, email text, name text);"
                    + " CREATE TABLE shop_orders_current (id bigint, customer_id bigint, status text, currency text,"
                    + " total numeric, placed_at timestamptz);"
                    + " CREATE TABLE shop_order_items_current (order_id bigint, line integer, sku text, quantity bigint,"
                    + " price numeric, discount numeric)");
            for (Entity card : LIBRARY.cards()) {
                if (unfiltered(card).contains("shop_")) {
                    statement.executeQuery(unfiltered(card)).close();
                }
            }
            statement.execute("DROP SCHEMA compose CASCADE");
        }
    }

    /** As Metabase leaves out what nobody has chosen. */
    private static String unfiltered(Entity card) {
        return without(NativeQuery.of(card).sql());
    }

    private static String without(String sql) {
        return sql.replaceAll("\\[\\[[^\\]]*]]", "");
    }

    /** As Metabase compiles a field filter: the column with schema and table. */
    private static String filter(NativeQuery.Tag tag) throws SQLException {
        NativeQuery.Column column = tag.column();
        if (tag.yaml().path("widget-type").asText().startsWith("date/")) {
            return "(" + quoted(column) + " >= now() - interval '30 days' AND " + quoted(column)
                    + " < now() + interval '1 day')";
        }
        List<String> values = firstColumn("SELECT " + column.name() + " FROM " + column.table() + " WHERE "
                + column.name() + " IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC LIMIT 1");
        assertThat(values).as("%s", column).hasSize(1);
        return quoted(column) + " = '" + values.get(0) + "'";
    }

    private static String quoted(NativeQuery.Column column) {
        return "\"" + column.schema() + "\".\"" + column.table() + "\".\"" + column.name() + "\"";
    }

    private static void awaitRows(Entity card, String sql) {
        await().alias(card.name())
                .atMost(DEADLINE)
                .ignoreExceptionsMatching(e -> e instanceof SQLException undefined
                        && "42P01".equals(undefined.getSQLState())) // a table that has no rows yet
                .until(() -> !firstColumn(sql).stream().allMatch("0"::equals));
    }

    private static List<String> firstColumn(String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                values.add(String.valueOf(found.getString(1)));
            }
        }
        return values;
    }

    private static Connection connect() throws SQLException {
        return MonitoredPipeline.shared().postgres().connect();
    }
}
