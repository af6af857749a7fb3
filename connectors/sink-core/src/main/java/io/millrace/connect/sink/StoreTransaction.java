// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.util.List;

/** One transaction of a store, which holds offsets and rows alike. Closing it without a commit undoes everything. */
public interface StoreTransaction extends AutoCloseable {
    /**
     * Compare-and-set of all the offsets, before any row is written: a task that was superseded loses here.
     *
     * @return false if any of them is not as expected; the transaction is then useless
     */
    boolean advance(List<Advance> advances);

    /**
     * Writes the batch, which stays as it is.
     *
     * @throws RowRefusedException if the store refused a row for what is in it
     */
    void write(RowBatch batch);

    /** How many rows so far changed nothing, because the table had newer ones. */
    long stale();

    /** Sets the point that {@link #undo} returns to. */
    void mark();

    void undo();

    /** Afterwards it is unknown whether a commit that threw {@link StoreUnavailableException} took place. */
    void commit();

    @Override
    void close();
}
