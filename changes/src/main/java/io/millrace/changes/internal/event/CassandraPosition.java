// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

import static java.util.Objects.requireNonNull;

import io.millrace.records.Digits;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.jspecify.annotations.Nullable;

/**
 * Order by which Cassandra itself settles writes, and then that of one node's commit log: epoch / write time in
 * nanoseconds / phase and number of the log file / position in the file.
 *
 * <p>Every replica logs a write, in a file of its own: equal write times of different nodes are not ordered.
 */
final class CassandraPosition implements Position {
    private final SequenceText text = new SequenceText();
    private final Epoch epoch;
    private final EventTime written;
    private final Member file;
    private final Member pos;

    CassandraPosition(Block envelope, Epochs epochs) {
        Block source = requireNonNull(envelope.block("source"));
        this.epoch = epochs.in(source);
        this.written = new EventTime(source);
        this.file = requireNonNull(source.member("file"));
        this.pos = requireNonNull(source.member("pos"));
    }

    @Override
    public String sequence(ConnectRecord<?> record, Object envelope, Object source, Phase phase, Op op) {
        long time = Position.fitting(record, written.nanos(source), 63, "source.ts_us");
        if (phase != Phase.STREAM) {
            return text.of(epoch.bits(source), time, phase.bits(), 0); // a snapshot reads no log
        }
        return text.of(
                epoch.bits(source),
                time,
                phase.bits() | fileNumber(record, file.read(source)),
                Position.number(record, pos.read(source), 31, "source.pos"));
    }

    @Override
    public Quality quality(ConnectRecord<?> record, Object envelope, Object source, Phase phase) {
        return written.isExact(source) ? Quality.KEY : Quality.NONE;
    }

    /** 1602000000000 of {@code CommitLog-7-1602000000000.log}. */
    private static long fileNumber(ConnectRecord<?> record, @Nullable Object value) {
        if (!(value instanceof String name)) {
            throw Position.missing(record, "source.file is null");
        }
        int dot = name.lastIndexOf('.');
        long number = Digits.decimal(name, name.lastIndexOf('-') + 1, dot < 0 ? name.length() : dot);
        if (number < 0 || number >>> 60 != 0) {
            throw Position.missing(
                    record, "source.file has no number (expected a name like CommitLog-7-1602000000000.log)");
        }
        return number;
    }
}
