// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.JsonTopic;
import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.Fault;
import io.millrace.testkit.servers.FaultProxy;
import io.millrace.testkit.servers.FaultRule;
import io.millrace.testkit.servers.FrontendMessage;
import io.millrace.testkit.servers.PostgresServer;
import io.millrace.testkit.servers.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two real workers in one group, one of them frozen for longer than its sessions last: the other takes its tasks over,
 * and when it is thawed it writes nothing more of what it had.
 */
@Timeout(300)
class PostgresSinkZombieIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PARTITIONS = 4;
    private static final String VALUE_SCHEMA = JsonTopic.struct(JsonTopic.field("n", "int64", false));
    private static final PostgresServer POSTGRES = TestServers.postgres();

    private static FaultProxy proxy;
    private static ConnectWorker zombie;
    private static ConnectWorker other;

    private long produced;

    /** The one that will be frozen reaches PostgreSQL through the proxy: the address comes from its environment. */
    @BeforeAll
    static void startWorkers() {
        proxy = FaultProxy.before(POSTGRES);
        CompletableFuture<ConnectWorker> starting = CompletableFuture.supplyAsync(() -> worker(proxy.port()));
        other = worker(POSTGRES.port());
        zombie = starting.join();
    }

    private static ConnectWorker worker(int postgresPort) {
        return TestServers.newWorker(Chain.plugins())
                .group("zombies")
                .environment(Map.of("POSTGRES_PORT", String.valueOf(postgresPort)))
                .property("consumer.session.timeout.ms", "6000")
                .start();
    }

    @AfterAll
    static void stopWorkers() {
        proxy.close();
        other.close();
        zombie.close();
    }

    @Test
    void workerThatWasFrozenAmidAPutIsFenced() throws Exception {
        String name = "fenced";
        start(name, Duration.ofSeconds(20));
        produce(name, 400);
        Chain.awaitOffsets(POSTGRES, name, produced);
        Chain.await(POSTGRES, "SELECT count(DISTINCT owner) FROM millrace.sink_offsets WHERE connector = 'fenced'", 2);
        FaultRule amid = proxy.onFrontend(secondTransaction(), Fault.HOLD);
        for (int i = 0; i < 100 && !amid.hasFired(); i++) {
            produce(name, 400);
        }
        amid.awaitFired(PATIENCE);
        zombie.freeze();
        try {
            produce(name, 1_000);
            Chain.awaitOffsets(POSTGRES, name, produced); // all of it, so the other has taken over
        } finally {
            zombie.thaw();
        }
        amid.release();

        awaitFenced(name);
        checkThatWritingGoesOn(name);
    }

    /** The beginning of a flush that is not a connection's first: the connector is at work. */
    private static Predicate<FrontendMessage> secondTransaction() {
        AtomicBoolean hasWritten = new AtomicBoolean();
        return message -> {
            if (FrontendMessage.copyDone().test(message)) {
                hasWritten.set(true);
            }
            return hasWritten.get() && FrontendMessage.statement("BEGIN").test(message);
        };
    }

    @Test
    void workerThatWasFrozenAtAnyMomentDoublesNothing() throws Exception {
        String name = "frozen";
        start(name, Duration.ofSeconds(3));
        produce(name, 20_000);
        Chain.await(POSTGRES, "SELECT count(*) FROM public.frozen", 2_000);
        zombie.freeze();
        try {
            Chain.awaitOffsets(POSTGRES, name, produced);
        } finally {
            zombie.thaw();
        }
        checkThatWritingGoesOn(name);
    }

    private static void start(String name, Duration statementTimeout) throws Exception {
        JsonTopic.create(name, PARTITIONS);
        Map<String, String> config = Chain.config(POSTGRES, name, name, 2);
        config.put("connection.url", POSTGRES.jdbcUrl().replace(":" + POSTGRES.port() + "/", ":${env:POSTGRES_PORT}/"));
        config.put("write.mode", "insert");
        config.put("key.mode", "none");
        config.put("statement.timeout.ms", String.valueOf(statementTimeout.toMillis()));
        config.put("lock.timeout.ms", "500");
        config.put("consumer.override.max.poll.records", "50");
        other.put(name, config);
        other.awaitRunning(name, PATIENCE);
    }

    private void produce(String topic, int records) {
        try (KafkaProducer<String, String> producer = JsonTopic.producer()) {
            for (int i = 0; i < records; i++, produced++) {
                String value = JsonTopic.json(VALUE_SCHEMA, "{\"n\":" + produced + "}");
                producer.send(new ProducerRecord<>(topic, (int) (produced % PARTITIONS), null, value));
            }
        }
    }

    private static void awaitFenced(String topic) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String expected = "Cannot write " + topic + "-\\d: found epoch \\d+ in millrace.sink_offsets \\(expected epoch"
                + " \\d+\\), so another task owns it now\\. Nothing was written\\. If no other task runs, restart this"
                + " one\\.";
        while (Files.readString(zombie.log()).lines().noneMatch(line -> line.matches(".*" + expected + ".*"))) {
            assertThat(System.nanoTime())
                    .as("time for %s in %s", expected, zombie.log())
                    .isLessThan(deadline);
            LockSupport.parkNanos(50_000_000);
        }
    }

    /** First by the other's tasks, then by all: one that was fenced has failed, and is started again by its operator. */
    private void checkThatWritingGoesOn(String name) throws Exception {
        produce(name, 1_000);
        Chain.awaitOffsets(POSTGRES, name, produced);
        other.restart(name);
        other.awaitRunning(name, PATIENCE);
        produce(name, 1_000);
        Chain.awaitOffsets(POSTGRES, name, produced);
        checkEachIsThereOnce(name);
        other.delete(name);
    }

    private void checkEachIsThereOnce(String table) throws SQLException {
        assertThat(Chain.query(POSTGRES, "SELECT n FROM public." + table + " ORDER BY n"))
                .isEqualTo(
                        LongStream.range(0, produced).mapToObj(String::valueOf).toList());
    }
}
