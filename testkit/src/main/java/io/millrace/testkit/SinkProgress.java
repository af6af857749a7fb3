// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** How far a sink is behind its topics in the shared Kafka, where it has its offsets. */
public final class SinkProgress {
    private SinkProgress() {}

    /**
     * Partitions whose end it has not committed. The last offset may be the end of a transaction, which is no record.
     *
     * @param topics which of them it reads, by name
     */
    public static Set<TopicPartition> unread(String connector, Predicate<String> topics)
            throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(JsonTopic.kafka())) {
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets("connect-" + connector)
                    .partitionsToOffsetAndMetadata()
                    .get();
            return ends(admin, topics).entrySet().stream()
                    .filter(end -> end.getValue().offset() > 0)
                    .filter(end ->
                            !isRead(committed.get(end.getKey()), end.getValue().offset()))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
        }
    }

    private static boolean isRead(@Nullable OffsetAndMetadata committed, long end) {
        return committed != null && committed.offset() >= end - 1;
    }

    private static Map<TopicPartition, ListOffsetsResultInfo> ends(Admin admin, Predicate<String> topics)
            throws ExecutionException, InterruptedException {
        List<String> names =
                admin.listTopics().names().get().stream().filter(topics).toList();
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (TopicDescription topic :
                admin.describeTopics(names).allTopicNames().get().values()) {
            topic.partitions()
                    .forEach(partition ->
                            latest.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest()));
        }
        return admin.listOffsets(latest).all().get();
    }
}
