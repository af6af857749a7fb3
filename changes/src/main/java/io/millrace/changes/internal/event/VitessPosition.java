// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

import static java.util.Objects.requireNonNull;

import io.millrace.records.Digits;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Order of the transactions of a Vitess shard: epoch and the shard's epoch / rank of the transaction / phase / number in
 * the transaction and key change.
 *
 * <p>Shard epoch and rank are in the {@code transaction} block if the connector has
 * {@code VitessOrderedTransactionMetadataFactory}. Without it there is nothing to order by, {@code vgtid} being a set.
 * Rows of a snapshot are in no transaction and sort first.
 */
final class VitessPosition implements Position {
    private static final int MOST_BITS = 63;

    private final SequenceText text = new SequenceText();
    private final Epoch epoch;
    private final FallbackPosition fallback;
    private final Transaction transaction;
    private final @Nullable Member block;
    private final @Nullable Member shardEpoch;
    private final @Nullable Member rank;

    VitessPosition(Block envelope, Epochs epochs) {
        Block layout = envelope.block("transaction");
        this.epoch = epochs.in(requireNonNull(envelope.block("source")));
        this.fallback = new FallbackPosition(envelope, epochs);
        this.transaction = Transaction.of(envelope);
        this.block = envelope.member("transaction");
        this.shardEpoch = layout == null ? null : layout.member("transaction_epoch");
        this.rank = layout == null ? null : layout.member("transaction_rank");
    }

    @Override
    public String sequence(ConnectRecord<?> record, Object envelope, Object source, Phase phase, Op op) {
        Object metadata = block == null ? null : block.read(envelope);
        Object ranked = metadata == null || rank == null ? null : rank.read(metadata);
        if (metadata == null || ranked == null || shardEpoch == null) {
            return rank != null && phase == Phase.SNAPSHOT
                    ? text.of(epoch.bits(source), 0, phase.bits(), 0)
                    : fallback.sequence(record, envelope, source, phase, op);
        }
        return text.of(
                epoch.bits(source)
                        | Position.number(record, shardEpoch.read(metadata), 32, "transaction.transaction_epoch"),
                rank(record, ranked, envelope),
                phase.bits(),
                (transaction.orderOf(envelope) << 1) | Position.keyChangeOrdinal(record, op));
    }

    @Override
    public Quality quality(ConnectRecord<?> record, Object envelope, Object source, Phase phase) {
        Object metadata = block == null ? null : block.read(envelope);
        boolean ordered = metadata == null
                ? rank != null && phase == Phase.SNAPSHOT
                : rank != null && rank.read(metadata) != null && shardEpoch != null;
        return ordered ? Quality.KEY : fallback.quality(record, envelope, source, phase);
    }

    /** In a map a text may be digits or, as a JSON converter writes decimals, base 64: it is not guessed at. */
    private static long rank(ConnectRecord<?> record, Object value, Object envelope) {
        long number = -1;
        if (value instanceof BigDecimal decimal) {
            BigInteger whole = decimal.toBigInteger();
            number = whole.bitLength() <= MOST_BITS ? whole.longValue() : -1;
        } else if (value instanceof Number plain) {
            number = plain.longValue();
        } else if (value instanceof String digits && envelope instanceof Struct) {
            number = Digits.decimal(digits, 0, digits.length());
        }
        if (number < 0) {
            throw Position.missing(
                    record,
                    "transaction.transaction_rank is not a number of up to 63 bits (without schemas, the JSON converter"
                            + " needs decimal.format=NUMERIC)");
        }
        return number;
    }
}
