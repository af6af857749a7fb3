// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import static io.millrace.testkit.JsonTopic.field;
import static io.millrace.testkit.JsonTopic.json;
import static io.millrace.testkit.JsonTopic.struct;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.JsonTopic;
import io.millrace.testkit.servers.ClickHouseServer;
import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.NeedsClickHouse;
import io.millrace.testkit.servers.PluginArchives;
import io.millrace.testkit.servers.TestServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two real workers in one group, one of them frozen for longer than its sessions last: the other takes its tasks over, and
 * what the first still writes when it is thawed is seen by nobody.
 */
@NeedsClickHouse
@Timeout(300)
class ClickHouseSinkZombieIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int PARTITIONS = 4;
    private static final String TOPIC = "frozen-numbers";
    private static final String SCHEMA = struct(field("n", "int64", false));

    private static ClickHouseServer clickHouse;
    private static ConnectWorker zombie;
    private static ConnectWorker other;

    private long produced;

    @BeforeAll
    static void start() {
        clickHouse = TestServers.clickHouse();
        Path plugins = PluginArchives.built("millrace-clickhouse-sink");
        CompletableFuture<ConnectWorker> starting = CompletableFuture.supplyAsync(() -> worker(plugins));
        other = worker(plugins);
        zombie = starting.join();
    }

    private static ConnectWorker worker(Path plugins) {
        return TestServers.newWorker(List.of(plugins))
                .group("zombies")
                .property("consumer.session.timeout.ms", "6000")
                .start();
    }

    @AfterAll
    static void stop() {
        other.close();
        zombie.close();
    }

    @Test
    void workerThatWasFrozenAtAnyMomentDoublesNothing() throws Exception {
        clickHouse.query("CREATE DATABASE zombies");
        JsonTopic.create(TOPIC, PARTITIONS);
        put("once", "exactly_once", "none");
        put("versions", "replay_safe", "kafka");
        produce(20_000);
        awaitCount("once", 2_000);

        zombie.freeze();
        try {
            produce(5_000);
            awaitCount("once", produced);
            awaitCount("versions FINAL", produced);
        } finally {
            zombie.thaw();
        }
        produce(2_000);
        other.restart("once"); // a task that was superseded has failed
        other.restart("versions");

        for (String table : List.of("once", "versions FINAL")) {
            awaitCount(table, produced);
            assertThat(clickHouse.query("SELECT count(), uniqExact(n), max(n) FROM zombies." + table))
                    .as(table)
                    .isEqualTo(produced + "\t" + produced + "\t" + (produced - 1));
        }
    }

    private static void put(String name, String mode, String keyMode) {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", ClickHouseSinkConnector.class.getName());
        config.put("tasks.max", "2");
        config.put("topics", TOPIC);
        config.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        config.put("connection.urls", clickHouse.httpUrl());
        config.put("connection.user", clickHouse.user());
        config.put("connection.password", clickHouse.password());
        config.put("connection.database", "zombies");
        config.put("table.name.format", name);
        config.put("delivery.mode", mode);
        config.put("key.mode", keyMode);
        config.put("request.timeout.ms", "5000");
        config.put("retry.backoff.ms", "100");
        config.put("consumer.override.auto.offset.reset", "earliest");
        config.put("consumer.override.max.poll.records", "50");
        other.put(name, config);
        other.awaitRunning(name, PATIENCE);
    }

    private void produce(int records) {
        try (KafkaProducer<String, String> producer = JsonTopic.producer()) {
            for (int i = 0; i < records; i++, produced++) {
                String value = json(SCHEMA, "{\"n\":" + produced + "}");
                producer.send(new ProducerRecord<>(TOPIC, (int) (produced % PARTITIONS), null, value));
            }
        }
    }

    private static void awaitCount(String table, long atLeast) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions() // until the table is there
                .untilAsserted(
                        () -> assertThat(Long.parseLong(clickHouse.query("SELECT uniqExact(n) FROM zombies." + table)))
                                .isGreaterThanOrEqualTo(atLeast));
    }
}
