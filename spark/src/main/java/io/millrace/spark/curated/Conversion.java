// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark.curated;

import org.apache.spark.sql.types.DataType;

/**
 * Turns values of one Connect schema into those that Spark's rows hold. A value that Spark's type cannot hold is a {@link
 * io.millrace.records.Fault}, never another value. Thread-safe.
 */
abstract class Conversion {
    private final DataType type;

    Conversion(DataType type) {
        this.type = type;
    }

    final DataType type() {
        return type;
    }

    /** The value as Spark's rows hold it; {@code value} is not null. */
    abstract Object convert(Object value);
}
