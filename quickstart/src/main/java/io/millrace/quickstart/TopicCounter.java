// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the pipeline's topics from their beginning and counts their records.
 *
 * <p>Offsets would not do: transaction markers take offsets too, and what an aborted transaction wrote is no record.
 */
final class TopicCounter implements AutoCloseable {
    private static final Pattern TOPICS = Pattern.compile("devices\\..*|curated\\.shop\\..*");
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long REFRESH_NANOS = 1_000_000_000;

    private final String bootstrapServers;
    private final LongSupplier nanoClock;
    private final Map<String, AtomicLong> counts = new ConcurrentSkipListMap<>();
    private final Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> running = new CompletableFuture<>();
    private final Thread thread;
    private volatile boolean closing;

    TopicCounter(String bootstrapServers, LongSupplier nanoClock) {
        this.bootstrapServers = bootstrapServers;
        this.nanoClock = nanoClock;
        this.thread = new Thread(this::run, "topic-counter");
        thread.setDaemon(true);
        thread.start();
    }

    /** Committed records so far, by topic name. */
    Map<String, Long> counts() {
        Map<String, Long> copy = new TreeMap<>();
        counts.forEach((topic, count) -> copy.put(topic, count.get()));
        return copy;
    }

    /** The offset after the last committed record, by topic-partition that has any; a transaction's marker is no record. */
    Map<TopicPartition, Long> ends() {
        return Map.copyOf(ends);
    }

    long count(String topic) {
        if (running.isCompletedExceptionally()) {
            running.join();
        }
        AtomicLong count = counts.get(topic);
        return count == null ? 0 : count.get();
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Map<String, Object> config = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed");
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            count(consumer);
            running.complete(null);
        } catch (RuntimeException e) {
            running.completeExceptionally(new Problem("Cannot count the records in Kafka: " + e.getMessage() + ".", e));
        }
    }

    private void count(Consumer<byte[], byte[]> consumer) {
        long nextRefresh = nanoClock.getAsLong();
        while (!closing) {
            if (nanoClock.getAsLong() - nextRefresh >= 0) {
                assign(consumer);
                nextRefresh = nanoClock.getAsLong() + REFRESH_NANOS;
            }
            if (consumer.assignment().isEmpty()) {
                LockSupport.parkNanos(POLL.toNanos());
                continue;
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                counts.computeIfAbsent(record.topic(), topic -> new AtomicLong())
                        .incrementAndGet();
                ends.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
            }
        }
    }

    /** Takes topics that are new; the position in the others is kept, which a subscription would not promise. */
    private static void assign(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = new ArrayList<>();
        consumer.listTopics().forEach((topic, infos) -> {
            if (TOPICS.matcher(topic).matches()) {
                infos.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
            }
        });
        if (!Set.copyOf(partitions).equals(consumer.assignment())) {
            consumer.assign(partitions);
        }
    }
}
