// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring;

import static org.awaitility.Awaitility.await;

import io.millrace.testkit.servers.ConnectWorker;
import io.millrace.testkit.servers.DatabaseServer;
import io.millrace.testkit.servers.KafkaServer;
import io.millrace.testkit.servers.TestServers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic of orders and the sink that keeps them in a table, for whoever wants to see a pipeline fail. */
public final class Orders {
    public static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final String UNDEFINED_TABLE = "42P01";
    private static final String SCHEMA = """
            {"type":"struct","optional":false,"fields":[{"field":"id","type":"int64","optional":false},\
            {"field":"n","type":"int64","optional":false},{"field":"status","type":"string","optional":true}]}""";
    private static final String KEY_SCHEMA =
            "{\"type\":\"struct\",\"optional\":false,\"fields\":[{\"field\":\"id\",\"type\":\"int64\",\"optional\":false}]}";

    private final Map<Long, String> model = new HashMap<>();
    private final KafkaServer kafka;
    private final String topic;
    private long produced;

    private Orders(KafkaServer kafka, String topic) {
        this.kafka = kafka;
        this.topic = topic;
    }

    /** A topic with one partition, on the shared broker. */
    public static Orders create(String topic) {
        return create(TestServers.kafka(), topic, 1);
    }

    /** A topic with one partition; with three replicas two of them have to take a record. */
    public static Orders create(KafkaServer kafka, String topic, int replicas) {
        try (Admin admin = Admin.create(client(kafka))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) replicas)
                            .configs(Map.of("min.insync.replicas", replicas > 2 ? "2" : "1"))))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot create topic " + topic + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return new Orders(kafka, topic);
    }

    /** The plugins as the build unpacks them for {@code plugin.path}. */
    public static List<Path> plugins() {
        return List.of(
                Path.of("../connect-docker/target/plugins").toAbsolutePath().normalize());
    }

    private static Map<String, Object> client(KafkaServer kafka) {
        return Map.of("bootstrap.servers", kafka.bootstrapServers());
    }

    /** The settings of a sink of the topic into a table of its name, by the record's key. */
    public Map<String, String> sink(DatabaseServer database) {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", "io.millrace.connect.postgres.PostgresSinkConnector");
        config.put("tasks.max", "1");
        config.put("topics", topic);
        config.put("connection.url", database.jdbcUrl());
        config.put("connection.user", database.user());
        config.put("connection.password", database.password());
        config.put("table.name.format", table());
        config.put("write.mode", "upsert");
        config.put("key.mode", "record_key");
        config.put("delete.mode", "hard");
        config.put("retry.backoff.ms", "100");
        config.put("consumer.override.auto.offset.reset", "earliest");
        return config;
    }

    public String table() {
        return topic.replace('-', '_');
    }

    /** So many more records: orders that come, change, and, one in five, go. */
    public void produce(int records) {
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            for (int i = 0; i < records; i++, produced++) {
                long id = produced * 7 % 101;
                String key = "{\"schema\":%s,\"payload\":{\"id\":%d}}".formatted(KEY_SCHEMA, id);
                producer.send(new ProducerRecord<>(topic, bytes(key), value(id)));
            }
        }
    }

    private byte[] value(long id) {
        if (produced % 5 == 4) {
            model.remove(id);
            return null;
        }
        String status = "s" + produced % 3;
        model.put(id, id + "|" + produced + "|" + status);
        return bytes("{\"schema\":%s,\"payload\":{\"id\":%d,\"n\":%d,\"status\":\"%s\"}}"
                .formatted(SCHEMA, id, produced, status));
    }

    /** One record with just these bytes. */
    public void produce(byte[] value) {
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            producer.send(new ProducerRecord<>(topic, value));
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(client(kafka), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What the table must have: the last of each key, without those that went. */
    public List<String> expected() {
        return model.values().stream().sorted().toList();
    }

    public List<String> found(DatabaseServer database) {
        return query(database, "SELECT id || '|' || n || '|' || status FROM " + table()).stream()
                .sorted()
                .toList();
    }

    /** How far the sink is, by its own table. */
    public long stored(DatabaseServer database, String connector) {
        List<String> offsets =
                query(database, "SELECT next_offset FROM millrace.sink_offsets WHERE connector = '" + connector + "'");
        return offsets.isEmpty() || offsets.get(0) == null ? 0 : Long.parseLong(offsets.get(0));
    }

    /** Waits until the sink has stored all that was produced. */
    public void awaitStored(DatabaseServer database, String connector) {
        await("offset of " + connector)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> stored(database, connector) == produced);
    }

    /** Starts the sink and waits until it runs. */
    public void start(ConnectWorker worker, String connector, DatabaseServer database) {
        worker.put(connector, sink(database));
        worker.awaitRunning(connector, PATIENCE);
    }

    /** The first column of a query's rows; none while its table is not there. */
    public static List<String> query(DatabaseServer server, String sql) {
        List<String> found = new ArrayList<>();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        } catch (SQLException e) {
            if (!UNDEFINED_TABLE.equals(e.getSQLState())) {
                throw new IllegalStateException("Cannot query: " + e.getMessage(), e);
            }
        }
        return found;
    }
}
