// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.offsets;

import io.millrace.cli.terminal.Problem;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Asked of the brokers. Changes nothing there. */
final class AdminTopics implements Topics {
    private final Admin admin;
    private final String servers;

    AdminTopics(Admin admin, String servers) {
        this.admin = admin;
        this.servers = servers;
    }

    @Override
    public Set<String> names() {
        return answer(admin.listTopics().names());
    }

    @Override
    public Map<TopicPartition, Range> ranges(Collection<String> topics) {
        Set<String> existing = names();
        List<String> asked = topics.stream().filter(existing::contains).toList();
        List<TopicPartition> partitions = answer(admin.describeTopics(asked).allTopicNames()).values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
        Map<TopicPartition, Long> starts = offsets(partitions, OffsetSpec.earliest());
        Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
        Map<TopicPartition, Range> ranges = new HashMap<>();
        starts.forEach(
                (partition, start) -> ranges.put(partition, new Range(start, ends.getOrDefault(partition, start))));
        return ranges;
    }

    private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> wanted =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> which));
        Map<TopicPartition, ListOffsetsResultInfo> found =
                answer(admin.listOffsets(wanted).all());
        Map<TopicPartition, Long> offsets = new HashMap<>();
        found.forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }

    private <T> T answer(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new Problem(
                    "Cannot read topics from Kafka at " + servers + ": " + cause.getMessage()
                            + " Correct --bootstrap-servers, or what is in --command-config.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem("Interrupted.", e);
        }
    }
}
