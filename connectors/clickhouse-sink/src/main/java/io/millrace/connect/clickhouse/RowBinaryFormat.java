// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.sink.ByteSink;
import io.millrace.connect.sink.RowFormat;
import io.millrace.connect.sink.Unfit;
import java.util.BitSet;
import java.util.List;

/** Rows as {@code RowBinary} has them: the values and nothing else, in the order of the columns that the insert names. */
final class RowBinaryFormat implements RowFormat {
    private final List<ClickHouseType> types;
    private final BitSet nullable = new BitSet();

    /** @param types those of the columns, in the order of the rows */
    RowBinaryFormat(List<ClickHouseType> types) {
        this.types = List.copyOf(types);
        for (int i = 0; i < types.size(); i++) {
            nullable.set(i, types.get(i).isNullable());
        }
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
                    remedy(types.get(column)) + ", or give it a value with a transform.");
        }
        Encoders.missing(out);
    }

    private static String remedy(ClickHouseType type) {
        return switch (type.name()) {
            case "Array", "Map", "Tuple", "JSON" ->
                "Make the column a Nullable(String), since its own type cannot be Nullable";
            default -> "Alter the column to a Nullable type";
        };
    }

    @Override
    public int prefixBytes() {
        return 0;
    }
}
