// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import java.util.Collection;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at records as a task would, so that what they would change in the database is logged, and writes nothing. */
public final class DryRun {
    private static final Logger LOG = LoggerFactory.getLogger(DryRun.class);

    private final TableStore store;
    private final UnaryOperator<@Nullable SinkRecord> unpack;
    private final RowBatch batch;

    /** Over a store that was told to log its statements instead of running them. */
    public DryRun(TableStore store, UnaryOperator<@Nullable SinkRecord> unpack) {
        this.store = store;
        this.unpack = unpack;
        this.batch = store.newBatch();
    }

    /** Looks at the records. */
    public void put(Collection<SinkRecord> records) {
        int refused = 0;
        for (SinkRecord record : records) {
            try {
                SinkRecord row = unpack.apply(record);
                if (row != null && batch.add(record, row) == RowBatch.Added.UNPREPARED) {
                    store.prepare(record, row);
                    batch.add(record, row);
                }
            } catch (DataException e) {
                refused++;
                LOG.debug("Would refuse: {}", e.getMessage());
            }
        }
        if (batch.rows() > 0 || refused > 0) {
            LOG.info("Would write {} records and refuse {}", batch.rows(), refused);
        }
        batch.clear();
    }

    public void stop() {
        store.close();
    }
}
