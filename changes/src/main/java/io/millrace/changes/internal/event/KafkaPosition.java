// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

import static java.util.Objects.requireNonNull;

import io.millrace.records.Errors;
import io.millrace.records.Side;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.sink.SinkRecord;

/** Order in the topic: epoch / offset / partition / 0, as first consumed. */
final class KafkaPosition implements Position {
    private final SequenceText text = new SequenceText();
    private final Epoch epoch;

    KafkaPosition(Block envelope, Epochs epochs) {
        this.epoch = epochs.in(requireNonNull(envelope.block("source")));
    }

    @Override
    public String sequence(ConnectRecord<?> record, Object envelope, Object source, Phase phase, Op op) {
        if (!(record instanceof SinkRecord consumed)) {
            throw Errors.at(
                    record,
                    Side.VALUE,
                    "order the change",
                    "a source connector's record has no Kafka offset yet",
                    "Set '" + Epochs.SEQUENCE_SOURCE + "' to source.");
        }
        return text.of(
                epoch.bits(source),
                Position.fitting(record, consumed.originalKafkaOffset(), 63, "the Kafka offset"),
                Position.fitting(record, consumed.originalKafkaPartition(), 31, "the Kafka partition"),
                0);
    }

    @Override
    public Quality quality(ConnectRecord<?> record, Object envelope, Object source, Phase phase) {
        return Quality.OFFSET;
    }
}
