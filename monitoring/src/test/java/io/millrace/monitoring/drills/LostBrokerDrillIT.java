// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.drills;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.monitoring.Orders;
import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.ConnectWorkerBuilder;
import io.millrace.testkit.servers.KafkaServer;
import io.millrace.testkit.servers.PostgresServer;
import io.millrace.testkit.servers.TestServers;
import org.junit.jupiter.api.Test;

/**
 * The drill "a lost broker" of docs/operations.md: of three brokers each is lost once while orders come, and each order
 * takes effect.
 */
class LostBrokerDrillIT {
    private static final int BROKERS = 3;
    private static final String SINK = "brokered-sink";

    @Test
    void ordersArriveWhileABrokerIsAway() {
        try (KafkaServer kafka = KafkaServer.start(TestServers.newDirectory("drilled-kafka"), BROKERS);
                PostgresServer postgres = PostgresServer.start(TestServers.newDirectory("brokered-postgres"));
                ConnectWorker worker = worker(kafka).start()) {
            Orders orders = Orders.create(kafka, "brokered-orders", BROKERS);
            orders.start(worker, SINK, postgres);
            orders.produce(50);
            orders.awaitStored(postgres, SINK);

            for (int broker = 0; broker < BROKERS; broker++) {
                kafka.kill(broker);
                orders.produce(50);
                orders.awaitStored(postgres, SINK);
                kafka.restart(broker);
            }

            orders.produce(50);
            orders.awaitStored(postgres, SINK);
            assertThat(orders.found(postgres)).isEqualTo(orders.expected()).hasSizeGreaterThan(50);
            worker.awaitRunning(SINK, Orders.PATIENCE);
        }
    }

    private static ConnectWorkerBuilder worker(KafkaServer kafka) {
        String replicas = String.valueOf(BROKERS);
        return ConnectWorker.builder(TestServers.newDirectory("brokered-connect"))
                .bootstrapServers(kafka.bootstrapServers())
                .pluginPath(Orders.plugins())
                .property("config.storage.replication.factor", replicas)
                .property("offset.storage.replication.factor", replicas)
                .property("status.storage.replication.factor", replicas);
    }
}
