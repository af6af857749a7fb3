// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import io.millrace.testkit.servers.DatabaseServer;
import io.millrace.testkit.servers.TestServers;
import java.util.List;
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
        assertEveryTypeIsKept("mariadb", origin, BinlogTypes.mariaDb(Store.POSTGRES));
    }

    @Test
    void everyTypeOfMySqlComesOutTheSame() throws Exception {
        DatabaseServer origin = TestServers.mySql();
        Pipeline.execute(origin, "DROP DATABASE IF EXISTS types", "CREATE DATABASE types");
        assertEveryTypeIsKept("mysql", origin, BinlogTypes.mySql(Store.POSTGRES));
    }

    @Test
    void everyTypeOfPostgresComesOutTheSame() throws Exception {
        DatabaseServer origin = TestServers.postgres();
        Pipeline.execute(origin, PostgresTypes.prerequisites().toArray(String[]::new));
        assertEveryTypeIsKept("postgres", origin, PostgresTypes.table(Store.POSTGRES));
    }

    private static void assertEveryTypeIsKept(String name, DatabaseServer origin, TypedTable table) throws Exception {
        List<PostgresSchema> schemas = List.of(new PostgresSchema("rows_" + name), new PostgresSchema("raw_" + name));
        new TypesTrial(chain, origin, table, schemas).run();
    }
}
