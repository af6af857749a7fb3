// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.servers.PostgresServer;
import io.millrace.testkit.servers.TestServers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Debezium's envelopes of a PostgreSQL, without a transform, in every way in which the sink can keep them: the same
 * changes for all. Tables have the default replica identity, so that the log has neither the row before a change nor large
 * values that a change left alone.
 */
class EnvelopesToPostgresIT {
    private static final String CHAIN = "envelopes";
    private static final String ROUTED = "routed";
    private static final String DOCUMENTS =
            "SELECT concat_ws(' ', id, small, left(big, 1) || length(big), _op, _deleted) FROM %s.documents";
    private static final String ORDERS = "SELECT concat_ws(' ', id, state, amount, _op, _deleted) FROM %s.orders";

    private static final String DEVICE = "6f1a2b3c-4d5e-4f60-8a7b-9c0d1e2f3a4b";

    private static PostgresServer database;
    private static SinkChain chain;

    @BeforeAll
    static void change() {
        database = TestServers.postgres();
        chain = SinkChain.start();
        create();
        start();
        for (String schema : List.of("hard", "soft", "history", ROUTED)) {
            awaitRows("SELECT id::text FROM " + schema + ".documents", "1", "2", "3");
            awaitRows("SELECT id::text FROM " + schema + ".orders", "1");
        }
        Pipeline.execute(
                database,
                "UPDATE origin.documents SET small = 'b' WHERE id = 1",
                "UPDATE origin.documents SET id = 11, small = 'moved' WHERE id = 1",
                "UPDATE origin.documents SET big = repeat('z', 3000) WHERE id = 2",
                "DELETE FROM origin.documents WHERE id = 3",
                "INSERT INTO origin.documents VALUES (4, 'd', NULL)",
                "UPDATE origin.orders SET state = 'paid' WHERE id = 1",
                "INSERT INTO origin.orders VALUES (2, 'new', -0.01)",
                "TRUNCATE origin.orders",
                "INSERT INTO origin.orders VALUES (3, 'after', 3)",
                "INSERT INTO origin.readings SELECT 'zürich', '2024-02-29 23:59:59.123456+00', n / 100.0, '" + DEVICE
                        + "', 'new' FROM generate_series(1, 4) n",
                "UPDATE origin.readings SET note = 'changed' WHERE amount = 0.02",
                "UPDATE origin.readings SET at = at + interval '1 microsecond' WHERE amount = 0.03",
                "DELETE FROM origin.readings WHERE amount = 0.04");
    }

    private static void create() {
        Pipeline.execute(
                database,
                "CREATE SCHEMA origin",
                "CREATE TABLE origin.documents (id int PRIMARY KEY, small text, big text)",
                "ALTER TABLE origin.documents ALTER COLUMN big SET STORAGE EXTERNAL",
                "CREATE TABLE origin.orders (id bigint PRIMARY KEY, state varchar(10), amount numeric(10,2))",
                "CREATE TABLE origin.readings (site varchar(16), at timestamptz, amount numeric(10,2), device uuid,"
                        + " note text, PRIMARY KEY (site, at, amount, device))",
                "INSERT INTO origin.documents VALUES (1, 'a', repeat('x', 3000)), (2, 'a', repeat('y', 3000)),"
                        + " (3, 'a', repeat('w', 3000))",
                "INSERT INTO origin.orders VALUES (1, 'new', 10.50)");
        for (String schema : List.of("hard", "soft", "history", ROUTED)) {
            Pipeline.execute(database, "CREATE SCHEMA " + schema);
        }
    }

    private static void start() {
        Map<String, String> source = new TreeMap<>(SinkChain.untransformed());
        source.put("skipped.operations", "none");
        chain.source(CHAIN, database, "origin", source);
        chain.sink("hard", CHAIN, new PostgresSchema("hard"), Map.of("truncate.mode", "truncate"));
        chain.sink(
                "soft", CHAIN, new PostgresSchema("soft"), Map.of("truncate.mode", "truncate", "delete.mode", "soft"));
        chain.sink(
                "history",
                CHAIN,
                new PostgresSchema("history"),
                Map.of("truncate.mode", "truncate", "write.mode", "history"));
        source.put("transforms", "together");
        source.put("transforms.together.type", "org.apache.kafka.connect.transforms.RegexRouter");
        source.put("transforms.together.regex", ".*");
        source.put("transforms.together.replacement", ROUTED + ".all");
        chain.source(ROUTED, database, "origin", source);
        chain.sink(
                ROUTED,
                ROUTED,
                new PostgresSchema(ROUTED),
                Map.of("truncate.mode", "truncate", "table.name.format", "${value.source.table}"));
    }

    @AfterAll
    static void stop() {
        chain.deleteConnectors();
        chain.close();
    }

    @Test
    void deletesHardMovesRowsAndKeepsWhatWasNotSent() {
        awaitRows(DOCUMENTS.formatted("hard"), "2 a z3000 u f", "4 d c f", "11 moved x3000 c f");
        awaitRows(ORDERS.formatted("hard"), "3 after 3.00 c f");
    }

    @Test
    void rowsHaveMetadataAsTransformedOnesDo() {
        awaitRows(ORDERS.formatted("hard"), "3 after 3.00 c f");

        assertThat(SinkTables.columns(database, "hard.orders"))
                .isEqualTo(Map.of(
                        "id", "bigint",
                        "state", "text",
                        "amount", "numeric",
                        "_op", "text",
                        "_deleted", "boolean",
                        "_seq", "text",
                        "_source_ts", "timestamp with time zone"));
        assertThat(rows(
                        "SELECT (now() - _source_ts BETWEEN '0' AND '10 minutes')::text || ' ' || (_seq ~ '^[0-9a-f/]+$')"
                                + " FROM hard.orders"))
                .containsExactly("true true");
    }

    @Test
    void deletesSoftKeepTheLastValues() {
        awaitRows(DOCUMENTS.formatted("soft"), "2 a z3000 u f", "3 a w3000 d t", "4 d c f", "11 moved x3000 c f");
        awaitRows(ORDERS.formatted("soft"), "1 paid 10.50 u t", "2 new -0.01 c t", "3 after 3.00 c f");
    }

    /** Deletes and truncates end versions; they are none. */
    @Test
    void historyHasOneVersionPerChange() {
        awaitRows(
                "SELECT concat_ws(' ', id, small, left(big, 1) || length(big), _op, _valid_to IS NULL)"
                        + " FROM history.documents",
                "1 a x3000 r f",
                "1 b x3000 u f",
                "11 moved x3000 c t",
                "2 a y3000 r f",
                "2 a z3000 u t",
                "3 a w3000 r f",
                "4 d c t");
        awaitRows(
                "SELECT concat_ws(' ', id, state, amount, _op, _valid_to IS NULL) FROM history.orders",
                "1 new 10.50 r f",
                "1 paid 10.50 u f",
                "2 new -0.01 c f",
                "3 after 3.00 c t");
        assertThat(rows("SELECT count(*)::text FROM history.documents WHERE _valid_from > _valid_to"))
                .containsExactly("0");
    }

    @Test
    void keysOfSeveralTypesFindTheirRows() {
        String rest = " " + DEVICE + " ";
        String query = "SELECT concat_ws(' ', site, extract(epoch FROM at), amount, device, note) FROM %s.readings";
        for (String schema : List.of("hard", ROUTED)) {
            awaitRows(
                    query.formatted(schema),
                    "zürich 1709251199.123456 0.01" + rest + "new",
                    "zürich 1709251199.123456 0.02" + rest + "changed",
                    "zürich 1709251199.123457 0.03" + rest + "new");
        }
    }

    @Test
    void oneTopicFillsManyTables() {
        awaitRows(DOCUMENTS.formatted(ROUTED), "2 a z3000 u f", "4 d c f", "11 moved x3000 c f");
        awaitRows(ORDERS.formatted(ROUTED), "3 after 3.00 c f");
    }

    private static void awaitRows(String query, String... expected) {
        chain.awaitAsserted(() -> assertThat(rows(query)).containsExactlyInAnyOrder(expected));
    }

    private static List<String> rows(String query) {
        return SinkTables.rows(database, query);
    }
}
