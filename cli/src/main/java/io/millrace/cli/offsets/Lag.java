// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.offsets;

import io.millrace.cli.rest.PartitionOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a sink is behind its topics, counted in offsets: of what it has committed, and from where it would begin in
 * partitions of which it has committed nothing. The marker at the end of each transaction has an offset too.
 */
final class Lag {
    private static final Comparator<TopicPartition> PARTITIONS =
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

    private Lag() {}

    /** Of one partition. */
    record Row(TopicPartition partition, Optional<Long> committed, Optional<Range> range, OptionalLong lag) {
        /** Whether records were deleted that the sink has not read. */
        boolean hasLost() {
            return committed.isPresent()
                    && range.isPresent()
                    && committed.get() < range.get().start();
        }
    }

    /** A row for each partition of the topics, and each that has an offset, in order. */
    static List<Row> rows(
            Collection<PartitionOffset> offsets, Subscription subscription, Map<TopicPartition, Range> ranges) {
        Map<TopicPartition, Long> committed = new HashMap<>();
        offsets.forEach(each -> each.next().ifPresent(next -> committed.put(each.topicPartition(), next)));
        TreeSet<TopicPartition> partitions = new TreeSet<>(PARTITIONS);
        partitions.addAll(committed.keySet());
        ranges.keySet().stream()
                .filter(partition -> subscription.contains(partition.topic()))
                .forEach(partitions::add);
        return partitions.stream()
                .map(partition -> row(
                        partition,
                        Optional.ofNullable(committed.get(partition)),
                        Optional.ofNullable(ranges.get(partition)),
                        subscription))
                .toList();
    }

    private static Row row(
            TopicPartition partition, Optional<Long> committed, Optional<Range> range, Subscription subscription) {
        OptionalLong lag = range.map(known -> OptionalLong.of(
                        known.from(committed.orElse(subscription.startsAtEnd() ? known.end() : known.start()))))
                .orElse(OptionalLong.empty());
        return new Row(partition, committed, range, lag);
    }

    /** Of all partitions; those of topics that are gone do not count. */
    static long total(Stream<Row> rows) {
        return rows.mapToLong(row -> row.lag().orElse(0)).sum();
    }
}
