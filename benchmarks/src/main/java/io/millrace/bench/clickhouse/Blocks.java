// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.clickhouse;

import io.millrace.bench.sink.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.connect.data.Struct;

/** Rows cut into blocks; what is left over is not written. */
final class Blocks {
    private Blocks() {}

    static <T> List<T> of(Case measured, Rows rows, Function<List<Rows.Row>, T> block) {
        List<T> blocks = new ArrayList<>();
        for (int from = 0; from + measured.blockRows() <= rows.size(); from += measured.blockRows()) {
            blocks.add(block.apply(rows.between(from, from + measured.blockRows())));
        }
        return blocks;
    }

    static List<Struct> structs(List<Rows.Row> rows) {
        return rows.stream().map(row -> row.value(0)).toList();
    }
}
