// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** What a task knows of a partition that it owns: which offsets are committed, and up to where records are buffered. */
final class Partition {
    private static final long NONE = -1;

    private final TopicPartition id;
    private final long epoch;
    private final long openedAt;
    private long committed;
    private long firstSeen = NONE;
    private long next;

    Partition(TopicPartition id, Claim claim) {
        this.id = id;
        this.epoch = claim.epoch();
        this.openedAt = claim.nextOffset() == null ? NONE : claim.nextOffset();
        this.committed = openedAt;
        this.next = openedAt;
    }

    /**
     * Whether the record was taken before. One from before the offset that this task asked for means that the topic
     * is not the one that the offset was stored for: dropping it as a repetition would lose it.
     */
    boolean hasTaken(long offset, String offsetsTable) {
        if (offset >= next) {
            return false;
        }
        if (offset < openedAt) {
            throw new ConnectException("Cannot continue " + id + ": found a record at offset " + offset
                    + " (expected " + openedAt + " or later, the offset stored in " + offsetsTable
                    + "). Was the topic made anew, or its group's offset set back? Correct next_offset in that"
                    + " table, or delete the row, and restart the task.");
        }
        return true;
    }

    void take(long offset) {
        if (next == NONE) {
            firstSeen = offset;
        }
        next = offset + 1;
    }

    boolean isBuffered() {
        return next != committed;
    }

    Advance advance() {
        return new Advance(id, epoch, expected(), next);
    }

    void markCommitted(long offset) {
        committed = offset;
    }

    /** What Kafka may be told: never beyond what the store has accepted. */
    long safeOffset(long consumed) {
        if (!isBuffered()) {
            return consumed;
        }
        return committed == NONE ? firstSeen : committed;
    }

    private @Nullable Long expected() {
        return committed == NONE ? null : committed;
    }
}
