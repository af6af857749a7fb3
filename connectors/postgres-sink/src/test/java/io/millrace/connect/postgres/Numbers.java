// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.servers.TestServers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringSerializer;

/** A topic of numbers in two partitions, and a connector that appends them to table {@code appended}. */
final class Numbers {
    static final Duration SOON = Duration.ofSeconds(60);
    private static final String SCHEMA =
            "{\"type\":\"struct\",\"fields\":[{\"field\":\"n\",\"type\":\"int64\",\"optional\":false}]}";

    final String topic;
    private final Sandbox sandbox;

    Numbers(Sandbox sandbox) {
        this.sandbox = sandbox;
        this.topic = sandbox.schema + ".orders";
    }

    Map<String, String> config(String... keysAndValues) {
        Map<String, String> config = new HashMap<>(sandbox.config(
                "connector.class",
                PackagedSink.CLASS,
                "tasks.max",
                "1",
                "topics",
                topic,
                "key.converter",
                "org.apache.kafka.connect.storage.StringConverter",
                "table.name.format",
                "appended",
                "write.mode",
                "insert",
                "key.mode",
                "none"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            config.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return config;
    }

    private static Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", TestServers.kafka().bootstrapServers());
    }

    /** Waits out that a topic of this name is still being deleted. */
    void create() throws ExecutionException, InterruptedException {
        long deadline = System.nanoTime() + SOON.toNanos();
        try (Admin admin = Admin.create(kafka())) {
            while (true) {
                try {
                    admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1)))
                            .all()
                            .get();
                    return;
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException) || System.nanoTime() > deadline) {
                        throw e;
                    }
                    LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
                }
            }
        }
    }

    void delete() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(kafka())) {
            admin.deleteTopics(List.of(topic)).all().get();
        }
    }

    /** Sends the numbers, even ones to partition 0 and odd ones to partition 1. */
    void produce(long from, long to) throws ExecutionException, InterruptedException {
        Collection<Future<?>> sent = new ArrayList<>();
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(kafka(), new StringSerializer(), new StringSerializer())) {
            for (long n = from; n < to; n++) {
                String value = "{\"schema\":" + SCHEMA + ",\"payload\":{\"n\":" + n + "}}";
                sent.add(producer.send(new ProducerRecord<>(topic, (int) (n % 2), null, value)));
            }
        }
        for (Future<?> each : sent) {
            each.get();
        }
    }

    void awaitRows(long count) throws SQLException {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (!sandbox.query("SELECT to_regclass('$.appended')").equals(List.of(sandbox.schema + ".appended"))
                || Long.parseLong(
                                sandbox.query("SELECT count(*) FROM $.appended").get(0))
                        < count) {
            assertThat(System.nanoTime()).as("time for %d rows", count).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}
