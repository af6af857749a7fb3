// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a connector has come in a part of what it reads, both as Connect writes them; {@code offset} is a JSON null where a
 * request takes it away.
 */
public record PartitionOffset(JsonNode partition, JsonNode offset) {
    public static final String TOPIC = "kafka_topic";
    public static final String PARTITION = "kafka_partition";
    public static final String OFFSET = "kafka_offset";

    /** A sink's. */
    public static PartitionOffset of(TopicPartition partition, long offset) {
        return new PartitionOffset(
                Rest.JSON.createObjectNode().put(TOPIC, partition.topic()).put(PARTITION, partition.partition()),
                Rest.JSON.createObjectNode().set(OFFSET, whole(offset)));
    }

    /** A number as a parser would have it, which compares by width. */
    private static JsonNode whole(long value) {
        return value == (int) value
                ? Rest.JSON.getNodeFactory().numberNode((int) value)
                : Rest.JSON.getNodeFactory().numberNode(value);
    }

    /** Of a sink: which partition of which topic. */
    public TopicPartition topicPartition() {
        return topicPartition(partition);
    }

    /** The partition of a topic that Connect writes so. */
    public static TopicPartition topicPartition(JsonNode partition) {
        return new TopicPartition(
                partition.path(TOPIC).asText(), partition.path(PARTITION).asInt());
    }

    /** Of a sink: the offset of the record to read next; empty where it is taken away. */
    public Optional<Long> next() {
        return isTakenAway()
                ? Optional.empty()
                : Optional.of(offset.path(OFFSET).asLong());
    }

    public boolean isTakenAway() {
        return offset.isNull();
    }
}
