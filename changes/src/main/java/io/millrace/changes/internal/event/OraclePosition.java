// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

import static java.util.Objects.requireNonNull;

import io.millrace.records.Digits;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.jspecify.annotations.Nullable;

/**
 * Order of Oracle transactions, and of the changes in each: epoch / commit SCN / phase and redo thread / number in the
 * transaction and key change.
 *
 * <p>The number is {@code txSeq}, from Debezium 3.2 on. Before it the redo record says where the change was logged:
 * {@code rs_id}, {@code 0x000040.00000a31.0010}, in its 80 bits, and {@code ssn} within it. They fill section 3 and the
 * upper part of section 4 then; one redo record of a bulk delete has several rows. Where there is neither, as with
 * XStream, the number is {@code transaction.total_order}.
 *
 * <p>A row that a snapshot read has no commit: its SCN is that of the snapshot. The SCN of a change, {@code scn}, orders
 * nothing: transactions interleave.
 */
final class OraclePosition implements Position {
    private static final int RS_ID_BITS = 80;
    private static final int NUMBER_BITS = 42;

    private final SequenceText text = new SequenceText();
    private final Epoch epoch;
    private final Member scn;
    private final Member commitScn;
    private final @Nullable Member txSeq;
    private final @Nullable Member redoThread;
    private final @Nullable Member rsId;
    private final @Nullable Member ssn;
    private final Transaction transaction;

    OraclePosition(Block envelope, Epochs epochs) {
        Block source = requireNonNull(envelope.block("source"));
        this.epoch = epochs.in(source);
        this.scn = requireNonNull(source.member("scn"));
        this.commitScn = requireNonNull(source.member("commit_scn"));
        this.txSeq = source.member("txSeq");
        this.redoThread = source.member("redo_thread");
        this.rsId = source.member("rs_id");
        this.ssn = source.member("ssn");
        this.transaction = Transaction.of(envelope);
    }

    @Override
    public String sequence(ConnectRecord<?> record, Object envelope, Object source, Phase phase, Op op) {
        long commit = commit(record, source, phase);
        long last = Position.keyChangeOrdinal(record, op);
        if (read(txSeq, source) instanceof Number number) {
            Object thread = read(redoThread, source);
            return text.of(
                    epoch.bits(source),
                    commit,
                    phase.bits() | (thread == null ? 0 : Position.number(record, thread, 31, "source.redo_thread")),
                    (Position.fitting(record, number.longValue(), 62, "source.txSeq") << 1) | last);
        }
        if (read(rsId, source) instanceof String id && !id.isBlank()) {
            String redo = Position.hex(record, id, RS_ID_BITS, "source.rs_id");
            Object within = read(ssn, source);
            long row = within == null ? 0 : Position.number(record, within, NUMBER_BITS, "source.ssn");
            return text.of(
                    epoch.bits(source),
                    commit,
                    phase.bits() | (Digits.hex(redo, 5) & 0xfff_ffff_ffff_ffffL),
                    ((Digits.hex(redo, 0) & 0xf_ffff) << 43) | (row << 1) | last);
        }
        return text.of(epoch.bits(source), commit, phase.bits(), (transaction.orderOf(envelope) << 1) | last);
    }

    @Override
    public Quality quality(ConnectRecord<?> record, Object envelope, Object source, Phase phase) {
        boolean numbered =
                read(txSeq, source) != null || (read(rsId, source) == null && transaction.orderOf(envelope) > 0);
        return phase == Phase.STREAM && numbered ? Quality.TOTAL : Quality.TRANSACTION;
    }

    private long commit(ConnectRecord<?> record, Object source, Phase phase) {
        Object committed = commitScn.read(source);
        return committed == null && phase != Phase.STREAM
                ? scn(record, scn.read(source), "source.scn")
                : scn(record, committed, "source.commit_scn");
    }

    private static long scn(ConnectRecord<?> record, @Nullable Object value, String member) {
        if (!(value instanceof String text)) {
            throw Position.missing(record, member + " is null");
        }
        return Position.fitting(record, Digits.decimal(text, 0, text.length()), 63, member);
    }

    private static @Nullable Object read(@Nullable Member member, Object source) {
        return member == null ? null : member.read(source);
    }
}
