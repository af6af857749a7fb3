// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

/** Writes one value as a column of the store takes it. */
@FunctionalInterface
public interface ColumnEncoder {
    /**
     * Appends {@code value}, which is not null.
     *
     * @throws Unfit if the column cannot hold the value exactly
     */
    void encode(Object value, ByteSink out);
}
