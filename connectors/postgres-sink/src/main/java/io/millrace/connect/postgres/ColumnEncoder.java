// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.ByteSink;

/** Writes one value in PostgreSQL's binary format, preceded by its length in four bytes. */
@FunctionalInterface
interface ColumnEncoder {
    /**
     * Appends {@code value}, which is not null.
     *
     * @throws Unfit if the column cannot hold the value exactly
     */
    void encode(Object value, ByteSink out);
}
