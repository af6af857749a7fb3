// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.records.Fault;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes the values at one place of a schema. Thread-safe. */
@FunctionalInterface
interface JsonWriter {
    /**
     * Writes a value that is not null.
     *
     * @throws Fault if it is not what the schema says
     */
    void write(Object value, JsonGenerator out) throws IOException;

    /** Writes JSON's null for null, if that is allowed. */
    default void writeNullable(@Nullable Object value, JsonGenerator out, boolean allowed) throws IOException {
        if (value != null) {
            write(value, out);
        } else if (allowed) {
            out.writeNull();
        } else {
            throw new Fault("null (expected a value)");
        }
    }

    /** {@code value} as what it must be. */
    static <T> T as(Class<T> type, Object value) {
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        throw Fault.wrongType(value, type.getSimpleName());
    }
}
