// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.shape;

import com.fasterxml.jackson.core.JsonToken;
import io.millrace.connect.device.internal.shape.Parts.Picked;
import io.millrace.json.internal.JsonInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Records as they were sent, byte for byte: no number or white space is written anew. What is picked from them is text,
 * numbers as they were written.
 */
final class RawShape implements RecordShape {
    private final Parts parts;
    private final Picker picker;
    private final Picked[] picked;
    private final boolean asBytes;

    RawShape(Parts parts, boolean asBytes) {
        this.parts = parts;
        this.asBytes = asBytes;
        this.picker = new Picker(parts.pointers());
        this.picked = new Picked[parts.pointers().size()];
    }

    @Override
    public String label() {
        return "record";
    }

    @Override
    public boolean needsObjects() {
        return false;
    }

    @Override
    public Shaped read(JsonInput in, JsonToken token) throws IOException {
        long from = in.begin();
        @Nullable String[] texts = picker.pick(in, token);
        for (int i = 0; i < picked.length; i++) {
            String text = texts[i];
            picked[i] = text == null ? Picked.NONE : new Picked(Schema.STRING_SCHEMA, text);
        }
        String text = in.textFrom(from);
        return asBytes
                ? parts.shaped(picked, Schema.BYTES_SCHEMA, text.getBytes(StandardCharsets.UTF_8))
                : parts.shaped(picked, Schema.STRING_SCHEMA, text);
    }
}
