// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

import io.millrace.records.Structs;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Reads the columns of a row from one of an event's images, {@code before} or {@code after}, however the connector wraps
 * them. Thread-safe.
 */
public interface ImageReader {
    /** Stands for a column that the event does not hold: not null, not changed, just not sent. */
    Object UNSENT = new Object() {
        @Override
        public String toString() {
            return "(not sent)";
        }
    };

    /** Stands for a column that the change gave another value, which the event does not hold. */
    Object CHANGED = new Object() {
        @Override
        public String toString() {
            return "(changed, not sent)";
        }
    };

    /** Whether a column's value, a placeholder perhaps, came with the event. */
    static boolean isSent(Object value) {
        return value != UNSENT && value != CHANGED;
    }

    /** The row as a struct schema: a field a column, with the type of the column's own value. */
    Schema row();

    /**
     * The values of {@link #row()}'s columns by index, {@link #UNSENT} or {@link #CHANGED} where the event does not hold a
     * column. A deleted row has null there instead. The array may be the image's own: it is only to be read.
     *
     * @param image what {@link Dialect#after} or {@link Dialect#before} gave
     * @param source the event's source block, which says of some connectors whether rows are whole
     */
    @Nullable Object[] read(Object image, Object source, Op op);

    /** What Debezium calls the rows in events of that name, where it has no schema for them. */
    static @Nullable String rowName(Block envelope) {
        String name = envelope.name();
        return name != null && name.endsWith(".Envelope")
                ? name.substring(0, name.length() - "Envelope".length()) + "Value"
                : name;
    }

    /** Images that are structs of plain columns, all of them there. */
    record Plain(Schema row) implements ImageReader {
        @Override
        public @Nullable Object[] read(Object image, Object source, Op op) {
            return Structs.values((Struct) image);
        }
    }
}
