// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.body;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.connect.device.internal.shape.Picker;
import io.millrace.connect.device.internal.shape.RecordShape;
import io.millrace.connect.device.internal.shape.Shaped;
import io.millrace.json.internal.JsonInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A shape, and aside from it some values of the record that it last read, which are about its request. */
final class AsideShape implements RecordShape {
    private final RecordShape shape;
    private final Picker picker;
    private @Nullable String[] values;

    AsideShape(RecordShape shape, String... pointers) {
        this.shape = shape;
        this.picker =
                new Picker(Arrays.stream(pointers).map(JsonPointer::compile).toList());
        this.values = new @Nullable String[pointers.length];
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
    public Shaped read(JsonInput in, JsonToken token) throws IOException {
        values = new @Nullable String[values.length];
        long from = in.begin();
        Shaped shaped = shape.read(in, token);
        in.parser().finishToken();
        values = first(picker, in.textFrom(from)).clone();
        return shaped;
    }

    /** The values that {@code picker} finds in a JSON text. */
    static @Nullable String[] first(Picker picker, String json) throws IOException {
        try (JsonInput in = JsonInput.of(json.getBytes(StandardCharsets.UTF_8))) {
            return picker.pick(in, in.first());
        }
    }

    /** The value at the pointer of that number; null for none. */
    @Nullable String value(int number) {
        return values[number];
    }

    /** The first that there is of the values from number {@code from} to {@code to}. */
    @Nullable String value(int from, int to) {
        for (int number = from; number <= to; number++) {
            if (values[number] != null) {
                return values[number];
            }
        }
        return null;
    }
}
