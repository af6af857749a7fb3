// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

/** How a store's format puts values together to a row. */
public interface RowFormat {
    /** Begins a row of so many columns. */
    void begin(int columns, ByteSink out);

    /**
     * Appends a null.
     *
     * @throws Unfit if the column takes none
     */
    void missing(int column, ByteSink out);

    /** Bytes that an encoder writes before the value itself. */
    int prefixBytes();
}
