// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.postgres;

import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** A column of a {@link Shape}. */
record Column(String name, Kind kind, boolean isOptional) {
    static Column required(String name, Kind kind) {
        return new Column(name, kind, false);
    }

    static Column optional(String name, Kind kind) {
        return new Column(name, kind, true);
    }

    Schema schema() {
        return kind.schema(isOptional);
    }

    /** One in five optional values is null; numbers change from one version of a row to the next. */
    @Nullable Object value(long row, int version) {
        if (isOptional && (row + name.length()) % 5 == 0) {
            return null;
        }
        boolean changes = kind == Kind.DOUBLE || kind == Kind.INT;
        Object value = kind.value(changes ? 2 * row + version : row);
        return isOptional && kind == Kind.TEXT ? "Straße " + value : value;
    }
}
