// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.offsets;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** What a Kafka says of its topics. */
interface Topics {
    /** The names of all. */
    Set<String> names();

    /** The range of each partition of these topics; topics that do not exist are left out. */
    Map<TopicPartition, Range> ranges(Collection<String> topics);
}
