// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.shape;

import com.fasterxml.jackson.core.JsonToken;
import io.millrace.connect.device.internal.shape.Parts.Picked;
import io.millrace.json.internal.JsonInput;
import io.millrace.json.internal.Learner;
import io.millrace.records.Fault;
import java.io.IOException;
import java.util.Arrays;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;

/**
 * Records whose schema is learned from them, and only ever becomes wider; the same object until it does. Only a record
 * that shows something new is read twice.
 */
final class InferredShape implements RecordShape {
    private final Learner learner = new Learner();
    private final Parts parts;
    private final Picked[] picked;
    private Paths paths;

    InferredShape(Parts parts) {
        this.parts = parts;
        this.picked = new Picked[parts.pointers().size()];
        this.paths = Paths.of(org.apache.kafka.connect.data.Schema.STRING_SCHEMA, parts.pointers());
    }

    @Override
    public String label() {
        return "record";
    }

    @Override
    public boolean learns() {
        return true;
    }

    @Override
    public boolean needsObjects() {
        return true;
    }

    @Override
    public Shaped read(JsonInput in, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            throw new Fault("null (expected a value)");
        }
        SchemaAndValue read = learner.read(in, token);
        if (read.value() instanceof Struct struct) {
            if (paths.schema() != read.schema()) {
                paths = Paths.of(read.schema(), parts.pointers());
            }
            paths.pick(struct, picked);
        } else {
            Arrays.fill(picked, Picked.NONE);
        }
        return parts.shaped(picked, read.schema(), read.value());
    }
}
