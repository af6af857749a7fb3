// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.monitoring.ClickHouseReader;
import io.millrace.monitoring.MonitoredPipeline;
import io.millrace.testkit.servers.ClickHouseException;
import io.millrace.testkit.servers.ClickHouseServer;
import io.millrace.testkit.servers.NeedsClickHouse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every query of the collections as ClickHouse is asked it, on the tables that the shipped connectors fill. */
@NeedsClickHouse
class ClickHouseQuestionSqlIT {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final Path FOLDER = Path.of("metabase");
    private static final Library OF_POSTGRES = LibraryReader.read(FOLDER);
    private static final Library LIBRARY = Translation.of(OF_POSTGRES, Store.CLICKHOUSE, FOLDER);

    /** No shipped sink writes it to ClickHouse. */
    private static final String ABSENT_TABLE = "device_pushes";

    private static ClickHouseServer server;

    @BeforeAll
    static void startPipeline() {
        server = MonitoredPipeline.shared().clickHouse().orElseThrow();
    }

    static Stream<Entity> cards() {
        return LIBRARY.cards().stream()
                .filter(card -> !NativeQuery.of(card).tables().contains(ABSENT_TABLE));
    }

    @Test
    void onlyQuestionsOnTheAbsentTableAreLeftOut() {
        assertThat(cards()).hasSize(LIBRARY.cards().size() - 3);
    }

    @ParameterizedTest
    @MethodSource("cards")
    void findsRowsWithoutFilters(Entity card) {
        awaitRows(card, unfiltered(card));
    }

    @ParameterizedTest
    @MethodSource("cards")
    void findsRowsWithAllFilters(Entity card) {
        awaitRows(card, unfiltered(card)); // so that there are values to filter by
        NativeQuery query = NativeQuery.of(card);
        String sql = query.sql().replaceAll("\\[\\[|]]", "");
        for (NativeQuery.Tag tag : query.tags()) {
            sql = sql.replace("{{" + tag.name() + "}}", filter(tag));
        }

        assertThat(sql).doesNotContain("{{");
        awaitRows(card, sql);
    }

    /** And so charts find their columns, and nobody sees those of the sinks. */
    @ParameterizedTest
    @MethodSource("cards")
    void showsTheColumnsThatPostgresShows(Entity card) throws SQLException {
        awaitRows(card, unfiltered(card));
        List<String> columns = rows(unfiltered(card)).get(0);

        assertThat(columns)
                .containsExactlyInAnyOrderElementsOf(ofPostgres(card))
                .noneMatch(each -> each.startsWith("_"))
                .doesNotHaveDuplicates();
        JsonNode settings = card.yaml().path("visualization_settings");
        settings.path("graph.dimensions").forEach(each -> assertThat(columns).contains(each.asText()));
        settings.path("graph.metrics").forEach(each -> assertThat(columns).contains(each.asText()));
    }

    /** Also where the SQL is another, or a filter would be lost. */
    @ParameterizedTest
    @MethodSource("cards")
    void hasTheFiltersOfPostgres(Entity card) {
        assertThat(named(card, LIBRARY).sql().split("\\{\\{", -1))
                .hasSameSizeAs(named(card, OF_POSTGRES).sql().split("\\{\\{", -1));
        assertThat(named(card, LIBRARY).tables())
                .isEqualTo(named(card, OF_POSTGRES).tables());
    }

    @Test
    void idsAreOfBothStoresOnlyOnce() {
        Set<String> ids = new TreeSet<>();
        for (Library library : List.of(OF_POSTGRES, LIBRARY)) {
            Stream.of(library.collections(), library.cards(), library.dashboards())
                    .flatMap(List::stream)
                    .forEach(each -> assertThat(ids.add(each.kind() + each.id()))
                            .as("%s", each)
                            .isTrue());
        }

        assertThat(ids).allMatch(id -> id.matches("[A-Z]+[A-Za-z0-9_-]{21}"));
    }

    private static NativeQuery named(Entity card, Library library) {
        return library.cards().stream()
                .filter(each -> each.file().equals(card.file()))
                .map(NativeQuery::of)
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> ofPostgres(Entity card) throws SQLException {
        Set<String> columns = new TreeSet<>();
        try (Connection connection = MonitoredPipeline.shared().postgres().connect();
                Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery(without(named(card, OF_POSTGRES).sql()))) {
            ResultSetMetaData names = found.getMetaData();
            for (int i = 1; i <= names.getColumnCount(); i++) {
                columns.add(names.getColumnName(i));
            }
        }
        return columns;
    }

    private static String unfiltered(Entity card) {
        return without(NativeQuery.of(card).sql());
    }

    private static String without(String sql) {
        return sql.replaceAll("\\[\\[[^\\]]*]]", "");
    }

    /** As Metabase compiles a field filter: the column with database and table. */
    private static String filter(NativeQuery.Tag tag) {
        NativeQuery.Column column = tag.column();
        String quoted = "`default`.`" + column.table() + "`.`" + column.name() + "`";
        if (tag.yaml().path("widget-type").asText().startsWith("date/")) {
            return "(" + quoted + " >= now() - INTERVAL 30 DAY AND " + quoted + " < now() + INTERVAL 1 DAY)";
        }
        List<List<String>> values = rows("SELECT " + column.name() + " FROM " + column.table() + " WHERE "
                + column.name() + " IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC LIMIT 1");
        assertThat(values).as("%s", column).hasSize(2);
        return quoted + " = '" + values.get(1).get(0) + "'";
    }

    private static void awaitRows(Entity card, String sql) {
        await().alias(card.name())
                .atMost(DEADLINE)
                .ignoreExceptionsMatching(
                        e -> e instanceof ClickHouseException unknown && unknown.code() == 60) // no rows yet
                .until(() ->
                        rows(sql).stream().skip(1).anyMatch(row -> !row.get(0).equals("0")));
    }

    /** The names of columns, and the rows. */
    private static List<List<String>> rows(String sql) {
        return ClickHouseReader.query(server, sql)
                .lines()
                .map(line -> List.of(line.split("\t", -1)))
                .toList();
    }
}
