// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.testkit.DrivenTask;
import io.millrace.testkit.FakeSinkTaskContext;
import io.millrace.testkit.servers.ClickHouseServer;
import io.millrace.testkit.servers.TestServers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** A database of its own in the shared ClickHouse, and tasks that write into it. */
final class Sandbox implements AutoCloseable {
    static final Schema KEY =
            SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
    private static final AtomicInteger COUNT = new AtomicInteger();

    final String database = "sandbox_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
    final List<String> reported = new ArrayList<>();
    private final ClickHouseServer server = TestServers.clickHouse();

    Sandbox() {
        execute("CREATE DATABASE $");
    }

    Map<String, String> config(String... keysAndValues) {
        Map<String, String> config = new HashMap<>(Map.of(
                "name",
                "sink-" + database,
                "connection.urls",
                server.httpUrl(),
                "connection.user",
                server.user(),
                "connection.password",
                server.password(),
                "connection.database",
                database,
                "offsets.database",
                database + "_own"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            config.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return config;
    }

    /** A started task that owns partition 0 of the topic; its errant records go to {@link #reported}. */
    DrivenTask task(String topic, Map<String, String> config) {
        ClickHouseSinkTask task = new ClickHouseSinkTask();
        task.initialize(new FakeSinkTaskContext((record, error) -> {
            reported.add(error.getMessage());
            return CompletableFuture.completedFuture(null);
        }));
        task.start(config);
        task.open(List.of(new TopicPartition(topic, 0)));
        return new DrivenTask(task);
    }

    static SinkRecord record(String topic, long offset, @Nullable Struct key, @Nullable Struct value) {
        return new SinkRecord(
                topic, 0, key == null ? null : key.schema(), key, value == null ? null : value.schema(), value, offset);
    }

    static Struct key(long id) {
        return new Struct(KEY).put("id", id);
    }

    /** The rows of a query, columns joined by {@code |}, null as {@code ~}. */
    List<String> query(String sql) {
        String answer = server.query(sql.replace("$", database)
                + " FORMAT CustomSeparated SETTINGS format_custom_field_delimiter = '|', format_custom_escaping_rule = 'Raw',"
                + " format_tsv_null_representation = '~'");
        return answer.isEmpty() ? List.of() : Arrays.asList(answer.split("\n"));
    }

    void execute(String sql) {
        server.query(sql.replace("$", database));
    }

    @Override
    public void close() {
        execute("DROP DATABASE IF EXISTS $ SYNC");
        execute("DROP DATABASE IF EXISTS $_own SYNC");
    }
}
