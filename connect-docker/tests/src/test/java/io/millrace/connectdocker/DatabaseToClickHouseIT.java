// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectdocker.ClickHouseDatabase.Versions;
import io.millrace.testkit.servers.DatabaseServer;
import io.millrace.testkit.servers.NeedsClickHouse;
import io.millrace.testkit.servers.TestServers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every type of the databases as a snapshot reads it, and then as the changes of a log, through Debezium, Avro and the
 * ClickHouse sink, by the shipped configurations: with NormalizeEnvelope and the order key as versions, and as raw envelopes
 * with offsets as versions. All of it is then read again from the beginning, which no reader may see.
 */
@NeedsClickHouse
class DatabaseToClickHouseIT {
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
        assertEveryTypeIsKept("mariadb", origin, BinlogTypes.mariaDb(Store.CLICKHOUSE));
    }

    @Test
    void everyTypeOfMySqlComesOutTheSame() throws Exception {
        DatabaseServer origin = TestServers.mySql();
        Pipeline.execute(origin, "DROP DATABASE IF EXISTS types", "CREATE DATABASE types");
        assertEveryTypeIsKept("mysql", origin, BinlogTypes.mySql(Store.CLICKHOUSE));
    }

    @Test
    void everyTypeOfPostgresComesOutTheSame() throws Exception {
        DatabaseServer origin = TestServers.postgres();
        Pipeline.execute(origin, PostgresTypes.prerequisites().toArray(String[]::new));
        assertEveryTypeIsKept("postgres", origin, PostgresTypes.table(Store.CLICKHOUSE));
    }

    private static void assertEveryTypeIsKept(String name, DatabaseServer origin, TypedTable table) throws Exception {
        List<ClickHouseDatabase> databases = List.of(
                new ClickHouseDatabase("rows_" + name, Versions.ORDER_KEY),
                new ClickHouseDatabase("raw_" + name, Versions.OFFSET));
        TypesTrial trial = new TypesTrial(chain, origin, table, databases);
        trial.run();
        for (ClickHouseDatabase database : databases) {
            database.stopMerges(table.plainName());
            long before = database.stored(table.plainName());

            chain.readAgain(database.name());

            assertThat(database.stored(table.plainName()))
                    .as("rows, since they were written again")
                    .isGreaterThan(before);
            trial.assertSame(database);
        }
    }
}
