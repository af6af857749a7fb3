// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.offsets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.cli.rest.Deployed;
import io.millrace.cli.rest.PartitionOffset;
import io.millrace.cli.rest.Samples;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

/** Where a sink may be told to go on. */
class SinkTargetsTest {
    private static final TopicPartition ORDERS = new TopicPartition("orders-by-day", 2);
    private static final Map<TopicPartition, Range> RANGES = Map.of(ORDERS, new Range(100, 200));

    static Deployed sink(String name, Map<String, String> config) {
        return Samples.sink(name, config);
    }

    private static SinkTargets targets(Optional<Map<TopicPartition, Range>> ranges) {
        return new SinkTargets(sink("sink", Map.of("topics", "orders-by-day,young")), ranges);
    }

    private static List<Target> read(String... options) {
        return Stream.of(options).map(new Target.Converter()::convert).toList();
    }

    private static List<String> problems(Optional<Map<TopicPartition, Range>> ranges, String... options) {
        SinkTargets targets = targets(ranges);
        targets.check(targets.offsets(read(options)));
        return targets.problems();
    }

    @Test
    void takesTheStartTheEndAndWhatIsBetween() {
        SinkTargets targets = targets(Optional.of(RANGES));

        List<PartitionOffset> offsets =
                targets.offsets(read("orders-by-day-2=earliest", "orders-by-day-2=latest", "orders-by-day-2=150"));

        assertThat(offsets)
                .containsExactly(
                        PartitionOffset.of(ORDERS, 100),
                        PartitionOffset.of(ORDERS, 200),
                        PartitionOffset.of(ORDERS, 150));
        targets.check(offsets);
        assertThat(targets.problems()).isEmpty();
    }

    @Test
    void refusesWhatIsNotInTheTopic() {
        assertThat(problems(
                        Optional.of(RANGES),
                        "orders-by-day-2=99",
                        "orders-by-day-2=201",
                        "orders-by-day-7=1",
                        "young-0=latest"))
                .containsExactly(
                        "young-0: Kafka has no such partition. Correct its name.",
                        "orders-by-day-2: the offset 99 is not in the topic, which has 100 to 200. Choose one of these.",
                        "orders-by-day-2: the offset 201 is not in the topic, which has 100 to 200. Choose one of these.",
                        "orders-by-day-7: Kafka has no such partition. Correct its name.");
    }

    @Test
    void refusesATopicThatTheSinkDoesNotRead() {
        assertThat(problems(Optional.empty(), "order-2=5"))
                .containsExactly("order-2: sink does not read the topic order. Correct the topic's name.");
    }

    @Test
    void needsKafkaForItsEnds() {
        assertThat(problems(Optional.empty(), "orders-by-day-2=latest", "orders-by-day-2=4711"))
                .containsExactly(
                        "orders-by-day-2=latest: only Kafka knows which offset that is. Name it: --bootstrap-servers.");
    }

    @Test
    void refusesWhatIsNoTarget() {
        for (String wrong :
                List.of("orders", "orders=5", "orders-2", "orders-2=", "orders-2=-1", "-2=5", "orders-2=first")) {
            assertThatThrownBy(() -> read(wrong))
                    .isInstanceOf(TypeConversionException.class)
                    .hasMessage("found '" + wrong
                            + "' (expected such as orders-2=1841, orders-2=earliest or orders-2=latest)");
        }
    }
}
