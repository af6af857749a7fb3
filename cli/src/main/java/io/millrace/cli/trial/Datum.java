// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;

/** A key, a value or a header's value, as it was found. */
sealed interface Datum {
    /** As a text says it: with its schema in {@code {"schema": …, "payload": …}}, or without one. */
    record Json(JsonNode node) implements Datum {
        /** Whether it brings its schema. */
        boolean hasSchema() {
            return node.isObject() && node.size() == 2 && node.has("schema") && node.has("payload");
        }
    }

    /** As Kafka has it. */
    record Bytes(ByteBuffer buffer) implements Datum {
        static Bytes of(byte[] bytes) {
            return new Bytes(ByteBuffer.wrap(bytes).asReadOnlyBuffer());
        }

        byte[] copy() {
            return copy(buffer);
        }

        static byte[] copy(ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
    }

    /** Null. */
    record Nothing() implements Datum {}
}
