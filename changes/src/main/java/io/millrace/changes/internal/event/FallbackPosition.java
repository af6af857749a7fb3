// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

import static java.util.Objects.requireNonNull;

import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Where the event holds no position that is known: the offset in Kafka, or before the record has one, epoch / time of
 * the change in nanoseconds / phase and number in the transaction / key change.
 *
 * <p>A time is no order. Two changes of one row may have the same, and a clock that is set back makes the later change
 * the earlier one; so such a key is of {@link Quality#NONE}.
 */
final class FallbackPosition implements Position {
    private final SequenceText text = new SequenceText();
    private final KafkaPosition consumed;
    private final Epoch epoch;
    private final EventTime time;
    private final Transaction transaction;

    FallbackPosition(Block envelope, Epochs epochs) {
        Block source = requireNonNull(envelope.block("source"));
        this.consumed = new KafkaPosition(envelope, epochs);
        this.epoch = epochs.in(source);
        this.time = new EventTime(source);
        this.transaction = Transaction.of(envelope);
    }

    @Override
    public String sequence(ConnectRecord<?> record, Object envelope, Object source, Phase phase, Op op) {
        if (record instanceof SinkRecord) {
            return consumed.sequence(record, envelope, source, phase, op);
        }
        return text.of(
                epoch.bits(source),
                Position.fitting(record, time.nanos(source), 63, "source.ts_ms"),
                phase.bits() | transaction.orderOf(envelope),
                Position.keyChangeOrdinal(record, op));
    }

    @Override
    public Quality quality(ConnectRecord<?> record, Object envelope, Object source, Phase phase) {
        return record instanceof SinkRecord ? Quality.OFFSET : Quality.NONE;
    }
}
