// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Kafka by an admin client that lives as long as the question, ten seconds at most. The client needs the right to
 * describe the topics. Whoever cannot be reached is warned of and left out.
 */
public final class AdminTopicState implements TopicState {
    private static final Logger LOG = LoggerFactory.getLogger(AdminTopicState.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final Supplier<Admin> client;

    /** @param settings of an admin client */
    public AdminTopicState(Map<String, Object> settings) {
        Map<String, Object> bounded = new HashMap<>(settings);
        bounded.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 6_000);
        bounded.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
        this.client = () -> Admin.create(bounded);
    }

    @Override
    public Map<TopicPartition, Found> ask(Collection<TopicPartition> partitions) {
        try {
            Admin admin = client.get();
            try {
                return ask(admin, partitions);
            } finally {
                admin.close(CLOSE_TIMEOUT);
            }
        } catch (ExecutionException | KafkaException e) {
            LOG.warn(
                    "Going on without having checked {}: cannot ask Kafka with 'topic.check.*': {}",
                    partitions,
                    e.getMessage());
            return Map.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Map.of();
        }
    }

    private static Map<TopicPartition, Found> ask(Admin admin, Collection<TopicPartition> partitions)
            throws ExecutionException, InterruptedException {
        DescribeTopicsResult asked = admin.describeTopics(
                partitions.stream().map(TopicPartition::topic).distinct().toList());
        ListOffsetsResult starts = offsets(admin, partitions, OffsetSpec.earliest());
        ListOffsetsResult ends = offsets(admin, partitions, OffsetSpec.latest());
        Map<String, TopicDescription> topics = asked.allTopicNames().get();
        Map<TopicPartition, Found> found = new HashMap<>();
        for (TopicPartition id : partitions) {
            TopicDescription topic = topics.get(id.topic());
            if (topic != null) {
                long start = starts.partitionResult(id).get().offset();
                long end = ends.partitionResult(id).get().offset();
                found.put(id, new Found(topic.topicId().toString(), start, end));
            }
        }
        return found;
    }

    private static ListOffsetsResult offsets(Admin admin, Collection<TopicPartition> partitions, OffsetSpec which) {
        return admin.listOffsets(partitions.stream().collect(Collectors.toMap(id -> id, id -> which)));
    }
}
