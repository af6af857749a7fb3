// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

import static java.util.Objects.requireNonNull;

import io.millrace.records.Digits;
import org.apache.kafka.connect.connector.ConnectRecord;

/**
 * Order in Db2's change tables: the commit's position and the change's position, each 10 or 16 bytes in hexadecimal
 * digits of which up to 109 bits are used.
 *
 * <p>They are spread over the sections so that comparing the sections compares them: epoch and the upper 32 bits of the
 * commit / its middle 63 bits / its lower 14 bits, phase, and the upper 47 bits of the change / its lower 62 bits and key
 * change.
 */
final class Db2Position implements Position {
    private static final int LSN_BITS = 109;

    private final SequenceText text = new SequenceText();
    private final Epoch epoch;
    private final Member commitLsn;
    private final Member changeLsn;

    Db2Position(Block envelope, Epochs epochs) {
        Block source = requireNonNull(envelope.block("source"));
        this.epoch = epochs.in(source);
        this.commitLsn = requireNonNull(source.member("commit_lsn"));
        this.changeLsn = requireNonNull(source.member("change_lsn"));
    }

    @Override
    public String sequence(ConnectRecord<?> record, Object envelope, Object source, Phase phase, Op op) {
        String commit = Position.hex(record, commitLsn.read(source), LSN_BITS, "source.commit_lsn");
        Object at = changeLsn.read(source);
        String change = at == null && phase != Phase.STREAM
                ? "" // a row that a snapshot read
                : Position.hex(record, at, LSN_BITS, "source.change_lsn");
        long commitHigh = Digits.hex(commit, 16);
        long commitLow = Digits.hex(commit, 0);
        long changeHigh = Digits.hex(change, 16);
        long changeLow = Digits.hex(change, 0);
        return text.of(
                epoch.bits(source) | (commitHigh >>> 13),
                ((commitHigh & 0x1fff) << 50) | (commitLow >>> 14),
                ((commitLow & 0x3fff) << 49) | (phase.bits() >>> 13) | (changeHigh << 2) | (changeLow >>> 62),
                ((changeLow & (-1L >>> 2)) << 1) | Position.keyChangeOrdinal(record, op));
    }

    @Override
    public Quality quality(ConnectRecord<?> record, Object envelope, Object source, Phase phase) {
        return phase == Phase.STREAM ? Quality.TOTAL : Quality.TRANSACTION;
    }
}
