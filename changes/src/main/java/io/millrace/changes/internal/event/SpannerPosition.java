// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

import static java.util.Objects.requireNonNull;

import io.millrace.records.Digits;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.jspecify.annotations.Nullable;

/**
 * Order of Spanner's commits: epoch / commit time in nanoseconds / phase and hash of the transaction's id / number of the
 * data change record in the transaction, of the row in the record, and key change.
 *
 * <p>Transactions that commit at the same time wrote different columns; the hash keeps each together.
 */
final class SpannerPosition implements Position {
    private static final int NUMBER_BITS = 31;
    private static final long HASH_BITS = (1L << 60) - 1;

    private final SequenceText text = new SequenceText();
    private final Epoch epoch;
    private final EventTime committed;
    private final Member transactionId;
    private final Member modNumber;
    private final @Nullable Member recordSequence;

    SpannerPosition(Block envelope, Epochs epochs) {
        Block source = requireNonNull(envelope.block("source"));
        this.epoch = epochs.in(source);
        this.committed = new EventTime(source);
        this.transactionId = requireNonNull(source.member("server_transaction_id"));
        this.modNumber = requireNonNull(source.member("mod_number"));
        this.recordSequence = source.member("sequence");
    }

    @Override
    public String sequence(ConnectRecord<?> record, Object envelope, Object source, Phase phase, Op op) {
        long mod = Position.number(record, modNumber.read(source), NUMBER_BITS, "source.mod_number");
        return text.of(
                epoch.bits(source),
                Position.fitting(record, committed.nanos(source), 63, "source.ts_ns"),
                phase.bits() | hash(transactionId.read(source)),
                (recordSequence(record, source) << 32) | (mod << 1) | Position.keyChangeOrdinal(record, op));
    }

    @Override
    public Quality quality(ConnectRecord<?> record, Object envelope, Object source, Phase phase) {
        return committed.isExact(source) ? Quality.KEY : Quality.NONE;
    }

    private long recordSequence(ConnectRecord<?> record, Object source) {
        if (recordSequence == null || !(recordSequence.read(source) instanceof String number)) {
            throw Position.missing(record, "source.sequence is null");
        }
        return Position.fitting(record, Digits.decimal(number, 0, number.length()), NUMBER_BITS, "source.sequence");
    }

    /** FNV-1a, which every run computes alike. */
    private static long hash(@Nullable Object id) {
        if (!(id instanceof String name)) {
            return 0;
        }
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
        }
        return (hash ^ (hash >>> 60)) & HASH_BITS;
    }
}
