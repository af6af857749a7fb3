// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * MongoDB. Documents are JSON text. An update holds what it changed, and the document only where the connector's
 * {@code capture.mode} looks it up; a deleted document is there only with pre-images.
 */
final class MongoConnector implements Connector {
    static final String DOCUMENT = "document";
    static final String UPDATED_FIELDS = "updated_fields";
    static final String REMOVED_FIELDS = "removed_fields";
    static final String TRUNCATED_ARRAYS = "truncated_arrays";

    @Override
    public boolean recognises(Block source) {
        return source.has("collection") && source.has("ord");
    }

    @Override
    public Position position(Block envelope, Epochs epochs) {
        return new MongoPosition(envelope, epochs);
    }

    @Override
    public String withheld() {
        return "the connector did not look up the changed value of ";
    }

    @Override
    public String wholeRows() {
        return "Set the connector's capture.mode to change_streams_update_full";
    }

    @Override
    public boolean readsEvents() {
        return true;
    }

    @Override
    public ImageReader images(Block envelope) {
        return new DocumentReader(envelope);
    }

    @Override
    public @Nullable Map<String, Object> columns(Object image, Object source, Op op) {
        Map<String, Object> columns = new HashMap<>();
        if (!(image instanceof Map<?, ?> event)) {
            columns.put(DOCUMENT, image);
            return columns;
        }
        Object document = event.get(op == Op.DELETE ? "before" : "after");
        columns.put(DOCUMENT, document == null && op != Op.DELETE ? ImageReader.CHANGED : document);
        if (event.get("updateDescription") instanceof Map<?, ?> changes) {
            columns.put(UPDATED_FIELDS, changes.get("updatedFields"));
            columns.put(REMOVED_FIELDS, changes.get("removedFields"));
            columns.put(TRUNCATED_ARRAYS, changes.get("truncatedArrays"));
        }
        return columns;
    }
}
