// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.ByteSink;
import io.millrace.connect.sink.RowFormat;
import io.millrace.connect.sink.Unfit;
import java.util.BitSet;

/** Rows as {@code RowBinary} has them: the values and nothing else, in the order of the columns that the insert names. */
final class RowBinaryFormat implements RowFormat {
    private final BitSet nullable;

    /** @param nullable which of the columns, in the order of the rows, are {@code Nullable} */
    RowBinaryFormat(BitSet nullable) {
        this.nullable = (BitSet) nullable.clone();
    }

    @Override
    public void begin(int columns, ByteSink out) {
        // a row has no beginning of its own
    }

    @Override
    public void missing(int column, ByteSink out) {
        if (!nullable.get(column)) {
            throw new Unfit(
                    "null (expected a value: the column is not Nullable)",
                    "Alter the column to a Nullable type, or give it a value with a transform.");
        }
        Encoders.missing(out);
    }

    @Override
    public int prefixBytes() {
        return 0;
    }
}
