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
    private long openedAt;
    private long committed;
    private long attempted = NONE;
    private long firstSeen = NONE;
    private long next;
    private long plannedEnd;

    Partition(TopicPartition id, Claim claim) {
        this.id = id;
        this.epoch = claim.epoch();
        this.openedAt = claim.nextOffset() == null ? NONE : claim.nextOffset();
        this.committed = openedAt;
        this.next = openedAt;
        this.plannedEnd = claim.plannedEnd() == null ? NONE : claim.plannedEnd();
    }

    /**
     * Whether the record was taken before. One from before the offset that this task asked for means that the topic
     * is not the one that the offset was stored for: dropping it as a repetition would lose it.
     */
    boolean hasTaken(long offset, TopicChange change, TableStore store) {
        if (offset >= next) {
            return false;
        }
        if (offset >= openedAt) {
            return true;
        }
        if (change == TopicChange.EARLIEST) {
            openedAt = offset;
            next = offset;
            return false;
        }
        throw new ConnectException("Cannot continue " + id + ": found a record at offset " + offset + " (expected "
                + openedAt + " or later, the offset stored in " + store.offsetsTable()
                + "). Was the topic made anew, or its group's offset set back? Set 'topic.changed.mode' to 'earliest' to"
                + " begin with the topic's first record, or correct next_offset in that table while the connector is"
                + " stopped.");
    }

    boolean is(String topic, int partition) {
        return id.partition() == partition && id.topic().equals(topic);
    }

    void take(long offset) {
        if (next == NONE) {
            firstSeen = offset;
        }
        next = offset + 1;
    }

    /** Whether a range of it is to be written as it was planned, before anything else. */
    boolean isReplaying() {
        return plannedEnd != NONE;
    }

    /** Whether the record belongs to that range. */
    boolean replays(long offset) {
        return plannedEnd != NONE && offset < plannedEnd;
    }

    /** Whether nothing more of that range will come. */
    boolean isWhole() {
        return plannedEnd != NONE && next >= plannedEnd;
    }

    /** Records up to this offset are there or gone for good. */
    void pass(long offset) {
        if (isReplaying() && next < plannedEnd && offset >= plannedEnd) {
            next = plannedEnd;
        }
    }

    /** The range up to here has to be written again as it was. */
    void replayTo(long end) {
        plannedEnd = end;
    }

    /** The move of the offset past the range, which is about to be written. */
    Advance endReplay() {
        Advance advance = advanceTo(plannedEnd);
        plannedEnd = NONE;
        return advance;
    }

    TopicPartition id() {
        return id;
    }

    boolean isBuffered() {
        return next != committed;
    }

    Advance advance() {
        return advanceTo(next);
    }

    private Advance advanceTo(long end) {
        return new Advance(id, epoch, expected(), committed == NONE ? firstSeen : committed, end);
    }

    /** A flush up to this offset was tried, and what came of it is not known. */
    void markAttempted(long offset) {
        attempted = offset;
    }

    void markCommitted(long offset) {
        committed = offset;
        attempted = NONE;
    }

    /** Whether the stored offset is one that this task may have written or found. */
    boolean mayHaveStored(@Nullable Long stored) {
        long offset = stored == null ? NONE : stored;
        return offset == committed || offset == attempted;
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
