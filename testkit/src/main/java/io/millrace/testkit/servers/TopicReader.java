// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What a read-committed consumer sees of topics with one partition, from their beginning. */
public final class TopicReader {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int QUIET_POLLS = 3;

    private final String bootstrapServers;
    private final Duration patience;

    /** Waits for records for as long as {@code patience}. */
    public TopicReader(String bootstrapServers, Duration patience) {
        this.bootstrapServers = bootstrapServers;
        this.patience = patience;
    }

    /**
     * The records, once there are this many and no more come for a while: one too many may come late.
     *
     * @throws IllegalStateException if there are fewer for too long
     */
    public List<ConsumerRecord<String, String>> read(String topic, int atLeast) {
        return read(topic, atLeast, Integer.MAX_VALUE);
    }

    /** The records, once there are this many and no more come, or once there are {@code atMost}. */
    public List<ConsumerRecord<String, String>> read(String topic, int atLeast, int atMost) {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false);
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            long deadline = System.nanoTime() + patience.toNanos();
            int quiet = 0;
            while ((records.size() < atLeast || quiet < QUIET_POLLS) && records.size() < atMost) {
                if (System.nanoTime() - deadline > 0) {
                    throw new IllegalStateException(
                            "Only " + records.size() + " of " + atLeast + " records arrived in " + topic + ".");
                }
                int before = records.size();
                consumer.poll(POLL).forEach(records::add);
                quiet = records.size() > before || records.size() < atLeast ? 0 : quiet + 1;
            }
        }
        return records;
    }
}
