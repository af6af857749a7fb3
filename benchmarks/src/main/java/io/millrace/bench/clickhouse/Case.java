// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.clickhouse;

import io.millrace.bench.sink.Shape;
import java.util.List;
import java.util.stream.Stream;

/** What is measured: rows of a shape that are written in blocks of so many. */
record Case(Shape shape, int blockRows) {
    private static final int THOUSAND = 1_000;
    private static final List<Integer> BLOCKS = List.of(THOUSAND, 10 * THOUSAND, 100 * THOUSAND);

    static List<Case> all() {
        return Stream.of(Shape.COLUMNS_10, Shape.COLUMNS_40)
                .flatMap(shape -> BLOCKS.stream().map(rows -> new Case(shape, rows)))
                .toList();
    }

    static Case named(String text) {
        return all().stream()
                .filter(each -> each.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No case " + text + "."));
    }

    /** {@code append-10-columns-100k}. */
    String text() {
        return "append-" + shape.text() + "-" + blockRows / THOUSAND + "k";
    }
}
