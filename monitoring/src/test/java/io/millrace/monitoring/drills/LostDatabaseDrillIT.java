// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.drills;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.monitoring.Orders;
import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.PostgresServer;
import io.millrace.testkit.servers.TestServers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The drill "a lost database" of docs/operations.md: the sink's database is lost and an older copy of its data takes its
 * place. Rows and offsets are of one moment, so the sink goes on from there, and the table ends as the topic says.
 */
class LostDatabaseDrillIT {
    private static final String SINK = "drilled-sink";

    @Test
    void theSinkGoesOnFromAnOlderBackupAndEndsWithTheSameRows() throws Exception {
        Orders orders = Orders.create("drilled-orders");
        Path home = TestServers.newDirectory("drilled-postgres");
        Path backup = TestServers.newDirectory("drilled-backup").resolve("data");
        try (ConnectWorker worker = TestServers.newWorker(Orders.plugins()).start()) {
            int port;
            try (PostgresServer postgres = PostgresServer.start(home)) {
                port = postgres.port();
                orders.start(worker, SINK, postgres);
                orders.produce(200);
                orders.awaitStored(postgres, SINK);
            }
            copy(home.resolve("data"), backup);
            List<String> ofBackup = orders.expected();

            try (PostgresServer postgres = PostgresServer.start(home, port)) {
                orders.produce(300);
                orders.awaitStored(postgres, SINK);
                assertThat(orders.found(postgres)).isEqualTo(orders.expected());
                postgres.kill();
            }
            run("rm", "-rf", home.resolve("data").toString());
            run("mv", backup.toString(), home.resolve("data").toString());

            try (PostgresServer postgres = PostgresServer.start(home, port)) {
                assertThat(orders.found(postgres)).isEqualTo(ofBackup).isNotEqualTo(orders.expected());
                assertThat(orders.stored(postgres, SINK)).isEqualTo(200);

                orders.produce(10);
                assertThat(worker.awaitFailed(SINK, Orders.PATIENCE)).contains("though no other task took over");
                assertThat(orders.found(postgres))
                        .as("nothing is written meanwhile")
                        .isEqualTo(ofBackup);

                worker.restart(SINK);
                orders.awaitStored(postgres, SINK);
                assertThat(orders.found(postgres)).isEqualTo(orders.expected());
                assertThat(orders.found(postgres)).hasSizeGreaterThan(50);
                worker.awaitRunning(SINK, Orders.PATIENCE);
                worker.delete(SINK);
            }
        }
    }

    /** With owners and rights, of a server that was stopped. */
    private static void copy(Path from, Path to) throws IOException {
        run("cp", "-a", from.toString(), to.toString());
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as(String.join(" ", command))
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        assertThat(process.exitValue()).as(String.join(" ", command)).isZero();
    }
}
