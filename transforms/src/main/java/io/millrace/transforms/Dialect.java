// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How the change events of one schema are read: where their parts are, and what their connector does its own way.
 * Immutable.
 */
final class Dialect {
    /** In this order: the first that recognises an event reads it. */
    private static final List<Connector> CONNECTORS = List.of(new BinlogConnector(), new WalConnector());

    private final Connector connector;
    private final Position position;
    private final Member op;
    private final @Nullable Member before;
    private final @Nullable Member after;
    private final Member source;
    private final @Nullable Member sourceTs;
    private final @Nullable Member snapshot;

    private Dialect(Connector connector, Block envelope, Block source, int epoch) {
        this.connector = connector;
        this.position = connector.position(envelope, epoch);
        this.op = requireNonNull(envelope.member("op"));
        this.before = envelope.member("before");
        this.after = envelope.member("after");
        this.source = requireNonNull(envelope.member("source"));
        this.sourceTs = source.member("ts_ms");
        this.snapshot = source.member("snapshot");
    }

    /** Whether a schema is that of change events: {@code op}, {@code source} and an image of a row. */
    static boolean isEnvelope(Schema schema) {
        return schema.type() == Schema.Type.STRUCT
                && schema.field("op") != null
                && schema.field("op").schema().type() == Schema.Type.STRING
                && schema.field("source") != null
                && schema.field("source").schema().type() == Schema.Type.STRUCT
                && schema.field("after") != null;
    }

    /** Whether a schemaless value is a change event. */
    static boolean isEnvelope(Map<?, ?> value) {
        return value.get("op") instanceof String
                && value.get("source") instanceof Map
                && (value.containsKey("after") || value.containsKey("before"));
    }

    /** The dialect of events with this layout; null where no connector is known that writes such. */
    static @Nullable Dialect of(Block envelope, int epoch) {
        Block source = envelope.block("source");
        if (source == null) {
            return null;
        }
        for (Connector connector : CONNECTORS) {
            if (connector.recognises(source)) {
                return new Dialect(connector, envelope, source, epoch);
            }
        }
        return null;
    }

    Connector connector() {
        return connector;
    }

    Position position() {
        return position;
    }

    /** What happened; null where {@code op} holds no letter of this connector's. */
    @Nullable Op op(Object envelope) {
        return connector.op(op.read(envelope));
    }

    /** The letter in {@code op}, for an error text. */
    @Nullable Object code(Object envelope) {
        return op.read(envelope);
    }

    @Nullable Object before(Object envelope) {
        return before == null ? null : before.read(envelope);
    }

    @Nullable Object after(Object envelope) {
        return after == null ? null : after.read(envelope);
    }

    @Nullable Object source(Object envelope) {
        return source.read(envelope);
    }

    /** When the database committed, in milliseconds since the epoch; null where the event does not say. */
    @Nullable Number committedMs(Object source) {
        return sourceTs != null && sourceTs.read(source) instanceof Number ms ? ms : null;
    }

    Phase phase(Object source) {
        return Phase.of(snapshot == null ? null : snapshot.read(source));
    }
}
