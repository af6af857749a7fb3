// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import com.fasterxml.jackson.core.JsonToken;
import io.millrace.records.Fault;
import java.io.IOException;

/** Reads the values at one place of a schema. Thread-safe. */
@FunctionalInterface
public interface JsonReader {
    /**
     * The value that begins with {@code token}, which is never null's; leaves the parser on its last token.
     *
     * @throws Fault if the schema has no room for it
     */
    Object read(JsonInput in, JsonToken token) throws IOException;

    static Fault unexpected(JsonToken token, String expected) {
        return new Fault(JsonInput.describe(token) + " (expected " + expected + ")");
    }
}
