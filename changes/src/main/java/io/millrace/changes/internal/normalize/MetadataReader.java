// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.normalize;

import io.millrace.changes.internal.event.Block;
import io.millrace.changes.internal.event.Dialect;
import io.millrace.changes.internal.event.KeyChange;
import io.millrace.changes.internal.event.Member;
import io.millrace.changes.internal.event.Op;
import java.math.BigInteger;
import java.util.Date;
import java.util.Locale;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Reads one metadata column from a change. Null where the event does not have what it shows. Thread-safe. */
interface MetadataReader {
    @Nullable Object read(Change change);

    /** The reader of {@code column} in events of this layout; null where they cannot have it. */
    static @Nullable MetadataReader of(MetadataColumn column, Block envelope, Dialect dialect) {
        return switch (column) {
            case OP -> Change::code;
            case DELETED -> change -> change.op() == Op.DELETE;
            case SEQ -> Change::sequence;
            case SOURCE_TS -> change -> date(dialect.committedMs(change.source()));
            case SEQ_QUALITY -> change -> quality(dialect, change);
            case SEQ_NUMBER -> change -> new BigInteger(change.sequence().replace("/", ""), 16).toString();
            case PHASE -> change -> change.phase().text();
            case TX -> transaction(envelope, "id");
            case TX_ORDER -> transaction(envelope, "total_order");
            case CONNECTOR -> source(envelope, "connector");
            case SERVER -> source(envelope, "name");
            case DB -> source(envelope, "db");
            case SCHEMA -> source(envelope, "schema");
            case TABLE -> source(envelope, "table");
            case CHANGED -> Change::changed;
            case UNAVAILABLE -> Change::unavailable;
            case CAPTURE_TS -> captured(envelope);
            case KEY_CHANGED -> change -> KeyChange.isPart(change.record());
            case OLD_KEY -> change -> KeyChange.oldKey(change.record());
            case NEW_KEY -> change -> KeyChange.newKey(change.record());
            case CHANGE_TYPE -> change -> change.op() == Op.DELETE ? "DELETE" : "UPSERT";
            case OP_LETTER -> change -> letter(change.op());
            case IS_DELETED -> change -> change.op() == Op.DELETE ? (byte) 1 : (byte) 0;
            case TOPIC -> change -> topic(change.record());
            case PARTITION ->
                change -> change.record() instanceof SinkRecord sink ? sink.originalKafkaPartition() : null;
            case OFFSET -> change -> change.record() instanceof SinkRecord sink ? sink.originalKafkaOffset() : null;
        };
    }

    /** Connect's {@code Timestamp}. */
    @SuppressWarnings("JavaUtilDate") // what Connect's logical type is
    static @Nullable Date date(@Nullable Object epochMs) {
        return epochMs instanceof Number ms ? new Date(ms.longValue()) : null;
    }

    private static String quality(Dialect dialect, Change change) {
        return dialect.position()
                .quality(change.record(), change.envelope(), change.source(), change.phase())
                .name()
                .toLowerCase(Locale.ROOT);
    }

    private static @Nullable MetadataReader source(Block envelope, String name) {
        Block source = envelope.block("source");
        Member member = source == null ? null : source.member(name);
        return member == null ? null : change -> member.read(change.source());
    }

    private static @Nullable MetadataReader transaction(Block envelope, String name) {
        Member block = envelope.member("transaction");
        Block transaction = envelope.block("transaction");
        Member member = transaction == null ? null : transaction.member(name);
        if (block == null || member == null) {
            return null;
        }
        return change -> {
            Object value = block.read(change.envelope());
            return value == null ? null : member.read(value);
        };
    }

    private static @Nullable MetadataReader captured(Block envelope) {
        Member member = envelope.member("ts_ms");
        return member == null ? null : change -> date(member.read(change.envelope()));
    }

    private static String letter(Op op) {
        return switch (op) {
            case CREATE, READ -> "I";
            case UPDATE -> "U";
            case DELETE, RANGE_DELETE -> "D";
            case TRUNCATE -> "T";
        };
    }

    private static @Nullable String topic(ConnectRecord<?> record) {
        return record instanceof SinkRecord sink ? sink.originalTopic() : record.topic();
    }
}
