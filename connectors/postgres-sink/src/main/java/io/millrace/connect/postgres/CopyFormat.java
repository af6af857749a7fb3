// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.ByteSink;
import io.millrace.connect.sink.RowFormat;

/** Rows as binary COPY takes them: the number of columns, then each as length and value, or as -1 for null. */
enum CopyFormat implements RowFormat {
    BINARY;

    @Override
    public void begin(int columns, ByteSink out) {
        out.putShort(columns);
    }

    @Override
    public void missing(int column, ByteSink out) {
        out.putInt(-1);
    }

    @Override
    public int prefixBytes() {
        return Integer.BYTES;
    }
}
