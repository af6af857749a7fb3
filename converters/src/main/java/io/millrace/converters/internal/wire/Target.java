// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.wire;

import io.millrace.converters.internal.avro.ByteOutput;
import io.millrace.converters.internal.avro.WritePlan;
import io.millrace.converters.internal.registry.Deadline;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * How records of one Connect schema are written to one topic: in which schema, and where its id goes.
 *
 * @param id the id that goes in front, where {@code header} is null
 * @param header the header that carries the id; shared by all records
 */
record Target(
        String topic, WritePlan plan, int id, @Nullable Header header, Deadline good) {
    void writeId(ByteOutput out) {
        if (header == null) {
            out.writeByte(SchemaIds.ID_MAGIC);
            out.writeBigEndianInt(id);
        }
    }

    /** Adds the header to {@code headers}, unless the last of its name says the same. */
    void addTo(Headers headers) {
        if (header != null && !header.equals(headers.lastHeader(header.key()))) {
            headers.add(header);
        }
    }
}
