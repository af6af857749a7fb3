// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.postgres;

import io.millrace.bench.sink.Rows;

/** One of the ways to get rows into a table. */
interface TableWriter extends AutoCloseable {
    /**
     * Makes what a slot will write, put by put, so that nothing but writing is measured.
     *
     * @param pass how many slots there were before: the version of the rows
     */
    void prepare(Case measured, Rows rows, int pass);

    /** Writes the {@code index}-th put. */
    void put(int index);

    /** Returns when all that was put is committed. */
    void finish();

    @Override
    void close();
}
