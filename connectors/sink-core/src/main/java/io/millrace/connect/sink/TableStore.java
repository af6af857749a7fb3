// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A database with transactions, as {@link SinkEngine} needs it. Every method may throw
 * {@link StoreUnavailableException}, after which the next call connects anew. Used by one thread at a time, except for
 * {@link #newBatch} and {@link #abort}.
 */
public interface TableStore extends AutoCloseable {
    /**
     * Makes the caller the only one who can move these partitions' offsets: in one transaction, in the given order,
     * each row gets the next epoch (a missing row is made, without an offset). Waits for a transaction in flight.
     */
    Map<TopicPartition, Claim> claim(List<TopicPartition> partitions);

    /** The rows as committed now. Waits for nothing. */
    Map<TopicPartition, Claim> read(Collection<TopicPartition> partitions);

    /**
     * Finds out how records like this one are written, creating or changing their table if that is needed and permitted.
     *
     * @throws org.apache.kafka.connect.errors.DataException if this record cannot be a row
     */
    void prepare(SinkRecord original, SinkRecord row);

    /**
     * Replaces offset and topic id of the rows, in one transaction, where their epochs are still these.
     *
     * @return false if another owner took one of them over, after which none is changed
     */
    boolean correct(Map<TopicPartition, Claim> claims);

    /** Forgets how records are written, because a table was changed. */
    void forgetPlans();

    RowBatch newBatch();

    /**
     * Whether {@link StoreTransaction#advance} writes down which offsets a flush is of before any row is written, and the rows
     * have to be written again in the same ranges if it is not known what came of it. A flush with a row that such a store
     * refuses fails as a whole.
     */
    default boolean plansRanges() {
        return false;
    }

    StoreTransaction begin();

    /** Where the offsets are, for messages: {@code millrace.sink_offsets}. */
    String offsetsTable();

    /** Ends whatever another thread is doing with the store: that fails, and nothing of it is committed. */
    void abort();

    @Override
    void close();
}
