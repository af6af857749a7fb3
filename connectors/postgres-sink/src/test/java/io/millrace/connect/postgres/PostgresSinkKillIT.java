// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.JsonTopic;
import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.PostgresServer;
import io.millrace.testkit.servers.Server;
import io.millrace.testkit.servers.TestServers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
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
 * PostgreSQL are killed in turns: in the end one table equals the model row by row, and another, to which every record
 * is appended, has each record once. {@code -Dmillrace.kill.cycles=50} for the full run.
 */
@Timeout(3600)
class PostgresSinkKillIT {
    private static final int CYCLES = Integer.getInteger("millrace.kill.cycles", 3);
    private static final int KILLS = 2 * CYCLES;
    private static final int RECORDS = Integer.getInteger("millrace.kill.records", Math.max(20_000, 400 * KILLS));
    private static final int PARTITIONS = 4;
    private static final int TASKS = 2;
    private static final String TOPIC = "killed-orders";
    private static final String COUNT_APPENDED = "SELECT count(*) FROM appended";
    private static final String KEY_SCHEMA = JsonTopic.struct(JsonTopic.field("id", "int64", false));
    private static final String VALUE_SCHEMA = JsonTopic.struct(
            JsonTopic.field("n", "int64", false),
            JsonTopic.field("status", "string", true),
            JsonTopic.field("amount", "double", true));

    private final long seed = Long.getLong("millrace.seed", 1);
    private final Random random = new Random(seed);
    private final Map<Long, String> model = new TreeMap<>();
    private final List<String> appended = new ArrayList<>();
    private long produced;

    @Test
    void losesAndDoublesNothingWhenTheWorkerAndTheServerAreKilled() throws Exception {
        JsonTopic.create(TOPIC, PARTITIONS);
        try (PostgresServer postgres = PostgresServer.start(TestServers.newDirectory("killed-postgres"));
                ConnectWorker worker = TestServers.newWorker(Chain.plugins())
                        .property("offset.flush.interval.ms", "1000")
                        .start();
                KafkaProducer<String, String> producer = JsonTopic.producer()) {
            worker.put("kept", config(postgres, "kept", "upsert", "record_key", "hard"));
            worker.put("appended", config(postgres, "appended", "insert", "none", "none"));
            for (int kill = 1; kill <= KILLS; kill++) {
                int before = appended.size();
                produce(producer, (long) RECORDS * kill / (KILLS + 1));
                Chain.await(postgres, COUNT_APPENDED, before + 1 + random.nextInt((appended.size() - before) / 2));
                LockSupport.parkNanos(Duration.ofMillis(random.nextInt(20)).toNanos());
                Server victim = kill % 2 == 1 ? worker : postgres;
                victim.kill();
                victim.restart();
            }
            produce(producer, RECORDS);
            Chain.awaitOffsets(postgres, "kept", RECORDS);
            Chain.awaitOffsets(postgres, "appended", RECORDS);
            worker.awaitRunning("kept", Duration.ofSeconds(30));
            worker.awaitRunning("appended", Duration.ofSeconds(30));
            check(postgres);
        }
    }

    private static Map<String, String> config(
            PostgresServer postgres, String table, String writeMode, String keyMode, String deleteMode) {
        Map<String, String> config = Chain.config(postgres, TOPIC, table, TASKS);
        config.put("write.mode", writeMode);
        config.put("key.mode", keyMode);
        config.put("delete.mode", deleteMode);
        config.put("consumer.override.max.poll.records", "50"); // small batches: something to interrupt
        return config;
    }

    private void produce(KafkaProducer<String, String> producer, long until) {
        for (; produced < until; produced++) {
            long id = random.nextInt(RECORDS / 10);
            int partition = (int) (id % PARTITIONS);
            String key = JsonTopic.json(KEY_SCHEMA, "{\"id\":" + id + "}");
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
        double amount = random.nextInt(100_000) / 100.0;
        model.put(id, id + "|" + n + "|" + status + "|" + amount);
        appended.add(n + "|" + status + "|" + amount);
        String quoted = status == null ? "null" : "\"" + status + "\"";
        return JsonTopic.json(VALUE_SCHEMA, "{\"n\":" + n + ",\"status\":" + quoted + ",\"amount\":" + amount + "}");
    }

    private void check(PostgresServer postgres) throws SQLException {
        List<String> kept = Chain.query(
                postgres,
                "SELECT id || '|' || n || '|' || coalesce(status, 'null') || '|' || amount FROM kept ORDER BY id");
        List<String> each = Chain.query(
                postgres, "SELECT n || '|' || coalesce(status, 'null') || '|' || amount FROM appended ORDER BY n");
        assertThat(normalized(kept)).as("-Dmillrace.seed=" + seed).isEqualTo(normalized(List.copyOf(model.values())));
        assertThat(normalized(each)).as("-Dmillrace.seed=" + seed).isEqualTo(normalized(appended));
        long epochs =
                Chain.count(postgres, "SELECT sum(epoch) FROM millrace.sink_offsets WHERE connector = 'appended'");
        assertThat(epochs)
                .as("epochs: each time the worker came back, a task at least took its partitions over")
                .isGreaterThanOrEqualTo((CYCLES + 1L) * PARTITIONS / TASKS);
    }

    /** SQL writes 1.0 as 1. */
    private static List<String> normalized(List<String> rows) {
        List<String> sorted = new ArrayList<>();
        rows.forEach(row -> sorted.add(row.endsWith(".0") ? row.substring(0, row.length() - 2) : row));
        Collections.sort(sorted);
        return sorted;
    }
}
