// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.postgres;

import io.millrace.connect.postgres.PostgresSinkConnector;
import io.millrace.connect.postgres.PostgresSinkTask;
import io.millrace.testkit.FakeSinkTaskContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * What Millrace's sink keeps on the heap while rows of a megabyte come in from many partitions, each in a put of its
 * own, and nothing asks it to write but its own bounds.
 */
final class MemoryFork {
    static final int PARTITIONS = 64;
    /** A megabyte, less what would make G1 set two of its regions aside for it. */
    static final int ROW_BYTES = (1 << 20) - 256;

    static final long BOUND_BYTES = 32L << 20;
    private static final String TOPIC = "bench_memory";
    private static final String BUFFER_BOUND = "buffer.max.bytes";
    private static final Schema KEY =
            SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
    private static final Schema VALUE =
            SchemaBuilder.struct().field("body", Schema.STRING_SCHEMA).build();

    private long start;
    private long most;

    private MemoryFork() {}

    static List<String> arguments(Database database, int rounds) {
        return List.of(database.url(), database.user(), database.password(), Integer.toString(rounds));
    }

    public static void main(String[] args) {
        Database database = new Database(args[0], args[1], args[2], 0);
        System.out.println(new MemoryFork().measure(database, Integer.parseInt(args[3])));
        System.exit(0);
    }

    /** The bytes that the sink kept at most, beyond what there was before. */
    private long measure(Database database, int rounds) {
        PostgresSinkTask task = new PostgresSinkTask();
        List<TopicPartition> partitions = new ArrayList<>();
        for (int i = 0; i < PARTITIONS; i++) {
            partitions.add(new TopicPartition(TOPIC, i));
        }
        task.initialize(new FakeSinkTaskContext(null));
        task.start(config(database));
        task.open(partitions);
        task.put(List.of(record(0, 0, 0, 1))); // what the sink needs for any record
        start = usedBytes();
        for (int round = 0; round < rounds; round++) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                put(task, partition, round + 1);
            }
        }
        task.close(partitions);
        task.stop();
        return most;
    }

    /** Nothing here keeps the record: what is reachable afterwards, the sink keeps. */
    private void put(PostgresSinkTask task, int partition, int round) {
        long id = (long) round * PARTITIONS + partition;
        task.put(List.of(record(partition, round, id, ROW_BYTES)));
        most = Math.max(most, usedBytes() - start);
    }

    private static SinkRecord record(int partition, int round, long id, int bytes) {
        char[] body = new char[bytes];
        Arrays.fill(body, (char) ('a' + id % 26));
        Struct key = new Struct(KEY).put("id", id);
        Struct value = new Struct(VALUE).put("body", new String(body));
        return new SinkRecord(TOPIC, partition, KEY, key, VALUE, value, round);
    }

    private static Map<String, String> config(Database database) {
        Map<String, String> config = new HashMap<>(Map.of(
                "name",
                "bench-memory",
                "connection.url",
                database.url(),
                "connection.user",
                database.user(),
                "connection.password",
                database.password(),
                "linger.ms",
                "300000",
                "batch.max.rows",
                "100000"));
        config.put(bound(), Long.toString(BOUND_BYTES));
        return config;
    }

    /** The key that bounds what is held: of all partitions, where the sink has it, else of a batch. */
    static String bound() {
        return new PostgresSinkConnector().config().configKeys().containsKey(BUFFER_BOUND)
                ? BUFFER_BOUND
                : "batch.max.bytes";
    }

    private static long usedBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
