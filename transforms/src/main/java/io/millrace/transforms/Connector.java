// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** What one family of connectors does its own way. Recognised by what its events hold, never by a Debezium class. */
interface Connector {
    /** Whether events with this source block are this family's. */
    boolean recognises(Block source);

    Position position(Block envelope, int epoch);

    /** Whether a deleted row may hold made-up values in columns that the database did not log. */
    default boolean logsKeysOnly() {
        return false;
    }

    /** What a letter in {@code op} means; null if it means nothing. */
    default @Nullable Op op(@Nullable Object code) {
        return Op.of(code);
    }

    /** The reader of images with this schema; null if it is no image. */
    default @Nullable ImageReader images(Schema image) {
        return image.type() == Schema.Type.STRUCT ? new ImageReader.Plain(image) : null;
    }

    /** A schemaless image as a map from column to value; null if it is no image. May be {@code image} itself. */
    @SuppressWarnings("unchecked")
    default @Nullable Map<String, Object> columns(Object image, Object source, Op op) {
        return image instanceof Map<?, ?> map ? (Map<String, Object>) map : null;
    }
}
