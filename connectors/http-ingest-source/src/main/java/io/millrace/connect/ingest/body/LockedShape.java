// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.body;

import com.fasterxml.jackson.core.JsonToken;
import io.millrace.connect.device.internal.shape.RecordShape;
import io.millrace.connect.device.internal.shape.Shaped;
import io.millrace.json.internal.JsonInput;
import java.io.IOException;

/** A shape for several threads, of which one reads a record while others wait. */
final class LockedShape implements RecordShape {
    private final RecordShape shape;

    LockedShape(RecordShape shape) {
        this.shape = shape;
    }

    @Override
    public String label() {
        return shape.label();
    }

    @Override
    public boolean needsObjects() {
        return shape.needsObjects();
    }

    @Override
    public boolean learns() {
        return shape.learns();
    }

    @Override
    public synchronized Shaped read(JsonInput in, JsonToken token) throws IOException {
        return shape.read(in, token);
    }
}
