// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

import static java.util.Objects.requireNonNull;

import io.millrace.records.Digits;
import org.apache.kafka.connect.connector.ConnectRecord;

/**
 * Order in SQL Server's change tables: the commit's position, the change's position and the event's number there.
 *
 * <p>A position is {@code 00000027:00000758:0003}: 32 bits of file, 32 of block and 16 of slot. The 80 bits of each are
 * spread over the sections so that comparing the sections compares them: epoch and commit file / commit block and slot /
 * phase, change file and the upper 28 bits of the block / its lower 4 bits, the slot, event number, and 0 for a delete.
 * The last bit is there because a deferred update is logged as a delete and an insert of one position, and from Debezium
 * 3.7 on of one number.
 *
 * <p>Microsoft does not promise that positions within a transaction are in the order of its statements.
 */
final class SqlServerPosition implements Position {
    private static final int LSN_BITS = 80;
    private static final int NUMBER_BITS = 42;

    private final SequenceText text = new SequenceText();
    private final Epoch epoch;
    private final Member commitLsn;
    private final Member changeLsn;
    private final Member eventSerialNo;

    SqlServerPosition(Block envelope, Epochs epochs) {
        Block source = requireNonNull(envelope.block("source"));
        this.epoch = epochs.in(source);
        this.commitLsn = requireNonNull(source.member("commit_lsn"));
        this.changeLsn = requireNonNull(source.member("change_lsn"));
        this.eventSerialNo = requireNonNull(source.member("event_serial_no"));
    }

    @Override
    public String sequence(ConnectRecord<?> record, Object envelope, Object source, Phase phase, Op op) {
        String commit = Position.hex(record, commitLsn.read(source), LSN_BITS, "source.commit_lsn");
        Object at = changeLsn.read(source);
        String change = at == null && phase != Phase.STREAM
                ? "" // a row that a snapshot read
                : Position.hex(record, at, LSN_BITS, "source.change_lsn");
        Object serial = eventSerialNo.read(source);
        long number = serial == null ? 0 : Position.number(record, serial, NUMBER_BITS, "source.event_serial_no");
        long low = Digits.hex(change, 0);
        return text.of(
                epoch.bits(source) | (Digits.hex(commit, 12) & 0xffff_ffffL),
                Digits.hex(commit, 0) & 0xffff_ffff_ffffL,
                phase.bits() | (Digits.hex(change, 5) & 0xfff_ffff_ffff_ffffL),
                ((low & 0xf_ffff) << 43) | (number << 1) | (op == Op.DELETE ? 0 : 1));
    }

    @Override
    public Quality quality(ConnectRecord<?> record, Object envelope, Object source, Phase phase) {
        return Quality.TRANSACTION;
    }
}
