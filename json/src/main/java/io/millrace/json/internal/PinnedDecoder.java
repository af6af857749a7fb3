// SPDX-License-Identifier: Apache-2.0
package io.millrace.json.internal;

import com.fasterxml.jackson.core.JsonToken;
import io.millrace.records.Fault;
import java.io.IOException;
import org.apache.kafka.connect.data.SchemaAndValue;

/** Reads every record into one schema. */
final class PinnedDecoder extends JsonDecoder {
    private final PinnedSchema pinned;

    PinnedDecoder(Settings settings, PinnedSchema pinned) {
        super(settings);
        this.pinned = pinned;
    }

    @Override
    SchemaAndValue read(String topic, byte[] json) {
        return located(json, this::read);
    }

    private SchemaAndValue read(JsonInput in) throws IOException {
        JsonToken first = in.first();
        boolean isNull = first == JsonToken.VALUE_NULL;
        if (isNull && !pinned.schema().isOptional()) {
            throw new Fault("null (expected " + pinned.schema().type().getName() + ")");
        }
        Object value = isNull ? null : pinned.reader().read(in, first);
        in.requireEnd();
        return new SchemaAndValue(pinned.schema(), value);
    }
}
