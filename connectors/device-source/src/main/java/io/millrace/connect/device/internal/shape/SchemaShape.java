// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.shape;

import com.fasterxml.jackson.core.JsonToken;
import io.millrace.connect.device.internal.shape.Parts.Picked;
import io.millrace.json.internal.JsonInput;
import io.millrace.json.internal.PinnedSchema;
import io.millrace.records.Fault;
import java.io.IOException;
import org.apache.kafka.connect.data.Struct;

/** Records of a schema that was given, whose fields have the names of the JSON's. */
final class SchemaShape implements RecordShape {
    private final PinnedSchema pinned;
    private final Parts parts;
    private final Paths paths;
    private final Picked[] picked;

    SchemaShape(PinnedSchema pinned, Parts parts) {
        this.pinned = pinned;
        this.parts = parts;
        this.paths = Paths.of(pinned.schema(), parts.pointers());
        this.picked = new Picked[parts.pointers().size()];
    }

    @Override
    public String label() {
        return "record";
    }

    @Override
    public boolean needsObjects() {
        return true;
    }

    @Override
    public Shaped read(JsonInput in, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            throw new Fault("null (expected an object)");
        }
        Struct value = (Struct) pinned.reader().read(in, token);
        paths.pick(value, picked);
        return parts.shaped(picked, pinned.schema(), value);
    }
}
