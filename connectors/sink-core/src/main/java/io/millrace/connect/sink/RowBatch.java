// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import org.apache.kafka.connect.sink.SinkRecord;

/** Records encoded for a store and not yet written. */
public interface RowBatch {
    /**
     * Encodes a record, creating or extending its table if that is needed and permitted.
     *
     * @throws org.apache.kafka.connect.errors.DataException if this record cannot be a row; the batch is as before
     * @throws StoreUnavailableException if the store cannot be asked now; the batch is as before
     */
    void add(SinkRecord record);

    /** Rows that a flush would write or delete. */
    int rows();

    /** Size of the encoded rows. */
    long bytes();

    void clear();
}
