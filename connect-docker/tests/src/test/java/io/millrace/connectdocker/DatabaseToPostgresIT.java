// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.servers.DatabaseServer;
import io.millrace.testkit.servers.TestServers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every type of MariaDB, MySQL and PostgreSQL, from its table through Debezium, Avro, Kafka and the sink into a table of
 * PostgreSQL, compared row by row by what SQL says on both sides: once with NormalizeEnvelope in the source connector,
 * once with Debezium's envelopes as they are.
 */
class DatabaseToPostgresIT {
    private static final Set<String> METADATA = Set.of("_op", "_deleted", "_seq", "_source_ts");

    private static SinkChain chain;

    @BeforeAll
    static void startWorker() {
        chain = SinkChain.start();
    }

    @AfterAll
    static void stopWorker() {
        chain.close();
    }

    @AfterEach
    void deleteConnectors() {
        chain.deleteConnectors();
    }

    @Test
    void everyTypeOfMariaDbComesOutTheSame() throws Exception {
        DatabaseServer origin = TestServers.mariaDb();
        Pipeline.execute(origin, "CREATE DATABASE types");
        assertEveryTypeIsKept("mariadb", origin, BinlogTypes.mariaDb(), BinlogTypes::prepared);
    }

    @Test
    void everyTypeOfMySqlComesOutTheSame() throws Exception {
        DatabaseServer origin = TestServers.mySql();
        Pipeline.execute(origin, "DROP DATABASE IF EXISTS types", "CREATE DATABASE types");
        assertEveryTypeIsKept("mysql", origin, BinlogTypes.mySql(), BinlogTypes::prepared);
    }

    @Test
    void everyTypeOfPostgresComesOutTheSame() throws Exception {
        DatabaseServer origin = TestServers.postgres();
        Pipeline.execute(origin, PostgresTypes.prerequisites().toArray(String[]::new));
        assertEveryTypeIsKept("postgres", origin, PostgresTypes.table(), PostgresTypes::prepared);
    }

    /** Makes the statement that prepares the target's table, for a schema. */
    private interface Preparation {
        String in(String schema);
    }

    private static void assertEveryTypeIsKept(
            String name, DatabaseServer origin, TypedTable table, Preparation preparation) throws Exception {
        DatabaseServer target = TestServers.postgres();
        execute(origin, Stream.concat(Stream.of(table.create()), table.firstRows().stream()));
        List<String> schemas = List.of("rows_" + name, "raw_" + name);
        for (String schema : schemas) {
            Pipeline.execute(target, "CREATE SCHEMA " + schema, preparation.in(schema));
            chain.source(schema, origin, "types", schema.startsWith("raw_") ? SinkChain.untransformed() : Map.of());
            chain.sink(schema, schema, schema, Map.of());
        }

        for (String schema : schemas) {
            chain.awaitAsserted(() -> assertSame(table, origin, target, schema));
        }
        execute(origin, table.changes().stream());
        for (String schema : schemas) {
            chain.awaitAsserted(() -> assertSame(table, origin, target, schema));
        }
    }

    private static void assertSame(TypedTable table, DatabaseServer origin, DatabaseServer target, String schema)
            throws Exception {
        Map<String, String> found = SinkTables.columns(target, schema + ".all_types");
        found.keySet().removeAll(METADATA);
        found.remove("id");
        assertThat(found).isEqualTo(table.made());
        table.assertSame(origin, target, schema + ".all_types");
    }

    private static void execute(DatabaseServer server, Stream<String> statements) {
        Pipeline.execute(server, statements.toArray(String[]::new));
    }
}
