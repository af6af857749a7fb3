// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.servers.ConnectWorker;
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
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What operators do to offsets and topics, with the packaged connector in a real worker. */
@Timeout(300)
class OffsetsIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String SCHEMA =
            "{\"type\":\"struct\",\"fields\":[{\"field\":\"n\",\"type\":\"int64\",\"optional\":false}]}";
    private static final String ROWS = "SELECT n, count(*) FROM $.appended GROUP BY n ORDER BY n";

    private static ConnectWorker worker;

    private Sandbox sandbox;
    private String topic;

    @BeforeAll
    static void startWorker() {
        worker = PackagedSink.worker().start();
    }

    @AfterAll
    static void stopWorker() {
        worker.close();
    }

    @BeforeEach
    void open() throws SQLException {
        sandbox = new Sandbox();
        topic = sandbox.schema + ".orders";
    }

    @AfterEach
    void close() throws SQLException {
        worker.delete(name());
        sandbox.close();
    }

    private String name() {
        return "sink-" + sandbox.schema;
    }

    private Map<String, String> config(String... keysAndValues) {
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
    private void createTopic() throws ExecutionException, InterruptedException {
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

    private void deleteTopic() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(kafka())) {
            admin.deleteTopics(List.of(topic)).all().get();
        }
    }

    /** Sends the numbers, even ones to partition 0 and odd ones to partition 1. */
    private void produce(long from, long to) throws ExecutionException, InterruptedException {
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

    private void awaitRows(long count) throws SQLException {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (!sandbox.query("SELECT to_regclass('$.appended')").equals(List.of(sandbox.schema + ".appended"))
                || Long.parseLong(
                                sandbox.query("SELECT count(*) FROM $.appended").get(0))
                        < count) {
            assertThat(System.nanoTime()).as("time for %d rows", count).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private List<String> offsets() throws SQLException {
        return sandbox.query("SELECT partition, next_offset FROM $_offsets.sink_offsets ORDER BY partition");
    }

    private void stop() {
        worker.stop(name());
        worker.await(
                name(),
                "to stop",
                status -> status.state().equals("STOPPED") && status.tasks().isEmpty(),
                SOON);
    }

    private void resume() {
        worker.resume(name());
        worker.awaitRunning(name(), SOON);
    }

    @Test
    void readsAgainFromAnAlteredOffset() throws Exception {
        createTopic();
        produce(0, 8);
        worker.put(name(), config());
        awaitRows(8);
        stop();
        List<String> owners = sandbox.query("SELECT epoch FROM $_offsets.sink_offsets ORDER BY partition");

        worker.alterOffsets(name(), Map.of(new TopicPartition(topic, 0), 2L));

        assertThat(offsets()).containsExactly("0|2", "1|4");
        assertThat(sandbox.query("SELECT epoch FROM $_offsets.sink_offsets ORDER BY partition"))
                .containsExactly(String.valueOf(Long.parseLong(owners.get(0)) + 1), owners.get(1));
        resume();
        produce(8, 10);
        awaitRows(12);
        assertThat(sandbox.query(ROWS))
                .containsExactly("0|1", "1|1", "2|1", "3|1", "4|2", "5|1", "6|2", "7|1", "8|1", "9|1");
        assertThat(offsets()).containsExactly("0|5", "1|5");
    }

    @Test
    void beginsAnewOnceItsOffsetsAreReset() throws Exception {
        createTopic();
        produce(0, 4);
        worker.put(name(), config());
        awaitRows(4);
        stop();

        worker.resetOffsets(name());

        assertThat(offsets()).containsExactly("0|~", "1|~");
        resume();
        awaitRows(8);
        assertThat(sandbox.query(ROWS)).containsExactly("0|2", "1|2", "2|2", "3|2");
    }

    @Test
    void noticesATopicMadeAnewThatHasMoreRecordsThanBefore() throws Exception {
        String[] check = {"topic.check.bootstrap.servers", TestServers.kafka().bootstrapServers()};
        createTopic();
        produce(0, 4);
        worker.put(name(), config(check));
        awaitRows(4);
        stop();
        List<String> ids = sandbox.query("SELECT topic_id FROM $_offsets.sink_offsets ORDER BY partition");
        assertThat(ids.get(0)).isEqualTo(ids.get(1)).isNotEqualTo("~");
        deleteTopic();
        createTopic();
        produce(100, 110);

        worker.resume(name());

        assertThat(worker.awaitFailed(name(), SOON))
                .contains("Cannot continue " + topic + "-0 at the offset stored in " + sandbox.schema
                        + "_offsets.sink_offsets: found topic id ")
                .contains(" (expected " + ids.get(0)
                        + "), so the topic was made anew since offset 2 was stored. Set 'topic.changed.mode' to earliest"
                        + " or latest, or stop the connector and alter its offsets, and start it again.");
        assertThat(sandbox.query("SELECT count(*) FROM $.appended")).containsExactly("4");
        worker.put(name(), config(check[0], check[1], "topic.changed.mode", "earliest"));
        awaitRows(14);
        assertThat(sandbox.query("SELECT count(*), count(DISTINCT n), max(n) FROM $.appended"))
                .containsExactly("14|14|109");
        assertThat(offsets()).containsExactly("0|5", "1|5");
    }
}
