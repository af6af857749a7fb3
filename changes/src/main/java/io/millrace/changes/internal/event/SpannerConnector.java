// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Spanner. Unless its change stream captures {@code NEW_ROW}s, an update holds the key and the columns that it wrote, in
 * {@code after} and, with {@code OLD_AND_NEW_VALUES}, in {@code before}; the others are null there and were not sent.
 *
 * <p>A column that both images have null was not sent, as far as can be told. So one that an update set to null is not
 * told from one that it left alone, unless {@code before} has its old value.
 */
final class SpannerConnector implements Connector {
    @Override
    public boolean recognises(Block source) {
        return source.has("server_transaction_id") && source.has("mod_number");
    }

    @Override
    public Position position(Block envelope, Epochs epochs) {
        return new SpannerPosition(envelope, epochs);
    }

    @Override
    public String wholeRows() {
        return "Have the change stream capture NEW_ROW";
    }

    @Override
    public boolean readsEvents() {
        return true;
    }

    @Override
    public @Nullable ImageReader images(Block envelope) {
        Schema row = envelope.schema("after");
        return row == null || row.type() != Schema.Type.STRUCT ? null : new WrittenColumnsReader(row, envelope);
    }

    /** Whether an update holds the columns that it wrote, not the whole row. */
    static boolean isPartial(@Nullable Object captureType) {
        return !(captureType instanceof String type && type.startsWith("NEW_ROW"));
    }

    @Override
    public @Nullable Map<String, Object> columns(Object image, Object source, Op op) {
        if (!(image instanceof Map<?, ?> given)) {
            return null;
        }
        boolean event = given.get("source") == source;
        Map<String, Object> row = map(event ? given.get(op == Op.DELETE ? "before" : "after") : given);
        if (row == null || op != Op.UPDATE || !isPartial(((Map<?, ?>) source).get("value_capture_type"))) {
            return row;
        }
        Map<String, Object> old = event ? map(given.get("before")) : null;
        Map<Object, @Nullable Object> columns = new HashMap<>(row);
        columns.replaceAll(
                (name, value) -> value == null && (old == null || old.get(name) == null) ? ImageReader.UNSENT : value);
        return map(columns);
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Map<String, Object> map(@Nullable Object image) {
        return image instanceof Map<?, ?> map ? (Map<String, Object>) map : null;
    }
}
