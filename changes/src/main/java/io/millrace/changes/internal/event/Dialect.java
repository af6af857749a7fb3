// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

import static java.util.Objects.requireNonNull;

import io.millrace.records.Errors;
import io.millrace.records.Side;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * How the change events of one schema are read: where their parts are, and what their connector does its own way.
 * Immutable.
 */
public final class Dialect {
    /** In this order: the first that recognises an event reads it. */
    private static final List<Connector> CONNECTORS = List.of(
            LogConnector.whole(BinlogPosition::new, "file", "pos", "row"),
            LogConnector.keys(WalPosition::new, "lsn", "sequence"),
            LogConnector.whole(SqlServerPosition::new, "commit_lsn", "change_lsn", "event_serial_no"),
            LogConnector.whole(InformixPosition::new, "commit_lsn", "change_lsn", "begin_lsn"),
            LogConnector.whole(Db2Position::new, "commit_lsn", "change_lsn"),
            LogConnector.whole(OraclePosition::new, "scn", "commit_scn"),
            LogConnector.whole(VitessPosition::new, "vgtid", "shard"),
            new SpannerConnector(),
            new CassandraConnector(),
            new MongoConnector());

    private static final Connector FALLBACK = LogConnector.whole(FallbackPosition::new);

    private final Connector connector;
    private final Position position;
    private final @Nullable ImageReader images;
    private final boolean readsEvents;
    private final Member op;
    private final @Nullable Member before;
    private final @Nullable Member after;
    private final Member source;
    private final @Nullable Member sourceTs;
    private final @Nullable Member snapshot;

    private Dialect(Connector connector, Block envelope, Block source, Epochs epochs) {
        this.connector = connector;
        this.position = epochs.origin() == Epochs.Origin.KAFKA
                ? new KafkaPosition(envelope, epochs)
                : connector.position(envelope, epochs);
        this.images = connector.images(envelope);
        this.readsEvents = connector.readsEvents();
        this.op = requireNonNull(envelope.member("op"));
        this.before = envelope.member("before");
        this.after = envelope.member("after");
        this.source = requireNonNull(envelope.member("source"));
        this.sourceTs = source.member("ts_ms");
        this.snapshot = source.member("snapshot");
    }

    /** Whether a schema is that of change events: {@code op}, {@code source} and an image of a row. */
    public static boolean isEnvelope(Schema schema) {
        return schema.type() == Schema.Type.STRUCT
                && schema.field("op") != null
                && schema.field("op").schema().type() == Schema.Type.STRING
                && schema.field("source") != null
                && schema.field("source").schema().type() == Schema.Type.STRUCT
                && schema.field("after") != null;
    }

    /** Whether a schemaless value is a change event. */
    public static boolean isEnvelope(Map<?, ?> value) {
        return value.get("op") instanceof String
                && value.get("source") instanceof Map
                && (value.containsKey("after") || value.containsKey("before"));
    }

    /** The connector whose events have this source block. */
    public static Connector connectorOf(Block source) {
        for (Connector connector : CONNECTORS) {
            if (connector.recognises(source)) {
                return connector;
            }
        }
        return FALLBACK;
    }

    /** The dialect of events with this layout; null if they have no source block. */
    public static @Nullable Dialect of(Block envelope, Epochs epochs) {
        Block source = envelope.block("source");
        if (source == null) {
            return null;
        }
        return new Dialect(connectorOf(source), envelope, source, epochs);
    }

    public Connector connector() {
        return connector;
    }

    public Position position() {
        return position;
    }

    /** What happened; null where {@code op} holds no letter of this connector's. */
    public @Nullable Op op(Object envelope) {
        return connector.op(op.read(envelope));
    }

    /** The reader of what {@link #before} and {@link #after} give; null for events without schema, or without images. */
    public @Nullable ImageReader images() {
        return images;
    }

    /** The image of the row before the change, for {@link #images} or {@link Connector#columns}; null if there is none. */
    public @Nullable Object before(Object envelope) {
        if (readsEvents && op(envelope) == Op.DELETE) {
            return envelope;
        }
        return before == null ? null : before.read(envelope);
    }

    /** The image of the row that the change made, for {@link #images} or {@link Connector#columns}; null if there is none. */
    public @Nullable Object after(Object envelope) {
        if (readsEvents) {
            return op(envelope) == Op.DELETE ? null : envelope;
        }
        return after == null ? null : after.read(envelope);
    }

    public @Nullable Object source(Object envelope) {
        return source.read(envelope);
    }

    /** When the database committed, in milliseconds since the epoch; null where the event does not say. */
    public @Nullable Number committedMs(Object source) {
        return sourceTs != null && sourceTs.read(source) instanceof Number ms ? ms : null;
    }

    public Phase phase(Object source) {
        return Phase.of(snapshot == null ? null : snapshot.read(source));
    }

    /** What happened, or a {@link DataException}. */
    public Op requireOp(ConnectRecord<?> record, Object envelope) {
        Op found = op(envelope);
        if (found == null) {
            throw Errors.at(
                    record,
                    Side.VALUE,
                    "normalize the change",
                    "op " + op.read(envelope) + " (expected c, u, d, r or t)",
                    "Drop it.");
        }
        return found;
    }

    /** The source block with its time of commit, or a {@link DataException}. */
    public Object requireSource(ConnectRecord<?> record, Object envelope) {
        Object found = source.read(envelope);
        if (found == null || committedMs(found) == null) {
            throw Errors.at(
                    record,
                    Side.VALUE,
                    "normalize the change",
                    "source or source.ts_ms is null",
                    "Check the connector.");
        }
        return found;
    }

    /** The image after a change, or a {@link DataException}. */
    public Object requireAfter(ConnectRecord<?> record, Object envelope, Op op) {
        Object found = after(envelope);
        if (found == null) {
            throw noImage(record, "after", op);
        }
        return found;
    }

    /** The image of a deleted row, or a {@link DataException}. Connectors without {@code before} put it in {@code after}. */
    public Object requireGone(ConnectRecord<?> record, Object envelope) {
        Object found = before == null && !readsEvents ? after(envelope) : before(envelope);
        if (found == null) {
            throw noImage(record, "before", Op.DELETE);
        }
        return found;
    }

    private static DataException noImage(ConnectRecord<?> record, String image, Op op) {
        return Errors.at(
                record,
                Side.VALUE,
                "normalize the change",
                image + " is null (expected the row of op " + op.code() + ")",
                "Have the database log whole rows.");
    }
}
