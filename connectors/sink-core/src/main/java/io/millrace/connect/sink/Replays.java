// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/**
 * Ranges of offsets that were planned, and perhaps written, by a flush that nobody knows the end of: each is collected whole
 * and written as it was, before anything that follows it. Not thread-safe.
 */
final class Replays {
    private final Map<TopicPartition, Pending> ranges = new TreeMap<>(Ownership.BY_NAME);
    private final Supplier<Pending> maker;

    Replays(Supplier<Pending> maker) {
        this.maker = maker;
    }

    /** The records of the partition's range so far. */
    Pending range(TopicPartition id) {
        return ranges.computeIfAbsent(id, absent -> maker.get());
    }

    /** The range, for it to be written; without records if there are none any more. */
    Pending take(TopicPartition id) {
        Pending range = ranges.remove(id);
        return range == null ? maker.get() : range;
    }

    void release(Collection<TopicPartition> revoked) {
        ranges.keySet().removeAll(revoked);
    }

    long bytes() {
        return ranges.values().stream().mapToLong(Pending::bytes).sum();
    }

    /** Asked for with every record: there are hardly ever any ranges. */
    long heldBytes() {
        return ranges.isEmpty()
                ? 0
                : ranges.values().stream().mapToLong(Pending::heldBytes).sum();
    }
}
