// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import io.millrace.converters.AvroConverter;
import io.millrace.spark.curated.CuratedSettings;
import io.millrace.testkit.servers.TestServers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A topic of its own name that is written to as Connect does: through {@link AvroConverter}, with schemas in the registry. */
public final class CuratedTopic implements AutoCloseable {
    private final String name;
    private final AvroConverter keys = new AvroConverter();
    private final AvroConverter values = new AvroConverter();
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();

    public CuratedTopic(String prefix, int partitions) {
        this.name = prefix + "." + UUID.randomUUID().toString().substring(0, 8);
        Map<String, Object> kafka =
                Map.of("bootstrap.servers", TestServers.kafka().bootstrapServers());
        try (Admin admin = Admin.create(kafka)) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                    .all()
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
        keys.configure(registry(), true);
        values.configure(registry(), false);
        producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static Map<String, String> registry() {
        return Map.of("schema.registry.url", TestServers.registry().url());
    }

    public static CuratedSettings settings() {
        return CuratedSettings.of(registry());
    }

    public String name() {
        return name;
    }

    /** Sends a row; null for a tombstone. */
    public void send(Struct key, Struct value) {
        send(key.schema(), key, value);
    }

    /** The same for keys that are no structs. */
    public void send(Schema keySchema, Object key, Struct value) {
        sendRaw(
                keys.fromConnectData(name, keySchema, key),
                value == null ? null : values.fromConnectData(name, value.schema(), value));
    }

    /** To the partition that Kafka chooses by the key. */
    public void sendRaw(byte[] key, byte[] value) {
        sent.add(producer.send(new ProducerRecord<>(name, key, value)));
    }

    /** Waits until Kafka has all of them. */
    public void flush() {
        producer.flush();
        try {
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
        sent.clear();
    }

    /** What the topic holds now, as Spark's Kafka source gives it. */
    public Dataset<Row> records(SparkSession session) {
        flush();
        return session.read()
                .format("kafka")
                .option("kafka.bootstrap.servers", TestServers.kafka().bootstrapServers())
                .option("subscribe", name)
                .load();
    }

    @Override
    public void close() {
        producer.close();
    }
}
