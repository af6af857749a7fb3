// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.fallback;

import io.millrace.records.Decode;
import java.nio.ByteBuffer;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Bytes that no converter could read, as a record of their own. */
public final class Undecodable {
    /** {@code bytes} as they came, {@code reason} in words, without content; {@code topic} as Connect named it. */
    public static final Schema SCHEMA = SchemaBuilder.struct()
            .name("io.millrace.Undecodable")
            .version(1)
            .field("bytes", Schema.BYTES_SCHEMA)
            .field("reason", Schema.STRING_SCHEMA)
            .field("topic", Schema.STRING_SCHEMA)
            .build();

    private Undecodable() {}

    static SchemaAndValue of(String topic, byte[] bytes, String reason) {
        Struct struct = new Struct(SCHEMA)
                .put("bytes", ByteBuffer.wrap(bytes))
                .put("reason", reason)
                .put("topic", topic);
        return new SchemaAndValue(SCHEMA, struct);
    }

    /** The bytes, if {@code value} is such a record; null if it is another. */
    static byte @Nullable [] bytes(@Nullable Schema schema, @Nullable Object value) {
        if (schema == null || !SCHEMA.name().equals(schema.name()) || !(value instanceof Struct struct)) {
            return null;
        }
        return schema.field("bytes") == null || struct.get("bytes") == null ? null : Decode.bytes(struct.get("bytes"));
    }
}
