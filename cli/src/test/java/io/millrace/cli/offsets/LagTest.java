// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.offsets;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.offsets.Lag.Row;
import io.millrace.cli.rest.PartitionOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** How far a sink is behind. */
class LagTest {
    private static final Map<TopicPartition, Range> RANGES = Map.of(
            new TopicPartition("orders", 0), new Range(0, 10),
            new TopicPartition("orders", 1), new Range(100, 130),
            new TopicPartition("orders", 2), new Range(5, 5),
            new TopicPartition("other", 0), new Range(0, 1_000));

    private static PartitionOffset at(String topic, int partition, long offset) {
        return PartitionOffset.of(new TopicPartition(topic, partition), offset);
    }

    private static List<Row> rows(Map<String, String> config, PartitionOffset... offsets) {
        return Lag.rows(List.of(offsets), Subscription.of(config), RANGES);
    }

    @Test
    void countsFromWhatIsCommittedAndFromTheStartWhereNothingIs() {
        List<Row> rows = rows(Map.of("topics", "orders"), at("orders", 0, 7));

        assertThat(rows).extracting(row -> row.partition().partition()).containsExactly(0, 1, 2);
        assertThat(rows)
                .extracting(Row::lag)
                .containsExactly(OptionalLong.of(3), OptionalLong.of(30), OptionalLong.of(0));
        assertThat(Lag.total(rows.stream())).isEqualTo(33);
    }

    @Test
    void countsNothingOfPartitionsThatAreReadFromTheirEnd() {
        List<Row> rows =
                rows(Map.of("topics", "orders", "consumer.override.auto.offset.reset", "latest"), at("orders", 0, 7));

        assertThat(Lag.total(rows.stream())).isEqualTo(3);
    }

    @Test
    void noticesRecordsThatAreGone() {
        List<Row> rows = rows(Map.of("topics", "orders"), at("orders", 1, 90));

        assertThat(rows).extracting(Row::hasLost).containsExactly(false, true, false);
        assertThat(rows.get(1).lag()).hasValue(30);
    }

    @Test
    void showsOffsetsOfTopicsThatAreGone() {
        List<Row> rows = rows(Map.of("topics", "orders"), at("deleted", 0, 90));

        assertThat(rows.get(0).committed()).contains(90L);
        assertThat(rows.get(0).lag()).isEmpty();
        assertThat(Lag.total(rows.stream())).isEqualTo(40);
    }

    @Test
    void aPatternChoosesWholeNames() {
        Subscription subscription = Subscription.of(Map.of("topics.regex", "ord.*s|x"));

        assertThat(subscription.topics(() -> Set.of("orders", "orders2", "my-orders", "x", "y")))
                .containsExactly("orders", "x");
        assertThat(Subscription.of(Map.of("topics", " a , b,")).topics(() -> {
                    throw new AssertionError("asked although there is no pattern");
                }))
                .containsExactly("a", "b");
    }

    /** Kafka as the ranges say. */
    private static final class Known implements Topics {
        private final Set<String> asked = new TreeSet<>();

        @Override
        public Set<String> names() {
            return RANGES.keySet().stream().map(TopicPartition::topic).collect(Collectors.toSet());
        }

        @Override
        public Map<TopicPartition, Range> ranges(Collection<String> topics) {
            asked.addAll(topics);
            Map<TopicPartition, Range> ranges = new HashMap<>(RANGES);
            ranges.keySet().removeIf(partition -> !topics.contains(partition.topic()));
            return ranges;
        }
    }

    @Test
    void asksOnceForTheTopicsOfAllSinks() {
        Known kafka = new Known();

        Map<String, Long> lags = Progress.lags(
                Map.of(
                        SinkTargetsTest.sink("one", Map.of("topics", "orders")), List.of(at("orders", 0, 10)),
                        SinkTargetsTest.sink("two", Map.of("topics.regex", "oth.*")), List.of()),
                kafka);

        assertThat(lags).isEqualTo(Map.of("one", 30L, "two", 1_000L));
        assertThat(kafka.asked).containsExactly("orders", "other");
    }
}
