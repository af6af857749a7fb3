// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import io.millrace.cli.terminal.Problem;
import io.millrace.cli.trial.Given.NamedDatum;
import io.millrace.cli.trial.Given.Place;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Records of a topic, read and left as they are: partitions are assigned and sought, without a group, so that no offset is
 * committed and no topic is created. What is written after the start is not read.
 */
final class LiveTopic implements RecordInput {
    private static final Duration POLL = Duration.ofMillis(500);

    /** Where in a topic reading begins. */
    enum From {
        BEGINNING,
        /** So many records before the end that there are as many as wanted, shared by the partitions. */
        END
    }

    private final String topic;
    private final Duration patience;
    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> ends;
    private final Deque<ConsumerRecord<byte[], byte[]>> polled = new ArrayDeque<>();
    private int records;

    private LiveTopic(
            String topic, Duration patience, Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        this.topic = topic;
        this.patience = patience;
        this.consumer = consumer;
        this.ends = ends;
    }

    /** @param client a consumer's settings: where Kafka is, and how one may connect */
    static LiveTopic open(String topic, Map<String, String> client, From from, int maxRecords, Duration patience) {
        Consumer<byte[], byte[]> consumer = consumer(client);
        try {
            List<TopicPartition> partitions = partitions(consumer, topic, patience);
            consumer.assign(partitions);
            Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions, patience);
            Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions, patience));
            int each = (maxRecords - 1) / partitions.size() + 1;
            for (TopicPartition partition : partitions) {
                long beginning = beginnings.getOrDefault(partition, 0L);
                consumer.seek(
                        partition,
                        from == From.BEGINNING
                                ? beginning
                                : Math.max(beginning, ends.getOrDefault(partition, 0L) - each));
            }
            return new LiveTopic(topic, patience, consumer, ends);
        } catch (KafkaException e) {
            Utils.closeQuietly(consumer, "consumer");
            throw unreadable(topic, e);
        } catch (Problem e) {
            Utils.closeQuietly(consumer, "consumer");
            throw e;
        }
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, String> client) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.putIfAbsent(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.putIfAbsent(ConsumerConfig.CLIENT_ID_CONFIG, "millrace-try");
        try {
            return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (KafkaException e) {
            String reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw new Problem(
                    "Cannot connect to Kafka: " + reason + " Correct --bootstrap-servers or --command-config.", e);
        }
    }

    private static List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer, String topic, Duration patience) {
        List<PartitionInfo> found = consumer.partitionsFor(topic, patience);
        if (found == null || found.isEmpty()) {
            throw new Problem(
                    "There is no topic " + topic + " on this Kafka, nor a file of that name. Correct --records.");
        }
        return found.stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .sorted((a, b) -> Integer.compare(a.partition(), b.partition()))
                .toList();
    }

    private static Problem unreadable(String topic, KafkaException e) {
        return new Problem(
                "Cannot read topic " + topic + ": " + e.getMessage()
                        + " Does Kafka run at --bootstrap-servers, and may this user read the topic? How to connect"
                        + " is said in the file of --command-config.",
                e);
    }

    @Override
    public @Nullable Given next() {
        try {
            long deadline = System.nanoTime() + patience.toNanos();
            while (polled.isEmpty() && hasMore()) {
                if (System.nanoTime() - deadline > 0) {
                    throw new Problem("Cannot read topic " + topic + ": no record came within " + patience.toSeconds()
                            + " s, though there are more. Is a partition without a leader?");
                }
                consumer.poll(POLL).forEach(this::take);
            }
        } catch (KafkaException e) {
            throw unreadable(topic, e);
        }
        ConsumerRecord<byte[], byte[]> record = polled.poll();
        return record == null ? null : given(record);
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.offset() < ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L)) {
            polled.add(record);
        }
    }

    private boolean hasMore() {
        return ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
    }

    private Given given(ConsumerRecord<byte[], byte[]> record) {
        records++;
        List<NamedDatum> headers = new ArrayList<>();
        record.headers().forEach(header -> headers.add(new NamedDatum(header.key(), datum(header.value()))));
        return new Given(
                records,
                record.topic() + "-" + record.partition() + "@" + record.offset(),
                new Place(record.topic(), record.partition(), record.offset(), record.timestamp()),
                datum(record.key()),
                datum(record.value()),
                headers);
    }

    private static Datum datum(byte @Nullable [] bytes) {
        return bytes == null ? new Datum.Nothing() : Datum.Bytes.of(bytes);
    }

    @Override
    public void close() {
        Utils.closeQuietly(consumer, "consumer");
    }
}
