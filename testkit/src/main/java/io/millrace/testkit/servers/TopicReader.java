// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
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
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        int[] quiet = {0};
        int[] before = {-1};
        scan(topic, records::add, () -> {
            boolean isQuiet = records.size() == before[0] && records.size() >= atLeast;
            quiet[0] = isQuiet ? quiet[0] + 1 : 0;
            before[0] = records.size();
            return quiet[0] >= QUIET_POLLS || records.size() >= atMost;
        });
        return records;
    }

    /**
     * Hands on record after record until {@code isEnough}, which is asked between polls.
     *
     * @throws IllegalStateException if it is not for too long
     */
    public void scan(String topic, Consumer<ConsumerRecord<String, String>> each, BooleanSupplier isEnough) {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false);
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            long deadline = System.nanoTime() + patience.toNanos();
            long count = 0;
            while (!isEnough.getAsBoolean()) {
                if (System.nanoTime() - deadline > 0) {
                    throw new IllegalStateException(
                            "Only " + count + " records arrived in " + topic + " within " + patience + ".");
                }
                for (ConsumerRecord<String, String> record : consumer.poll(POLL)) {
                    each.accept(record);
                    count++;
                }
            }
        }
    }
}
