// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** How one JSON value of an API becomes the key and value of a record. Thread-safe. */
public interface RecordShape {
    /** What one record is called in error texts: {@code device event}. */
    String label();

    Schema keySchema();

    Schema valueSchema();

    /** The key of a value that {@link #read} returned. */
    Object key(Struct value);

    /**
     * Reads the value that {@code parser} stands on, and leaves the parser on its last token.
     *
     * @param json the UTF-8 bytes that {@code parser} reads, from their first on
     * @throws UnreadableRecordException if the value does not fit the shape
     * @throws IOException if it is no JSON
     */
    Struct read(JsonParser parser, byte[] json) throws IOException;
}
