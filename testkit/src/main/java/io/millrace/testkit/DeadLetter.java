// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * A record that a connector could not use, as Connect keeps it, with its headers, in the shared Kafka.
 *
 * @param key as it was in its topic
 * @param context what Connect says of it, by the names of its headers without what they all begin with
 */
public record DeadLetter(@Nullable String key, Map<String, String> context) {
    private static final String PREFIX = "__connect.errors.";
    private static final Duration POLL = Duration.ofMillis(100);

    public DeadLetter {
        context = Map.copyOf(context);
    }

    /** Settings by which a connector's records go to a dead letter queue, instead of stopping it. */
    public static Map<String, String> settings(String queue) {
        return Map.of(
                "errors.tolerance", "all",
                "errors.deadletterqueue.topic.name", queue,
                "errors.deadletterqueue.topic.replication.factor", "1",
                "errors.deadletterqueue.context.headers.enable", "true");
    }

    /** All there are now in a queue, which has one partition. A sink waits for its dead letters before it stores an offset. */
    public static List<DeadLetter> in(String queue) {
        TopicPartition partition = new TopicPartition(queue, 0);
        List<DeadLetter> letters = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(JsonTopic.kafka(), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = Objects.requireNonNull(
                    consumer.endOffsets(List.of(partition)).get(partition));
            while (consumer.position(partition) < end) {
                consumer.poll(POLL).forEach(record -> letters.add(of(record)));
            }
        }
        return letters;
    }

    private static DeadLetter of(ConsumerRecord<String, String> record) {
        Map<String, String> context = new HashMap<>();
        for (Header header : record.headers()) {
            if (header.key().startsWith(PREFIX) && header.value() != null) {
                context.put(
                        header.key().substring(PREFIX.length()), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return new DeadLetter(record.key(), context);
    }

    /** Where it was, written {@code orders-2@1841}. */
    public String place() {
        return context.get("topic") + "-" + context.get("partition") + "@" + context.get("offset");
    }

    /** Why it could not be used. */
    public String reason() {
        return String.valueOf(context.get("exception.message"));
    }
}
