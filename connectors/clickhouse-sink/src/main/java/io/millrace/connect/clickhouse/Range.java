// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.Claim;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is written down of a partition.
 *
 * @param epoch who may write: the number that the latest owner was given
 * @param next the first offset whose record is not in the tables; {@link #NONE} before the first
 * @param planned where the range ends that begins at {@code next} and may be in the tables already; {@link #NONE} for none
 * @param topicId the id that Kafka gave to the topic; empty where nobody has asked
 * @param generation how often offsets began elsewhere, so that a range is not taken for one with the same offsets before that
 * @param stamp another one with every change, by which a change by somebody else is noticed
 */
record Range(long epoch, long next, long planned, String topicId, long generation, String stamp) {
    static final long NONE = -1;

    /** Of a partition that nobody has written from. */
    static final Range NEW = new Range(0, NONE, NONE, "", 0, "");

    private static Range stamped(long epoch, long next, long planned, String topicId, long generation) {
        return new Range(
                epoch, next, planned, topicId, generation, UUID.randomUUID().toString());
    }

    Range takenOver() {
        return stamped(epoch + 1, next, planned, topicId, generation);
    }

    Range plan(long from, long end) {
        return stamped(epoch, from, end, topicId, generation);
    }

    Range written() {
        return stamped(epoch, planned, NONE, topicId, generation);
    }

    Range goingOnAt(@Nullable Long offset, @Nullable String topic) {
        long at = offset == null ? NONE : offset;
        boolean jumps = at != next;
        return stamped(
                epoch, at, jumps ? NONE : planned, topic == null ? "" : topic, jumps ? generation + 1 : generation);
    }

    Range withoutPlan() {
        return new Range(epoch, next, NONE, topicId, generation, stamp);
    }

    Claim claim() {
        return new Claim(
                epoch,
                next == NONE ? null : next,
                topicId.isEmpty() ? null : topicId,
                planned == NONE ? null : planned);
    }
}
