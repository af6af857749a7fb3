// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectdocker.ClickHouseDatabase.Versions;
import io.millrace.connectdocker.TypedColumn.Text;
import io.millrace.testkit.DeadLetter;
import io.millrace.testkit.servers.NeedsClickHouse;
import io.millrace.testkit.servers.PostgresServer;
import io.millrace.testkit.servers.TestServers;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Rows of a PostgreSQL that ClickHouse cannot hold as they are, through Debezium, Avro and the sink: those with values out of
 * its types' ranges or without an array, and those whose large value the database did not log, since it had not changed and a
 * row replaces the one before it as a whole. Each goes to the dead letter queue by itself, or is written by request.
 */
@NeedsClickHouse
class RefusedByClickHouseIT {
    private static final String RAW = "unsent_raw";
    private static final String ROWS = "unsent_rows";
    private static final ClickHouseDatabase REFUSING = new ClickHouseDatabase("refusing", Versions.ORDER_KEY);
    private static final ClickHouseDatabase REFUSING_ROWS = new ClickHouseDatabase("refusing_rows", Versions.ORDER_KEY);
    private static final ClickHouseDatabase DEFAULTING = new ClickHouseDatabase("defaulting", Versions.OFFSET);

    private static final String LIMITS = "limits";
    private static final ClickHouseDatabase MADE = new ClickHouseDatabase("made", Versions.ORDER_KEY);
    private static final ClickHouseDatabase PREPARED = new ClickHouseDatabase("prepared", Versions.ORDER_KEY);

    private static PostgresServer database;
    private static SinkChain chain;

    @BeforeAll
    static void start() {
        database = TestServers.postgres();
        chain = SinkChain.start();
        startLimits();
        startUnsent();
    }

    private static void startLimits() {
        Pipeline.execute(
                database,
                "CREATE SCHEMA limits",
                "CREATE TABLE limits.items (id int PRIMARY KEY, day date, at timestamp, instant timestamptz, tags text[])",
                "INSERT INTO limits.items VALUES (0, '2299-12-31', '9999-12-31 23:59', '1900-01-01 00:00+00', '{}')",
                "INSERT INTO limits.items VALUES (1, '2300-01-01', now(), now(), '{a}')",
                "INSERT INTO limits.items VALUES (2, 'infinity', now(), now(), '{a}')",
                "INSERT INTO limits.items VALUES (3, now(), '-infinity', now(), '{a}')",
                "INSERT INTO limits.items VALUES (4, now(), '0044-03-15 12:00 BC', now(), '{a}')",
                "INSERT INTO limits.items VALUES (5, now(), now(), 'infinity', '{a}')",
                "INSERT INTO limits.items VALUES (6, now(), now(), now(), NULL)",
                "INSERT INTO limits.items VALUES (7, NULL, NULL, NULL, '{a,NULL,\"b,c\"}')");
        chain.source(LIMITS, database, "limits", Map.of());
        sink(LIMITS, MADE, Map.of());
        PREPARED.create();
        PREPARED.createTable(
                "items",
                Stream.of("day", "at", "instant", "tags")
                        .map(RefusedByClickHouseIT::text)
                        .toList());
        chain.sink(PREPARED.name(), LIMITS, PREPARED, Map.of());
    }

    private static TypedColumn text(String name) {
        return new TypedColumn(name, "", MadeType.made("", "String"), PerStore.same(Text.of("%s")), List.of());
    }

    private static void startUnsent() {
        Pipeline.execute(
                database,
                "CREATE SCHEMA unsent",
                "CREATE TABLE unsent.documents (id int PRIMARY KEY, small text, big text)",
                "CREATE TABLE unsent.whole (id int PRIMARY KEY, small text, big text)",
                "ALTER TABLE unsent.documents ALTER COLUMN big SET STORAGE EXTERNAL",
                "ALTER TABLE unsent.whole ALTER COLUMN big SET STORAGE EXTERNAL",
                "ALTER TABLE unsent.whole REPLICA IDENTITY FULL",
                "INSERT INTO unsent.documents SELECT n, 'old', repeat('x', 3000) FROM generate_series(1, 4) n",
                "INSERT INTO unsent.whole SELECT * FROM unsent.documents");
        chain.source(RAW, database, "unsent", SinkChain.untransformed());
        chain.source(
                ROWS,
                database,
                "unsent",
                Map.of(
                        "transforms.normalize.unavailable", "null",
                        "transforms.normalize.metadata.columns", "unavailable"));
        sink(RAW, REFUSING, Map.of());
        sink(ROWS, REFUSING_ROWS, Map.of());
        sink(RAW, DEFAULTING, Map.of("unavailable.mode", "default"));
        for (ClickHouseDatabase each : List.of(REFUSING, REFUSING_ROWS, DEFAULTING)) {
            for (String table : List.of("documents", "whole")) {
                awaitRows(each, table, "1 old x3000", "2 old x3000", "3 old x3000", "4 old x3000");
            }
        }
        for (String table : List.of("documents", "whole")) {
            Pipeline.execute(
                    database,
                    "UPDATE unsent." + table + " SET small = 'new' WHERE id = 1",
                    "UPDATE unsent." + table + " SET small = 'new', big = repeat('z', 3000) WHERE id = 2",
                    "UPDATE unsent." + table + " SET id = 33 WHERE id = 3",
                    "DELETE FROM unsent." + table + " WHERE id = 4");
        }
    }

    private static void sink(String source, ClickHouseDatabase target, Map<String, String> changes) {
        Map<String, String> config = new HashMap<>(DeadLetter.settings(dead(target)));
        config.putAll(changes);
        target.create();
        chain.sink(target.name(), source, target, config);
    }

    private static String dead(ClickHouseDatabase target) {
        return target.name() + "-dead";
    }

    @AfterAll
    static void stop() {
        chain.deleteConnectors();
        chain.close();
    }

    @Test
    void rowsWithValuesBeyondTheTypesOfColumnsThatTheSinkMakesAreRefused() {
        chain.awaitAsserted(() -> {
            assertThat(MADE.rows("SELECT id, day, at, instant, toJSONString(tags) FROM made.items_current ORDER BY id"))
                    .containsExactly(
                            Arrays.asList(
                                    "0",
                                    "2299-12-31",
                                    "9999-12-31 23:59:00.000000",
                                    "1900-01-01 00:00:00.000000",
                                    "[]"),
                            Arrays.asList("7", null, null, null, "[\"a\",null,\"b,c\"]"));
            assertThat(reasons(MADE))
                    .containsExactly(
                            refused("day", "a date beyond Date32's range (1900 to 2299)"),
                            refused("day", "an infinite date"),
                            refused("at", "an infinite timestamp"),
                            refused("at", "a timestamp beyond DateTime64's range (0 to 9999)"),
                            refused("instant", "an infinite timestamp"),
                            "Cannot write column made.items.tags: null (expected a value: the column is not Nullable) at ?"
                                    + " value.tags. Make the column a Nullable(String), since its own type cannot be"
                                    + " Nullable, or give it a value with a transform.");
        });
    }

    @Test
    void columnsThatAreMadeAsTextsTakeThem() {
        chain.awaitAsserted(() -> assertThat(
                        PREPARED.rows("SELECT id, multiIf(id IN (1, 2), day, id IN (3, 4), at, id = 5, instant, tags)"
                                + " FROM prepared.items_current ORDER BY id"))
                .containsExactly(
                        List.of("0", "[]"),
                        List.of("1", "2300-01-01"),
                        List.of("2", "infinity"),
                        List.of("3", "-infinity"),
                        List.of("4", "-0043-03-15T12:00:00"),
                        List.of("5", "infinity"),
                        Arrays.asList("6", null),
                        List.of("7", "[\"a\",null,\"b,c\"]")));
    }

    @Test
    void wholeRowsAreWrittenAsTheyAre() {
        for (ClickHouseDatabase each : List.of(REFUSING, REFUSING_ROWS, DEFAULTING)) {
            awaitRows(each, "whole", "1 new x3000", "2 new z3000", "33 old x3000");
        }
    }

    @Test
    void rowsWithoutTheirLargeValueAreRefusedAndTheOnesBeforeThemStay() {
        for (ClickHouseDatabase each : List.of(REFUSING, REFUSING_ROWS)) {
            awaitRows(each, "documents", "1 old x3000", "2 new z3000");
            String refused =
                    "Cannot write column " + each.name() + ".documents.id: a row without the values of [big], which"
                            + " the database did not send at ? key.id. Set REPLICA IDENTITY FULL at the source, or"
                            + " 'unavailable.mode' to 'default'.";
            assertThat(reasons(each)).containsExactly(refused, refused);
        }
    }

    @Test
    void rowsWithoutTheirLargeValueAreWrittenWithoutItByRequest() {
        awaitRows(DEFAULTING, "documents", "1 new none", "2 new z3000", "33 old none");
        assertThat(reasons(DEFAULTING)).isEmpty();
    }

    private static String refused(String column, String found) {
        return "Cannot write column made.items." + column + ": " + found + " at ? value." + column
                + ". Alter the column to String to keep such values.";
    }

    /** What the dead letters say, but for offsets: where transactions end between records is up to the source. */
    private static List<String> reasons(ClickHouseDatabase target) {
        return DeadLetter.in(dead(target)).stream()
                .map(letter -> letter.reason().replace(letter.place(), "?"))
                .toList();
    }

    private static void awaitRows(ClickHouseDatabase target, String table, String... expected) {
        for (String from : target.readings(table)) {
            String query = "SELECT concat(toString(id), ' ', small, ' ', if(isNull(big), 'none',"
                    + " concat(left(assumeNotNull(big), 1), toString(length(assumeNotNull(big)))))) FROM " + from;
            chain.awaitAsserted(() ->
                    assertThat(target.rows(query)).extracting(row -> row.get(0)).containsExactlyInAnyOrder(expected));
        }
    }
}
