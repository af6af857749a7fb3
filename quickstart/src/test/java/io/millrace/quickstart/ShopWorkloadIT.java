// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.servers.DatabaseServer;
import io.millrace.testkit.servers.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ShopWorkloadIT {
    private static final int ROW_CHANGES = 5_000;

    @Test
    void changesRowsOnMariaDb() {
        changesRows(TestServers.mariaDb());
    }

    @Test
    void changesRowsOnMySql() {
        changesRows(TestServers.mySql());
    }

    @Test
    void refusesADatabaseWithTablesOfOthers() throws SQLException {
        DatabaseServer server = TestServers.mariaDb();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE IF NOT EXISTS shop");
            statement.execute("CREATE TABLE shop.invoices (id INT PRIMARY KEY)");
            try {
                assertThatThrownBy(() -> new ShopDatabase("the server", server::connect).create())
                        .isInstanceOf(Problem.class)
                        .hasMessage("The database 'shop' on the server holds tables that ./millrace did not make"
                                + " (invoices): use another server, because the workload drops and makes tables"
                                + " there.");
            } finally {
                statement.execute("DROP TABLE shop.invoices");
            }
        }
    }

    private static void changesRows(DatabaseServer server) {
        ShopDatabase database = new ShopDatabase("the server", server::connect);
        database.create();
        database.create(); // what an earlier run made is made anew

        try (ShopWorkload workload = new ShopWorkload(database, new Shop(1, Clock.systemUTC()), System::nanoTime)) {
            workload.burstTo(ROW_CHANGES);
            await().atMost(Duration.ofMinutes(1)).until(() -> {
                workload.requireRunning();
                return workload.committed() >= ROW_CHANGES;
            });

            for (ShopTable table : ShopTable.values()) {
                Rows rows = database.rows(table);
                assertThat(rows.rows()).isNotEmpty();
                assertThat(workload.records(table)).isGreaterThan(rows.rows().size());
                assertThat(Comparison.of(table.label(), table.columns(), rows, database.rows(table)))
                        .isEqualTo(Comparison.none());
            }
        }
    }
}
