// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import io.millrace.quickstart.page.Snapshot;
import io.millrace.quickstart.page.Snapshot.DeadLetter;
import io.millrace.testkit.servers.ConnectWorker.Connector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The newest records in the dead letter queues that connectors name, with the reasons that Connect writes into their headers
 * (KIP-298). A thread of its own reads them, from when the first queue is named. Thread-safe.
 */
final class DeadLetters implements AutoCloseable {
    private static final String QUEUE = "errors.deadletterqueue.topic.name";
    private static final String HEADERS = "__connect.errors.";
    private static final int KEPT = 20;
    private static final int MAX_LENGTH = 2_000;
    private static final Duration POLL = Duration.ofMillis(500);

    private final String bootstrapServers;
    private final Thread thread = new Thread(this::run, "dead-letters");
    private final Deque<DeadLetter> newest = new ArrayDeque<>(); // guards the count too: it is never less than these
    private long count;
    private volatile Set<String> queues = Set.of();
    private volatile boolean closing;

    DeadLetters(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        thread.setDaemon(true);
        thread.start();
    }

    /** Reads the queues of these connectors from now on. */
    void watch(List<Connector> connectors) {
        Set<String> named = new TreeSet<>();
        for (Connector connector : connectors) {
            String queue = connector.config().getOrDefault(QUEUE, "");
            if (!queue.isBlank()) {
                named.add(queue);
            }
        }
        if (!connectors.isEmpty()) { // none are known while Connect does not answer
            queues = Set.copyOf(named);
        }
    }

    Snapshot.DeadLetters newest() {
        synchronized (newest) {
            return new Snapshot.DeadLetters(queues.stream().sorted().toList(), count, List.copyOf(newest));
        }
    }

    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closing && queues.isEmpty()) {
            LockSupport.parkNanos(POLL.toNanos());
        }
        while (!closing) {
            try (Consumer<byte[], byte[]> consumer = consumer()) {
                read(consumer);
            } catch (KafkaException e) {
                LockSupport.parkNanos(POLL.toNanos()); // the broker is away
            }
        }
    }

    private Consumer<byte[], byte[]> consumer() {
        Map<String, Object> config = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                5_000,
                ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                4_000);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private void read(Consumer<byte[], byte[]> consumer) {
        Set<TopicPartition> assigned = Set.of();
        while (!closing) {
            Set<TopicPartition> wanted = partitions(consumer);
            if (!wanted.equals(assigned)) {
                assigned = wanted;
                begin(consumer, wanted);
            }
            if (wanted.isEmpty()) {
                keep(ConsumerRecords.empty(), 0);
                LockSupport.parkNanos(POLL.toNanos());
                continue;
            }
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            keep(records, count(consumer, wanted));
        }
    }

    private Set<TopicPartition> partitions(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = new ArrayList<>();
        consumer.listTopics().forEach((topic, infos) -> {
            if (queues.contains(topic)) {
                infos.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
            }
        });
        return Set.copyOf(partitions);
    }

    /** From the last records of each that could be among the newest. */
    private void begin(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        synchronized (newest) {
            newest.clear();
        }
        consumer.assign(partitions);
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        consumer.endOffsets(partitions)
                .forEach((id, end) -> consumer.seek(id, Math.max(beginnings.getOrDefault(id, 0L), end - KEPT)));
    }

    private static long count(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        return consumer.endOffsets(partitions).entrySet().stream()
                .mapToLong(end -> end.getValue() - beginnings.getOrDefault(end.getKey(), 0L))
                .sum();
    }

    private void keep(ConsumerRecords<byte[], byte[]> records, long inAll) {
        synchronized (newest) {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                newest.addFirst(letter(record));
            }
            while (newest.size() > KEPT) {
                newest.removeLast();
            }
            count = inAll;
        }
    }

    static DeadLetter letter(ConsumerRecord<byte[], byte[]> record) {
        return new DeadLetter(
                record.timestamp(),
                record.topic(),
                header(record, "connector.name"),
                header(record, "topic").isEmpty()
                        ? ""
                        : header(record, "topic") + "-" + header(record, "partition") + "@" + header(record, "offset"),
                header(record, "stage"),
                header(record, "exception.class.name"),
                header(record, "exception.message"),
                size(record.key()) + size(record.value()));
    }

    private static int size(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    /** Empty if the record has none. */
    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(HEADERS + name);
        if (header == null || header.value() == null) {
            return "";
        }
        String text = new String(header.value(), StandardCharsets.UTF_8);
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
    }
}
