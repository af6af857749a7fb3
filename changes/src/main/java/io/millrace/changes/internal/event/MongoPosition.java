// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

import static java.util.Objects.requireNonNull;

import io.millrace.records.Digits;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Order in a MongoDB change stream, in the source connector: epoch and seconds of the cluster time / increment of the
 * cluster time, and phase / what follows in the resume token, 8 bytes and 63 bits.
 *
 * <p>All of it is in the source offset. Resume tokens are hexadecimal text that sorts, by cluster time first and then,
 * after two constants, by the number of the change in its transaction. In a sink the offset is gone, and the event's own
 * {@code source.ts_ms} is no cluster time from Debezium 3.4 on, so the order is Kafka's.
 */
final class MongoPosition implements Position {
    private static final int CLUSTER_TIME_DIGITS = 18;
    private static final long UNSIGNED_INT = 0xffff_ffffL;

    private final SequenceText text = new SequenceText();
    private final Epoch epoch;
    private final FallbackPosition fallback;

    MongoPosition(Block envelope, Epochs epochs) {
        this.epoch = epochs.in(requireNonNull(envelope.block("source")));
        this.fallback = new FallbackPosition(envelope, epochs);
    }

    @Override
    public String sequence(ConnectRecord<?> record, Object envelope, Object source, Phase phase, Op op) {
        if (!(record instanceof SourceRecord read)) {
            return fallback.sequence(record, envelope, source, phase, op);
        }
        Map<String, ?> offset = read.sourceOffset();
        if (offset == null
                || !(offset.get("sec") instanceof Number seconds)
                || !(offset.get("ord") instanceof Number increment)) {
            throw Position.missing(record, "the source offset has no sec or ord");
        }
        String token = token(record, offset, phase);
        return text.of(
                epoch.bits(source) | (seconds.longValue() & UNSIGNED_INT),
                ((increment.longValue() & UNSIGNED_INT) << 2) | (phase.bits() >>> 60),
                Position.fitting(record, Digits.hexFrom(token, CLUSTER_TIME_DIGITS), 63, "resume_token"),
                Digits.hexFrom(token, CLUSTER_TIME_DIGITS + 16) >>> 1);
    }

    @Override
    public Quality quality(ConnectRecord<?> record, Object envelope, Object source, Phase phase) {
        if (!(record instanceof SourceRecord)) {
            return fallback.quality(record, envelope, source, phase);
        }
        return phase == Phase.STREAM ? Quality.TOTAL : Quality.TRANSACTION;
    }

    private static String token(ConnectRecord<?> record, Map<String, ?> offset, Phase phase) {
        Object token = offset.get("resume_token");
        if (phase != Phase.STREAM) {
            return ""; // rows of a snapshot are not in the stream
        }
        if (!(token instanceof String text) || Digits.hexLength(text) != text.length()) {
            throw Position.missing(record, "the source offset's resume_token is not in hexadecimal digits");
        }
        return text;
    }
}
