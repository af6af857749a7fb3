// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.offsets;

import io.millrace.cli.rest.Deployed;
import io.millrace.cli.rest.PartitionOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/** Looks whether a sink could go on where it is told to. */
final class SinkTargets {
    private final Deployed sink;
    private final Optional<Map<TopicPartition, Range>> ranges;
    private final List<String> problems = new ArrayList<>();

    /**
     * @param ranges of the topics; empty where no Kafka is named
     */
    SinkTargets(Deployed sink, Optional<Map<TopicPartition, Range>> ranges) {
        this.sink = sink;
        this.ranges = ranges.map(Map::copyOf);
    }

    /** What was wrong with all that was asked so far. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    /** The offsets to send; whatever has a problem is left out. */
    List<PartitionOffset> offsets(List<Target> targets) {
        return targets.stream().flatMap(target -> offset(target).stream()).toList();
    }

    private Optional<PartitionOffset> offset(Target target) {
        if (target.isRelative() && ranges.isEmpty()) {
            problems.add(target.partition() + "=" + target.place()
                    + ": only Kafka knows which offset that is. Name it: --bootstrap-servers.");
            return Optional.empty();
        }
        Optional<Range> range = ranges.map(known -> known.get(target.partition()));
        if (target.isRelative() && range.isEmpty()) {
            problems.add(unknown(target.partition()));
        }
        return target.offset(range).map(offset -> PartitionOffset.of(target.partition(), offset));
    }

    /** Compares offsets with the topics. */
    void check(List<PartitionOffset> offsets) {
        Subscription subscription = Subscription.of(sink.config());
        for (PartitionOffset each : offsets) {
            TopicPartition partition = each.topicPartition();
            if (!subscription.contains(partition.topic())) {
                problems.add(partition + ": " + sink.name() + " does not read the topic " + partition.topic()
                        + ". Correct the topic's name.");
            } else {
                each.next().stream()
                        .flatMap(next -> rangeProblem(partition, next))
                        .forEach(problems::add);
            }
        }
    }

    private Stream<String> rangeProblem(TopicPartition partition, long next) {
        if (ranges.isEmpty()) {
            return Stream.of();
        }
        Range range = ranges.get().get(partition);
        if (range == null) {
            return Stream.of(unknown(partition));
        }
        return range.contains(next)
                ? Stream.of()
                : Stream.of("%s: the offset %d is not in the topic, which has %d to %d. Choose one of these."
                        .formatted(partition, next, range.start(), range.end()));
    }

    private static String unknown(TopicPartition partition) {
        return partition + ": Kafka has no such partition. Correct its name.";
    }
}
