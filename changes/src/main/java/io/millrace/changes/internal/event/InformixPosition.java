// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

import static java.util.Objects.requireNonNull;

import io.millrace.records.Digits;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.jspecify.annotations.Nullable;

/**
 * Order in Informix' logical log: epoch / the commit's position / phase and log file of the change / its position in the
 * file and key change. A position is a decimal number, the log file in its upper 32 bits.
 */
final class InformixPosition implements Position {
    private final SequenceText text = new SequenceText();
    private final Epoch epoch;
    private final Member commitLsn;
    private final Member changeLsn;

    InformixPosition(Block envelope, Epochs epochs) {
        Block source = requireNonNull(envelope.block("source"));
        this.epoch = epochs.in(source);
        this.commitLsn = requireNonNull(source.member("commit_lsn"));
        this.changeLsn = requireNonNull(source.member("change_lsn"));
    }

    @Override
    public String sequence(ConnectRecord<?> record, Object envelope, Object source, Phase phase, Op op) {
        long commit = lsn(record, commitLsn.read(source), phase, "source.commit_lsn");
        long change = lsn(record, changeLsn.read(source), phase, "source.change_lsn");
        return text.of(
                epoch.bits(source),
                commit,
                phase.bits() | (change >>> 32),
                ((change & 0xffff_ffffL) << 1) | Position.keyChangeOrdinal(record, op));
    }

    @Override
    public Quality quality(ConnectRecord<?> record, Object envelope, Object source, Phase phase) {
        return phase == Phase.STREAM ? Quality.TOTAL : Quality.TRANSACTION;
    }

    private static long lsn(ConnectRecord<?> record, @Nullable Object value, Phase phase, String member) {
        if (value == null && phase != Phase.STREAM) {
            return 0;
        }
        if (!(value instanceof String text)) {
            throw Position.missing(record, member + " is null");
        }
        return Position.fitting(record, Digits.decimal(text, 0, text.length()), 63, member);
    }
}
