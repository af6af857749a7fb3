// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.postgres;

import io.millrace.bench.sink.Shape;
import java.util.List;
import java.util.stream.Stream;

/** What is measured: work on rows of a shape, delivered by {@code putSize} at a time. */
record Case(Work work, Shape shape, int putSize) {
    static final int WHOLE = 5000;
    /** What Connect hands over at a time unless told otherwise. */
    static final int BY_DEFAULT = 500;

    static List<Case> all() {
        return Stream.of(
                        of(Work.APPEND, Shape.COLUMNS_10),
                        of(Work.UPSERT_NEW, Shape.COLUMNS_10),
                        of(Work.UPSERT_EXISTING, Shape.COLUMNS_10),
                        of(Work.MIXED_DELETES, Shape.COLUMNS_10),
                        of(Work.APPEND, Shape.COLUMNS_40),
                        of(Work.UPSERT_NEW, Shape.COLUMNS_40),
                        of(Work.UPSERT_EXISTING, Shape.COLUMNS_40),
                        of(Work.APPEND, Shape.DEVICE_EVENTS),
                        of(Work.UPSERT_NEW, Shape.DEVICE_EVENTS))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Case> of(Work work, Shape shape) {
        return List.of(new Case(work, shape, WHOLE), new Case(work, shape, BY_DEFAULT));
    }

    static Case named(String text) {
        return all().stream()
                .filter(each -> each.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No case " + text + "."));
    }

    /** {@code append-10-columns}; with puts of 500, {@code append-10-columns-500}. */
    String text() {
        return putSize == WHOLE ? tables() : tables() + "-" + putSize;
    }

    /** What cases on the same tables share. */
    String tables() {
        return work.text() + "-" + shape.text();
    }
}
