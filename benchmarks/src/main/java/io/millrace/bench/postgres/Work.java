// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.postgres;

import io.millrace.bench.Names;
import io.millrace.bench.sink.Rows;
import io.millrace.bench.sink.Shape;

/** What is asked of a sink. */
enum Work {
    /** Rows with new keys, which the sink need not look for. */
    APPEND,
    /** New keys, but the sink cannot know. */
    UPSERT_NEW,
    /** Every key is in the table. */
    UPSERT_EXISTING,
    /** As {@link #UPSERT_EXISTING}; one record in ten is a tombstone. */
    MIXED_DELETES;

    private static final int DELETED_ONE_IN = 10;

    /** As it stands in the names of cases: {@code upsert-new}. */
    String text() {
        return Names.text(this);
    }

    boolean beginsWithRows() {
        return this == UPSERT_EXISTING || this == MIXED_DELETES;
    }

    /** Other rows are deleted in each pass over the table, so that those of the pass before come back. */
    boolean deletes(Rows.Row row, int pass) {
        return this == MIXED_DELETES && (row.number() + pass) % DELETED_ONE_IN == 0;
    }

    Rows rows(Shape shape, int count) {
        return beginsWithRows() ? Rows.shuffled(shape, count) : Rows.inOrder(shape, count);
    }
}
