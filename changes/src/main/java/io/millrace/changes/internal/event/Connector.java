// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** What one family of connectors does its own way. Recognised by what its events hold, never by a Debezium class. */
public interface Connector {
    /** Whether events with this source block are this family's. */
    boolean recognises(Block source);

    Position position(Block envelope, Epochs epochs);

    /** Whether a deleted row may hold made-up values in columns that the database did not log. */
    default boolean logsKeysOnly() {
        return false;
    }

    /** Why an event may lack the value of a column, as an error text says before it names the columns. */
    default String withheld() {
        return "the database did not send the unchanged value of ";
    }

    /** What makes the events hold every value of a row, as an error text asks for it. */
    String wholeRows();

    /** What a letter in {@code op} means; null if it means nothing. */
    default @Nullable Op op(@Nullable Object code) {
        return Op.of(code);
    }

    /**
     * Whether {@code after} alone does not tell the row: the image of what a change made, and that of a deleted row, is
     * then the whole event. See {@link Dialect#after}.
     */
    default boolean readsEvents() {
        return false;
    }

    /** The reader of the images in events of this layout, which has a schema; null if they are no images. */
    default @Nullable ImageReader images(Block envelope) {
        Schema image = envelope.schema("after");
        return image != null && image.type() == Schema.Type.STRUCT ? new ImageReader.Plain(image) : null;
    }

    /**
     * A schemaless image as a map from column to value; null if it is no image. May be {@code image} itself. A column
     * that the event does not hold is not there, {@link ImageReader#UNSENT} or {@link ImageReader#CHANGED}.
     */
    @SuppressWarnings("unchecked")
    default @Nullable Map<String, Object> columns(Object image, Object source, Op op) {
        return image instanceof Map<?, ?> map ? (Map<String, Object>) map : null;
    }
}
