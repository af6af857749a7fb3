// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.offsets;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.offsets.OffsetsFile.Content;
import io.millrace.cli.rest.PartitionOffset;
import io.millrace.cli.rest.Worker;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Which files of offsets are taken, and what is said of others. */
class OffsetsFileTest {
    @Test
    void readsWhatShowPrints() {
        List<PartitionOffset> offsets = List.of(
                PartitionOffset.of(new TopicPartition("orders", 0), 1841),
                PartitionOffset.of(new TopicPartition("orders", 1), 99_999_999_999L));

        Content content = OffsetsFile.ofSink("o.json", Worker.asJson(offsets).toPrettyString());

        assertThat(content).isEqualTo(new Content(offsets, List.of()));
    }

    @Test
    void keepsEachDigitAndTypeOfASourcesOffset() {
        String text =
                "{\"offsets\":[{\"partition\":{\"server\":\"shop\"},\"offset\":{\"lsn\":36892147483648,\"x\":0.125,"
                        + "\"last\":true,\"tx\":null,\"ids\":[1,\"2\"],\"in\":{\"n\":18446744073709551616}}}]}";

        Content content = OffsetsFile.ofSource("o.json", text);

        assertThat(content.problems()).isEmpty();
        assertThat(Worker.asJson(content.offsets())).hasToString(text);
    }

    @Test
    void readsYamlAndNulls() {
        Content content = OffsetsFile.ofSink(
                "o.yaml", "offsets:\n- partition: {kafka_topic: orders, kafka_partition: 2}\n  offset: null\n");

        assertThat(content.problems()).isEmpty();
        assertThat(content.offsets()).hasSize(1).allMatch(PartitionOffset::isTakenAway);
    }

    @Test
    void refusesNumbersThatOnlyYamlHas() {
        assertThat(OffsetsFile.ofSource("o.yaml", "offsets:\n- partition: {p: a}\n  offset: {n: 1_000}\n")
                        .problems())
                .containsExactly("o.yaml:3:15: the number 1_000 is none in JSON, which Connect is sent");
    }

    @Test
    void saysWhereEachEntryIsWrong() {
        Content content = OffsetsFile.ofSink("o.json", """
                {"offsets": [
                  {"partition": {"kafka_topic": "orders", "kafka_partition": 0}, "offset": {"kafka_offset": 5}},
                  {"partition": {"kafka_topic": "orders", "kafka_partition": "1"}, "offset": {"kafka_offset": -5}},
                  {"partition": {"topic": "orders", "partition": 2}, "offset": 5},
                  {"partition": {"kafka_topic": "orders", "kafka_partition": 3}},
                  {"partition": {"kafka_topic": "orders", "kafka_partition": 0}, "offset": null},
                  7
                ]}
                """);

        String partition =
                ": a sink's partition is a map of 'kafka_topic', a string, and 'kafka_partition', a number from 0";
        String offset = ": a sink's offset is a map of 'kafka_offset', a number from 0, or null to forget it";
        assertThat(content.problems())
                .containsExactly(
                        "o.json:3:17" + partition,
                        "o.json:3:78" + offset,
                        "o.json:4:17" + partition,
                        "o.json:4:64" + offset,
                        "o.json:5:3: expected a map of 'partition' and 'offset', found partition",
                        "o.json:6:17: the same partition as at o.json:2:17",
                        "o.json:7:3: expected a map of 'partition' and 'offset', found a number");
    }

    @Test
    void refusesAnotherShape() {
        String expected = ": expected one map with a list 'offsets' of partitions and offsets";

        assertThat(OffsetsFile.ofSource("o.json", "[]").problems()).containsExactly("o.json:1:1" + expected);
        assertThat(OffsetsFile.ofSource("o.json", "{\"offsets\": []}").problems())
                .containsExactly("o.json:1:13" + expected);
        assertThat(OffsetsFile.ofSource("o.json", "{\"offsets\": {}} {}").problems())
                .containsExactly("o.json:1:13" + expected);
        assertThat(OffsetsFile.ofSource("o.yaml", "").problems()).containsExactly("o.yaml:1:1" + expected);
        assertThat(OffsetsFile.ofSource("o.json", "{\"offsets\": [").problems())
                .singleElement()
                .asString()
                .startsWith("o.json:1:");
        assertThat(OffsetsFile.ofSource("o.json", "{\"offsets\": [{\"partition\": {}, \"offset\": 5}]}")
                        .problems())
                .containsExactly(
                        "o.json:1:28: the partition has to be a map with values, found a map",
                        "o.json:1:42: the offset has to be a map with values, found a number");
    }
}
