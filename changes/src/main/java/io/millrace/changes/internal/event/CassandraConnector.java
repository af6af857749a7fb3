// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Cassandra. Its events have no {@code before}; the cells of {@code after} are structs of {@code value},
 * {@code deletion_ts} and {@code set}, null where the write left a column alone, which an insert may do as well as an
 * update. A deleted row's key is in {@code after}.
 *
 * <p>{@code op} is {@code i}, {@code u}, {@code d}, or {@code r} for a range tombstone, which Debezium's
 * {@code EnvelopeTransformation} makes a {@code t}. Neither says that a row was read, nor that a table was emptied.
 */
final class CassandraConnector implements Connector {
    static final String RANGE_START = ".range_start";
    static final String RANGE_END = ".range_end";

    @Override
    public boolean recognises(Block source) {
        return source.has("cluster") && source.has("keyspace") && source.has("file") && source.has("pos");
    }

    @Override
    public Position position(Block envelope, Epochs epochs) {
        return new CassandraPosition(envelope, epochs);
    }

    @Override
    public @Nullable Op op(@Nullable Object code) {
        if (!(code instanceof String letter)) {
            return null;
        }
        return switch (letter) {
            case "i", "c" -> Op.CREATE;
            case "u" -> Op.UPDATE;
            case "d" -> Op.DELETE;
            case "r", "t" -> Op.RANGE_DELETE;
            default -> null;
        };
    }

    @Override
    public String wholeRows() {
        return "Write whole rows";
    }

    @Override
    public boolean readsEvents() {
        return true;
    }

    @Override
    public @Nullable ImageReader images(Block envelope) {
        Schema after = envelope.schema("after");
        return after == null || after.type() != Schema.Type.STRUCT ? null : new CellReader(after, envelope);
    }

    @SuppressWarnings("unchecked")
    @Override
    public @Nullable Map<String, Object> columns(Object image, Object source, Op op) {
        if (!(image instanceof Map<?, ?> event) || !(event.get("after") instanceof Map<?, ?> cells)) {
            return null;
        }
        Map<Object, @Nullable Object> columns = new HashMap<>();
        cells.forEach((name, cell) -> {
            if (!RANGE_START.equals(name) && !RANGE_END.equals(name)) {
                columns.put(name, value(cell, op));
            }
        });
        return (Map<String, Object>) (Map<?, ?>) columns;
    }

    private static @Nullable Object value(@Nullable Object cell, Op op) {
        if (cell instanceof Map<?, ?> written && !Boolean.FALSE.equals(written.get("set"))) {
            return written.get("value");
        }
        return op == Op.DELETE ? null : ImageReader.UNSENT;
    }
}
