// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import static io.millrace.testkit.JsonTopic.field;
import static io.millrace.testkit.JsonTopic.json;
import static io.millrace.testkit.JsonTopic.struct;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.JsonTopic;
import io.millrace.testkit.servers.ClickHouseException;
import io.millrace.testkit.servers.ClickHouseServer;
import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.NeedsClickHouse;
import io.millrace.testkit.servers.Server;
import io.millrace.testkit.servers.TestServers;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The packaged connector in a real worker on its way through keyed inserts, updates and deletes, while the worker and
 * ClickHouse are killed in turns. Versioned rows read with FINAL equal the model, and so does each row that is appended
 * exactly once; at least once, none is missing. {@code -Dmillrace.kill.cycles=50} for the full run.
 */
@NeedsClickHouse
@Timeout(3600)
class ClickHouseSinkKillIT {
    private static final int CYCLES = Integer.getInteger("millrace.kill.cycles", 3);
    private static final int KILLS = 2 * CYCLES;
    private static final int RECORDS = Integer.getInteger("millrace.kill.records", Math.max(20_000, 400 * KILLS));
    private static final int PARTITIONS = 4;
    private static final int TASKS = 2;
    private static final int UNKNOWN_TABLE = 60;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long POLL_NANOS = 5_000_000;
    private static final String TOPIC = "killed-orders";
    private static final String KEY_SCHEMA = struct(field("id", "int64", false));
    private static final String VALUE_SCHEMA =
            struct(field("n", "int64", false), field("status", "string", true), field("amount", "double", true));
    private static final String ALL = "n, '|', ifNull(status, '~'), '|', toString(amount)";

    private final long seed = Long.getLong("millrace.seed", 1);
    private final Random random = new Random(seed);
    private final Map<Long, String> model = new TreeMap<>();
    private final List<String> appended = new ArrayList<>();
    private long produced;

    @Test
    void losesAndDoublesNothingWhenTheWorkerAndTheServerAreKilled() throws Exception {
        JsonTopic.create(TOPIC, PARTITIONS);
        try (ClickHouseServer clickHouse = ClickHouseServer.builder(TestServers.newDirectory("killed-clickhouse"))
                        .zooKeeper(TestServers.zooKeeper())
                        .find()
                        .orElseThrow();
                ConnectWorker worker = PackagedSink.worker().start();
                KafkaProducer<String, String> producer = JsonTopic.producer()) {
            worker.put("kept", config(clickHouse, "kept", "replay_safe", "record_key"));
            worker.put("appended", config(clickHouse, "appended", "exactly_once", "none"));
            worker.put("added", config(clickHouse, "added", "at_least_once", "none"));
            for (int kill = 1; kill <= KILLS; kill++) {
                int before = appended.size();
                produce(producer, (long) RECORDS * kill / (KILLS + 1));
                await(
                        clickHouse,
                        "SELECT count() FROM appended",
                        before + 1 + random.nextInt((appended.size() - before) / 2));
                LockSupport.parkNanos(Duration.ofMillis(random.nextInt(20)).toNanos());
                Server victim = kill % 2 == 1 ? worker : clickHouse;
                victim.kill();
                victim.restart();
            }
            produce(producer, RECORDS);
            await(clickHouse, "SELECT uniqExact(n) FROM appended", appended.size());
            await(clickHouse, "SELECT uniqExact(n) FROM added", appended.size());
            awaitModel(clickHouse);
            check(clickHouse);
        }
    }

    private static Map<String, String> config(ClickHouseServer server, String table, String mode, String keyMode) {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", PackagedSink.CLASS);
        config.put("tasks.max", String.valueOf(TASKS));
        config.put("topics", TOPIC);
        config.put("connection.urls", server.httpUrl());
        config.put("connection.user", server.user());
        config.put("connection.password", server.password());
        config.put("table.name.format", table);
        config.put("delivery.mode", mode);
        config.put("key.mode", keyMode);
        config.put("retry.backoff.ms", "100");
        config.put("consumer.override.auto.offset.reset", "earliest");
        config.put("consumer.override.max.poll.records", "50"); // small batches: something to interrupt
        return config;
    }

    private void produce(KafkaProducer<String, String> producer, long until) {
        for (; produced < until; produced++) {
            long id = random.nextInt(RECORDS / 10);
            int partition = (int) (id % PARTITIONS);
            String key = json(KEY_SCHEMA, "{\"id\":" + id + "}");
            producer.send(new ProducerRecord<>(TOPIC, partition, key, value(produced, id)));
        }
        producer.flush();
    }

    private String value(long n, long id) {
        if (random.nextInt(5) == 0) {
            model.remove(id);
            return null;
        }
        String status = random.nextInt(6) == 0 ? null : "s" + random.nextInt(9);
        int amount = random.nextInt(100_000);
        String row = n + "|" + (status == null ? "~" : status) + "|" + amount;
        model.put(id, id + "|" + row);
        appended.add(row);
        String quoted = status == null ? "null" : "\"" + status + "\"";
        return json(VALUE_SCHEMA, "{\"n\":" + n + ",\"status\":" + quoted + ",\"amount\":" + amount + "}");
    }

    private static long count(ClickHouseServer server, String sql) {
        try {
            return Long.parseLong(server.query(sql));
        } catch (ClickHouseException e) {
            if (e.code() == UNKNOWN_TABLE) {
                return 0;
            }
            throw e;
        } catch (UncheckedIOException notYet) {
            return 0;
        }
    }

    private static void await(ClickHouseServer server, String sql, long atLeast) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (long found = count(server, sql); found < atLeast; found = count(server, sql)) {
            assertThat(System.nanoTime())
                    .as("time for %s to reach %d: it is %d", sql, atLeast, found)
                    .isLessThan(deadline);
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private void awaitModel(ClickHouseServer server) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!kept(server).equals(List.copyOf(model.values())) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    private static List<String> kept(ClickHouseServer server) {
        return rows(server, "SELECT concat(id, '|', " + ALL + ") FROM kept FINAL ORDER BY id");
    }

    private static List<String> rows(ClickHouseServer server, String sql) {
        return Arrays.asList(server.query(sql + " FORMAT LineAsString").split("\n", -1));
    }

    private void check(ClickHouseServer server) {
        assertThat(kept(server)).as("-Dmillrace.seed=" + seed).isEqualTo(List.copyOf(model.values()));
        assertThat(rows(server, "SELECT concat(" + ALL + ") FROM appended ORDER BY n"))
                .as("-Dmillrace.seed=" + seed)
                .isEqualTo(appended);
        assertThat(rows(server, "SELECT DISTINCT concat(" + ALL + "), n FROM added ORDER BY n").stream()
                        .map(row -> row.split("\t", -1)[0])
                        .toList())
                .hasSameSizeAs(appended);
        assertThat(count(server, "SELECT sum(epoch) FROM millrace.sink_ranges WHERE startsWith(id, 'appended/')"))
                .as("epochs: each time the worker came back, a task at least took its partitions over")
                .isGreaterThanOrEqualTo((CYCLES + 1L) * PARTITIONS / TASKS);
    }
}
