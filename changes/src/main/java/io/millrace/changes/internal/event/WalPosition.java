// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

import static java.util.Objects.requireNonNull;

import io.millrace.records.Digits;
import org.apache.kafka.connect.connector.ConnectRecord;

/**
 * Order in PostgreSQL's write-ahead log: epoch / end of the last transaction that committed before / position of the
 * change / phase, number in the transaction and key change.
 *
 * <p>Transactions arrive in the order of their commits while their positions interleave, so the position alone goes back
 * and forth. Both come from {@code source.sequence}, the JSON text {@code ["<commit>","<position>"]}, which snapshot
 * rows have too. The first is null until a commit has been seen.
 */
final class WalPosition implements Position {
    private final SequenceText text = new SequenceText();
    private final Member sequence;
    private final Transaction transaction;
    private final Epoch epoch;

    WalPosition(Block envelope, Epochs epochs) {
        Block source = requireNonNull(envelope.block("source"));
        this.sequence = requireNonNull(source.member("sequence"));
        this.transaction = Transaction.of(envelope);
        this.epoch = epochs.in(source);
    }

    @Override
    public String sequence(ConnectRecord<?> record, Object envelope, Object source, Phase phase, Op op) {
        if (!(sequence.read(source) instanceof String pair)) {
            throw Position.missing(record, "source.sequence is null");
        }
        int comma = pair.indexOf(',');
        long commit = number(pair, 1, comma);
        long position = number(pair, comma + 1, pair.length() - 1);
        if (commit < 0 || position <= 0) {
            throw Position.missing(record, "source.sequence is not [\"commit\",\"position\"]");
        }
        return text.of(
                epoch.bits(source),
                commit,
                position,
                phase.bits() | (transaction.orderOf(envelope) << 1) | Position.keyChangeOrdinal(record, op));
    }

    @Override
    public Quality quality(ConnectRecord<?> record, Object envelope, Object source, Phase phase) {
        return phase == Phase.STREAM && transaction.orderOf(envelope) > 0 ? Quality.TOTAL : Quality.TRANSACTION;
    }

    /** The quoted number between two indexes; 0 for {@code null}, -1 or another negative number for anything else. */
    private static long number(String pair, int from, int to) {
        if (to - from == 4 && pair.startsWith("null", from)) {
            return 0;
        }
        if (to - from < 3 || pair.charAt(from) != '"' || pair.charAt(to - 1) != '"') {
            return -1;
        }
        return Digits.decimal(pair, from + 1, to - 1);
    }
}
