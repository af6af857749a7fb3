// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.shape;

import com.fasterxml.jackson.core.JsonToken;
import io.millrace.json.internal.JsonInput;
import io.millrace.records.Fault;
import java.io.IOException;

/** How one JSON value of an API becomes a record. For one thread at a time. */
public interface RecordShape {
    /** What one record is called in error texts: {@code device event}. */
    String label();

    /** Whether it reads objects only, so that an array needs names for its elements first. */
    boolean needsObjects();

    /** Whether it reads by what it has read: one and the same is to read all records then. */
    default boolean learns() {
        return false;
    }

    /**
     * Reads the value that begins with {@code token}, and leaves the parser on its last token.
     *
     * @throws Fault if the value does not fit the shape
     * @throws IOException if it is no JSON
     */
    Shaped read(JsonInput in, JsonToken token) throws IOException;
}
