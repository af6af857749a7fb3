// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.sink;

import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** A column of a {@link Shape}. */
public record Column(String name, Kind kind, boolean isOptional) {
    public static Column required(String name, Kind kind) {
        return new Column(name, kind, false);
    }

    public static Column optional(String name, Kind kind) {
        return new Column(name, kind, true);
    }

    public Schema schema() {
        return kind.schema(isOptional);
    }

    /** One in five optional values is null; numbers change from one version of a row to the next. */
    public @Nullable Object value(long row, int version) {
        if (isOptional && (row + name.length()) % 5 == 0) {
            return null;
        }
        boolean changes = kind == Kind.DOUBLE || kind == Kind.INT;
        Object value = kind.value(changes ? 2 * row + version : row);
        return isOptional && kind == Kind.TEXT ? "Straße " + value : value;
    }
}
