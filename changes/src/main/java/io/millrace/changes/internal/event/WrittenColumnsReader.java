// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

import static java.util.Objects.requireNonNull;

import io.millrace.records.Structs;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Reads rows of Spanner, whose updates hold the columns that were written. The image is a row or the whole event. */
final class WrittenColumnsReader implements ImageReader {
    private final Schema row;
    private final @Nullable Member before;
    private final Member after;
    private final @Nullable Member captureType;

    WrittenColumnsReader(Schema row, Block envelope) {
        this.row = row;
        this.before = envelope.member("before");
        this.after = requireNonNull(envelope.member("after"));
        this.captureType = requireNonNull(envelope.block("source")).member("value_capture_type");
    }

    @Override
    public Schema row() {
        return row;
    }

    @Override
    public @Nullable Object[] read(Object image, Object source, Op op) {
        Schema schema = ((Struct) image).schema();
        boolean event = schema != row && !schema.equals(row);
        @Nullable Object[] old = event && before != null ? values(before.read(image)) : null;
        @Nullable Object[] values = !event ? values(image) : op == Op.DELETE ? old : values(after.read(image));
        if (values == null) {
            values = new @Nullable Object[row.fields().size()];
        }
        return op == Op.UPDATE && SpannerConnector.isPartial(captureType == null ? null : captureType.read(source))
                ? marked(values, old)
                : values;
    }

    private static @Nullable Object[] marked(@Nullable Object[] values, @Nullable Object @Nullable [] old) {
        @Nullable Object[] marked = values.clone();
        for (int i = 0; i < marked.length; i++) {
            if (marked[i] == null && (old == null || old[i] == null)) {
                marked[i] = UNSENT;
            }
        }
        return marked;
    }

    private static @Nullable Object @Nullable [] values(@Nullable Object struct) {
        return struct == null ? null : Structs.values((Struct) struct);
    }
}
