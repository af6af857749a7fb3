// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What comes to a topic of events as JSON with its schema: good ones, and such as nobody can use. */
public final class CheckedEvents implements AutoCloseable {
    private static final String EVENT = """
            {"schema": {"type": "struct", "fields": [
              {"field": "event_id", "type": "string", "optional": true},
              {"field": "type", "type": "string", "optional": true}]},
             "payload": {"event_id": %s, "type": "heartbeat"}}""";

    private final String topic;
    private final Producer<byte[], byte[]> producer;

    CheckedEvents(String bootstrapServers, String topic) {
        this.topic = topic;
        this.producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** An event that becomes a row. */
    public void good() {
        send(EVENT.formatted("\"" + UUID.randomUUID() + "\""));
    }

    /** Text that is no JSON: the converter refuses it, and the worker puts it into the dead letter queue. */
    public void unreadable() {
        send("not JSON");
    }

    /** An event without its key: the sink reports it, and the worker puts it into the dead letter queue. */
    public void keyless() {
        send(EVENT.formatted("null"));
    }

    private void send(String text) {
        try {
            producer.send(new ProducerRecord<>(topic, text.getBytes(StandardCharsets.UTF_8)))
                    .get(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while sending to " + topic, e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Cannot send to " + topic + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
