// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** A table by its database, schema and own name, as far as they are known. */
record TableName(
        @Nullable Object db,
        @Nullable Object schema,
        @Nullable Object table) {
    static final TableName UNKNOWN = new TableName(null, null, null);

    boolean isKnown() {
        return table != null;
    }

    /** The parts that are known, joined by dots: {@code shop.public.orders}. */
    String text() {
        StringJoiner text = new StringJoiner(".");
        for (Object part : new Object[] {db, schema, table}) {
            if (part instanceof String name && !name.isEmpty()) {
                text.add(name);
            }
        }
        return text.toString();
    }
}
