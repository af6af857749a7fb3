// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import org.apache.kafka.connect.sink.SinkRecord;

/** Records encoded for a store and not yet written. Used by one thread at a time. */
public interface RowBatch {
    /** What became of a record. */
    enum Added {
        /** It is in the batch. */
        WRITTEN,
        /** It does nothing. */
        NOTHING,
        /** {@link TableStore#prepare} has to be called first; the batch is as before. */
        UNPREPARED
    }

    /**
     * Encodes a record.
     *
     * @param original as it was delivered
     * @param row what it is written as: the same, or the row that it stands for
     * @throws org.apache.kafka.connect.errors.DataException if this record cannot be a row; the batch is as before
     */
    Added add(SinkRecord original, SinkRecord row);

    /** Says which batch the records before these are in. */
    void follow(RowBatch earlier);

    /** Records that were added. */
    int rows();

    /** Size of the encoded rows. */
    long bytes();

    /** Size of the arrays that the rows are in, and of those kept for the next ones. */
    long allocatedBytes();

    /** Rows that later ones of the batch made void. */
    int replaced();

    /** Rows that were older than those they would have replaced, as far as the batch itself can tell. */
    int stale();

    void clear();
}
