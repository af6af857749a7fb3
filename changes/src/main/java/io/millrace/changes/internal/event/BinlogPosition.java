// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

import static java.util.Objects.requireNonNull;

import io.millrace.records.Digits;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Order in a MySQL or MariaDB binary log: epoch and file number / position / phase and event in the transaction / row in
 * the event and key change.
 *
 * <p>The position alone is not enough: from MariaDB 11.4 on, and in compressed MySQL transactions, every change of a
 * transaction carries the transaction's position. The number of the event within its transaction comes from the source
 * offset in a source connector ({@code event}: how many events of the transaction a restart would skip, so it counts on
 * after one), and from {@code transaction.total_order} elsewhere (which starts again after a restart within a
 * transaction).
 */
final class BinlogPosition implements Position {
    private final SequenceText text = new SequenceText();
    private final Member file;
    private final Member pos;
    private final Member row;
    private final Transaction transaction;
    private final Epoch epoch;
    private volatile @Nullable FileNumber lastFile;

    BinlogPosition(Block envelope, Epochs epochs) {
        Block source = requireNonNull(envelope.block("source"));
        this.file = requireNonNull(source.member("file"));
        this.pos = requireNonNull(source.member("pos"));
        this.row = requireNonNull(source.member("row"));
        this.transaction = Transaction.of(envelope);
        this.epoch = epochs.in(source);
    }

    @Override
    public String sequence(ConnectRecord<?> record, Object envelope, Object source, Phase phase, Op op) {
        if (!(file.read(source) instanceof String name)
                || !(pos.read(source) instanceof Number position)
                || !(row.read(source) instanceof Number rowNumber)) {
            throw Position.missing(record, "source.file, pos or row is null");
        }
        long fileNumber = fileNumber(name);
        if (fileNumber < 0) {
            throw Position.missing(record, "source.file does not end in a number (expected a name like binlog.000001)");
        }
        return text.of(
                epoch.bits(source) | fileNumber,
                position.longValue(),
                phase.bits() | eventNumber(record, envelope),
                (rowNumber.longValue() << 1) | Position.keyChangeOrdinal(record, op));
    }

    @Override
    public Quality quality(ConnectRecord<?> record, Object envelope, Object source, Phase phase) {
        return phase == Phase.STREAM && (tellsEvent(record) || transaction.orderOf(envelope) > 0)
                ? Quality.TOTAL
                : Quality.TRANSACTION;
    }

    private long eventNumber(ConnectRecord<?> record, Object envelope) {
        if (record instanceof SourceRecord fromSource && tellsEvent(record)) {
            return fromSource.sourceOffset().get("event") instanceof Number number
                    ? number.longValue()
                    : 0; // absent means 0
        }
        return transaction.orderOf(envelope);
    }

    /** Whether the record has the offset of a binlog connector, which counts the events of a transaction. */
    private static boolean tellsEvent(ConnectRecord<?> record) {
        if (!(record instanceof SourceRecord fromSource)) {
            return false;
        }
        Map<String, ?> offset = fromSource.sourceOffset();
        return offset != null && offset.containsKey("pos");
    }

    private long fileNumber(String name) {
        FileNumber last = lastFile;
        if (last != null && last.name.equals(name)) {
            return last.number;
        }
        long number = parse(name);
        lastFile = new FileNumber(name, number);
        return number;
    }

    /** The number after the last dot: as text, file 1000000 would sort before file 999999. -1 if there is none. */
    private static long parse(String name) {
        int dot = name.lastIndexOf('.');
        long number = dot < 0 ? -1 : Digits.decimal(name, dot + 1, name.length());
        return number >>> 32 == 0 ? number : -1;
    }

    private record FileNumber(String name, long number) {}
}
