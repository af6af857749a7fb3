// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** What Kafka says of topics now. */
public interface TopicState {
    /**
     * A partition's topic and the log it has.
     *
     * @param start offset of the first record that is still there
     * @param end offset that the next record will get
     */
    record Found(String topicId, long start, long end) {}

    /** What is known of the partitions; nothing of those that could not be asked for in time. */
    Map<TopicPartition, Found> ask(Collection<TopicPartition> partitions);

    /** Knows nothing. */
    static TopicState unasked() {
        return partitions -> Map.of();
    }
}
