// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.RowBatch;
import java.util.Collection;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at records as a task would, so that what they would change in the database is logged, and writes nothing. */
final class DryRun {
    private static final Logger LOG = LoggerFactory.getLogger(DryRun.class);

    private final PostgresStore store;
    private final UnaryOperator<@Nullable SinkRecord> unpack;
    private final RowBatch batch;

    DryRun(PostgresStore store, UnaryOperator<@Nullable SinkRecord> unpack) {
        this.store = store;
        this.unpack = unpack;
        this.batch = store.newBatch();
    }

    void put(Collection<SinkRecord> records) {
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

    void stop() {
        store.close();
    }
}
