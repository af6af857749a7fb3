// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import org.jspecify.annotations.Nullable;

/**
 * A partition's row among the stored offsets.
 *
 * @param epoch who may move the offset: the number that the latest owner was given
 * @param nextOffset the first offset whose record is not in the tables; null before the first commit
 * @param topicId the id that Kafka gave to the topic that the offset is of; null where nobody has asked
 * @param plannedEnd where a range ends that begins at {@code nextOffset} and was planned, and perhaps written, by a flush that
 *     did not end: it is written again as it was, before anything else; null for none
 */
public record Claim(
        long epoch,
        @Nullable Long nextOffset,
        @Nullable String topicId,
        @Nullable Long plannedEnd) {
    public Claim(long epoch, @Nullable Long nextOffset, @Nullable String topicId) {
        this(epoch, nextOffset, topicId, null);
    }

    public Claim(long epoch, @Nullable Long nextOffset) {
        this(epoch, nextOffset, null);
    }
}
