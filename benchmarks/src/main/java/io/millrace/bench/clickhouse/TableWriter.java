// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.clickhouse;

import io.millrace.bench.sink.Rows;

/** One of the ways to get rows into a table. */
interface TableWriter extends AutoCloseable {
    /** Makes what a slot will write, block by block, so that nothing but writing is measured. */
    void prepare(Case measured, Rows rows);

    /** Writes the {@code index}-th block. */
    void put(int index);

    /** Returns when all that was put is committed. */
    void finish();

    @Override
    void close();
}
